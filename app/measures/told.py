"""What was entered, in words: the same in tables, histories, conflicts and refusals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.measures import periods
from app.measures.models import DataKind, Measure, Observation, ObservationCorrection
from app.templating import number


def numbers(
    measure: Measure,
    value: float,
    denominator: float | None = None,
    raw: Sequence[float] | None = None,
    period: date | None = None,
) -> str:
    """One observation: "37 of 227", "41, 38, 44.5" or "May 3, 2025, 12 cases since the one before"."""
    if measure.data_kind is DataKind.EVENTS:
        day = periods.name(period, measure.frequency) if period else ""
        many = f"{number(value)} events" if value != 1 else ""
        return ", ".join(part for part in (day, many, cases(denominator)) if part)
    if raw:
        return values(raw)
    if denominator is not None:
        return f"{number(value)} of {number(denominator)}"
    return str(number(value))


def values(raw: Sequence[float]) -> str:
    """Raw values as they are typed."""
    return ", ".join(f"{each:.12g}" for each in raw)


def cases(count: float | None) -> str:
    """The cases since the event before, in words; nothing where they were not counted."""
    if count is None:
        return ""
    return f"{number(count)} case{'' if count == 1 else 's'} since the one before"


def stored(observation: Observation) -> str:
    """What is stored now."""
    each = observation
    return numbers(each.series.measure, each.value, each.denominator, each.raw, each.period)


def replaced(correction: ObservationCorrection, measure: Measure, day: date) -> str:
    """What stood there before a correction; `day` is where an event stood that was not moved."""
    each = correction
    return numbers(
        measure, each.old_value, each.old_denominator, each.old_raw, each.old_period or day
    )
