"""An idea's status, scale and dates in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.pdsa.models import Cycle, Decision, Scale
from app.pdsa.worksheet import DECIDED
from app.templating import short_date
from app.theory.models import DriverNode

SCALES = tuple(Scale)


def status_word(node: DriverNode) -> str:
    """How far the idea has come: "Adopted"."""
    return node.status.value.capitalize() if node.status else "Untested"


def scale_reached(cycles: Iterable[Cycle]) -> str:
    """The largest scale of these tests, in the team's words where it has some; "" without any."""
    sized = [cycle for cycle in cycles if cycle.scale is not None]
    if not sized:
        return ""
    largest = max(sized, key=lambda c: (SCALES.index(c.scale) if c.scale else -1, c.number))
    scale = largest.scale.value.capitalize() if largest.scale else ""
    return f"{scale}: {largest.reach}" if largest.reach else scale


def decision_word(decision: Decision | None) -> str:
    """What was decided; an open cycle is running."""
    return DECIDED[decision] if decision else "Running"


def when(cycle: Cycle) -> str:
    """From when to when a test ran."""
    days = [day for day in (cycle.starts_on, cycle.ends_on) if isinstance(day, date)]
    return " to ".join(dict.fromkeys(short_date(day) for day in days))
