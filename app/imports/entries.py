"""What a row of a file says: its numbers, read and checked as the measure takes them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from app.measures import values
from app.measures.models import DataKind, Measure


@dataclass(slots=True)
class Entry:
    """The numbers of one team, period and stratum, gathered from their rows."""

    row: int
    value: float
    denominator: float | None
    rows: int = 1
    raw: list[float] | None = None


Fault = tuple[str, str]
"""The field at fault, `values.VALUE` or `values.DENOMINATOR`, and a sentence."""


def read_entry(
    measure: Measure, row: int, value: str, below: str
) -> tuple[Entry | None, list[Fault]]:
    """One row's numbers, or what is wrong with them."""
    if measure.data_kind is DataKind.SUBGROUP:
        return _read_raw(row, value)
    if measure.data_kind is DataKind.EVENTS:
        return _read_event(measure, row, value)
    faults: list[Fault] = []
    first = _parsed(values.VALUE, value, faults)
    second = _parsed(values.DENOMINATOR, below, faults) if measure.has_denominator else None
    if faults or first is None:
        return None, faults
    if first == 0 and second == 0:
        return Entry(row, first, second), []
    faults = list(values.check(measure, first, second).items())
    return (None, faults) if faults else (Entry(row, first, second), [])


def _read_raw(row: int, text: str) -> tuple[Entry | None, list[Fault]]:
    try:
        raw = values.parse_raw(text)
    except values.NotANumberError as error:
        return None, [(values.VALUE, str(error))]
    return Entry(row, raw[0], None, raw=raw), []


def _read_event(measure: Measure, row: int, text: str) -> tuple[Entry | None, list[Fault]]:
    faults: list[Fault] = []
    cases = _parsed(values.VALUE, text, faults) if text else None
    faults += values.check(measure, 1.0, cases).items()
    return (None, faults) if faults else (Entry(row, 1.0, cases), [])


def _parsed(field: str, text: str, faults: list[Fault]) -> float | None:
    try:
        return values.parse(text)
    except values.NotANumberError as error:
        faults.append((field, str(error) if text else "The number is missing."))
        return None


def gather(measure: Measure, entry: Entry, more: Entry) -> str | None:
    """Add another row of the same team and period; a sentence where there cannot be two."""
    if measure.data_kind is DataKind.SINGLE:
        return f"Row {entry.row} has a value for this team and period already."
    if measure.data_kind is DataKind.EVENTS:
        return f"Row {entry.row} is an event on this day already. Keep one, and say so in its note."
    if entry.raw is not None and more.raw is not None:
        entry.raw += more.raw
    else:
        entry.value += more.value
    if entry.denominator is not None and more.denominator is not None:
        entry.denominator += more.denominator
    entry.rows += more.rows
    return None


def settle(measure: Measure, entry: Entry) -> str | None:
    """Make the raw values of a subgroup its mean; a sentence where they are too few or too many."""
    if entry.raw is None:
        return None
    entry.value = fmean(entry.raw)
    return values.check_raw(measure, entry.raw).get(values.VALUE)
