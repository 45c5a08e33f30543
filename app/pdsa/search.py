"""Finding a team's cycles: by words, step, idea, driver, measure, decision, owner and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.pdsa.models import Cycle
from app.plain_fields import tidy
from app.theory.queries import Theory

TEXTS = (
    "title",
    "reach",
    "conditions",
    "objective",
    "questions",
    "tasks",
    "data_plan",
    "observations",
    "problems",
    "results",
    "comparison",
    "learned",
    "changes",
)
"""The columns in which words are looked for."""

RUNNING = "running"
"""Stands for cycles without a decision."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None narrow nothing."""

    q: str = ""
    step: str = ""
    ramp: str = ""
    driver: str = ""
    measure: str = ""
    decision: str = ""
    owner: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_anything(self) -> bool:
        """Whether nothing is narrowed."""
        return self == Wanted()

    @property
    def count(self) -> int:
        """How many of the choices other than the words narrow the list."""
        chosen = (self.step, self.ramp, self.driver, self.measure, self.decision, self.owner)
        return sum(map(bool, (*chosen, self.since, self.until)))


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """Read what a URL asks for; a date that is none is not asked for."""
    texts = ("q", "step", "ramp", "driver", "measure", "decision", "owner")
    return Wanted(
        **{name: tidy(asked.get(name))[:200] for name in texts},
        since=_day(asked.get("since")),
        until=_day(asked.get("until")),
    )


def fits(cycle: Cycle, ramp: str, drivers: Mapping[int, frozenset[int]], wanted: Wanted) -> bool:
    """Whether a cycle of the ramp `ramp` is among those wanted.

    `drivers` holds by change idea the ids of all drivers it serves.
    """
    served = drivers.get(cycle.change_idea_id or 0, frozenset())
    decision = cycle.decision.value if cycle.decision else RUNNING
    measures = {cycle.measure_id, *(each.measure_id for each in cycle.predictions)}
    owners = {cycle.owner_id, *(task.owner_id for task in cycle.to_do)}
    return (
        wanted.step in {"", cycle.status.value}
        and wanted.ramp in {"", ramp}
        and wanted.decision in {"", decision}
        and _is_among(wanted.driver, served)
        and _is_among(wanted.measure, measures)
        and _is_among(wanted.owner, owners)
        and _overlaps(cycle, wanted.since, wanted.until)
        and _holds(cycle, wanted.q)
    )


def drivers_served(theory: Theory) -> dict[int, frozenset[int]]:
    """By node the ids of all drivers above it."""
    found: dict[int, frozenset[int]] = {}
    for node in theory.nodes:
        above: set[int] = set()
        waiting = list(theory.serves.get(node.id, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in above:
                above.add(parent)
                waiting += theory.serves.get(parent, ())
        found[node.id] = frozenset(above)
    return found


def _is_among(wanted: str, ids: frozenset[int] | set[int | None]) -> bool:
    return not wanted or (wanted.isdecimal() and int(wanted) in ids)


def _overlaps(cycle: Cycle, since: date | None, until: date | None) -> bool:
    """Whether the test ran on one of these days at least."""
    if since is None and until is None:
        return True
    first = cycle.starts_on or cycle.ends_on or cycle.decided_on
    last = cycle.ends_on or cycle.decided_on or first
    if first is None or last is None:
        return False
    return (since is None or last >= since) and (until is None or first <= until)


def _holds(cycle: Cycle, q: str) -> bool:
    """Whether each word stands somewhere in the cycle, its number and its rows included."""
    words = q.casefold().split()
    if not words:
        return True
    parts = [getattr(cycle, name) for name in TEXTS]
    parts += [f"{each.text} {each.result_text}" for each in cycle.predictions]
    parts += [task.text for task in cycle.to_do]
    parts += [cycle.change_idea.text if cycle.change_idea else "", f"cycle {cycle.number}"]
    text = " ".join(part or "" for part in parts).casefold()
    return all(word in text for word in words)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(tidy(text))
    except ValueError:
        return None
