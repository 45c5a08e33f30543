"""What a row of a file says: its numbers, read and checked as the measure takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from app.measures import values
from app.measures.models import DataKind, Measure
from app.measures.values import LONGEST_NOTE

MOST_KNOWN = 50_000
"""Texts whose numbers are kept: counts of a month are often the same."""


@dataclass(slots=True)
class Entry:
    """The numbers of one team, period and stratum, gathered from their rows."""

    row: int
    value: float
    denominator: float | None
    rows: int = 1
    raw: list[float] | None = None
    note: str = ""


Fault = tuple[str, str]
"""The field at fault, one of `values.VALUE`, `DENOMINATOR` and `EVENTS`, and a sentence."""


class RowReader:
    """Reads rows' numbers, of which a file may have a hundred thousand, for one measure."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._kind, self._has_below = measure.data_kind, measure.has_denominator
        self._known: dict[str, float] = {}

    def read(
        self, row: int, value: str, below: str, events: str | None = None
    ) -> tuple[Entry | None, Sequence[Fault]]:
        """One row's numbers, or what is wrong with them.

        `events` is how many there were on the day; None where the file does not say.
        """
        known = self._known
        first, second = known.get(value), known.get(below)
        if first is not None and second is not None and self._is_plain_share(first, second):
            return Entry(row, first, second), ()
        if self._kind is DataKind.SUBGROUP:
            return _read_raw(row, values.without_unit(self._measure, value))
        if self._kind is DataKind.EVENTS:
            return _read_event(self._measure, row, value, events)
        faults: list[Fault] = []
        first = self._parsed(values.VALUE, values.without_unit(self._measure, value), faults)
        second = self._parsed(values.DENOMINATOR, below, faults) if self._has_below else None
        if faults or first is None:
            return None, faults
        if first == 0 and second == 0:
            return Entry(row, first, second), ()
        faults = list(values.check(self._measure, first, second).items())
        return (None, faults) if faults else (Entry(row, first, second), ())

    def _is_plain_share(self, first: float, second: float) -> bool:
        """Whether these are whole people of more whole people, which needs no further check."""
        if self._kind is not DataKind.PROPORTION:
            return False
        return 0 <= first <= second > 0 and first.is_integer() and second.is_integer()

    def _parsed(self, field: str, text: str, faults: list[Fault]) -> float | None:
        known = self._known.get(text)
        if known is None:
            known = _parsed(field, text, faults)
            if known is not None and len(self._known) < MOST_KNOWN:
                self._known[text] = known
        return known


def _read_raw(row: int, text: str) -> tuple[Entry | None, list[Fault]]:
    try:
        raw = values.parse_raw(text)
    except values.NotANumberError as error:
        return None, [(values.VALUE, str(error))]
    return Entry(row, raw[0], None, raw=raw), []


def is_day_without_event(cases: str, events: str | None) -> bool:
    """Whether a row of a list of days says only that nothing happened."""
    try:
        return bool(events) and values.parse(events or "") == 0 and cases in {"", "0"}
    except values.NotANumberError:
        return False


def _read_event(
    measure: Measure, row: int, cases: str, events: str | None
) -> tuple[Entry | None, list[Fault]]:
    if events == "":
        # In a list of days it may mean none as well as one.
        return None, [(values.EVENTS, "Write 1 for one event, 0 for a day without any.")]
    entered, refused = values.read(measure, cases, events=events or "")
    if entered is None:
        return None, list(refused.items())
    return Entry(row, entered.value, entered.denominator), []


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
    entry.note = _both_notes(entry.note, more.note)
    if len(entry.note) > LONGEST_NOTE:
        return f"The notes of the rows that are added up here are over {LONGEST_NOTE} characters."
    if entry.raw is not None and more.raw is not None:
        entry.raw += more.raw
    else:
        entry.value += more.value
    if entry.denominator is not None and more.denominator is not None:
        entry.denominator += more.denominator
    entry.rows += more.rows
    return None


def _both_notes(note: str, more: str) -> str:
    """The notes of two rows; what both say is said once."""
    if not note or not more or more in note.split("; "):
        return note or more
    return f"{note}; {more}"


def settle(measure: Measure, entry: Entry) -> str | None:
    """Make the raw values of a subgroup its mean; a sentence where they are too few or too many.

    Too many may also be the events of one day.
    """
    if measure.data_kind is DataKind.EVENTS:
        return values.check(measure, entry.value, None).get(values.EVENTS)
    if entry.raw is None:
        return None
    entry.value = fmean(entry.raw)
    return values.check_raw(measure, entry.raw).get(values.VALUE)
