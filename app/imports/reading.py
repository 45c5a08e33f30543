"""From rows of text to one entry a team, period and stratum: filtered, checked and gathered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app import clock
from app.imports import dates
from app.imports.columns import Columns
from app.imports.entries import (
    Entry,
    Fault,
    RowReader,
    gather,
    is_day_without_event,
    settle,
)
from app.imports.places import also_in, rows_with
from app.imports.problems import Problems, quoted, refuse
from app.imports.progress import READING, Step, Steps
from app.imports.table import Table
from app.imports.wording import COMMAND, Wording
from app.measures import periods, values
from app.measures.models import DataKind, Frequency, Measure
from app.measures.values import LONGEST_NOTE

Key = tuple[str, date, str]
"""A team as the file writes it, a period, and a stratum as the file writes it."""
TICK = 1000
"""Rows after which it is told how far the reading has come."""


class Place(NamedTuple):
    """Where in a row each wanted cell stands; None for what the file has not."""

    period: int
    team: int | None
    value: int | None
    denominator: int | None
    stratum: int | None
    team_name: int | None
    events: int | None
    note: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says about a measure."""

    entries: dict[Key, Entry]
    names: dict[str, str]
    """Teams' names by what the team column says, where another column gives them."""
    rows: int
    filtered_out: int
    blank: int
    nobody: int
    left_out: dict[str, int]
    """Rows of teams that are not meant, by what the team column says."""
    pattern: str
    """The form in which the dates are written."""
    lone_notes: int = 0
    """Notes in rows without a number, beside which they could stand."""


@dataclass(slots=True)
class Reader:
    """One pass over a table."""

    table: Table
    columns: Columns
    measure: Measure
    where: tuple[tuple[str, str], ...] = ()
    date_format: str | None = None
    problems: Problems = field(default_factory=Problems)
    wording: Wording = COMMAND
    is_meant: Callable[[str], bool] | None = None
    """Whether the rows of a team, as the file writes it, are to be taken."""
    _sums: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    _first: dict[str, int] = field(default_factory=dict)
    """The first row of each date, as it is written."""
    _names: dict[str, tuple[str, int]] = field(default_factory=dict)
    _place: Place = field(init=False)
    _rows: int = 0
    _filtered_out: int = 0
    _blank: int = 0
    _others: list[dict[str, None]] = field(default_factory=list)
    _pattern: str = ""
    _rows_of: RowReader = field(init=False)
    _is_events: bool = False
    _meant: dict[str, bool] = field(default_factory=dict)
    _left_out: dict[str, int] = field(default_factory=dict)
    _lone_notes: int = 0

    def read(self) -> Steps[Reading]:
        """Read every row. What is wrong is collected in `problems`.

        Raises
        ------
        WrongFileError
            Where the file cannot be read any further.
        """
        self._place = place = self._places()
        self._rows_of = RowReader(self.measure)
        self._is_events = self.measure.data_kind is DataKind.EVENTS
        filters = [(self.table.position(column), text) for column, text in self.where]
        self._others = [{} for _ in filters]
        chooses = self.is_meant is not None and place.team is not None
        for row, cells in self.table.rows:
            self._rows += 1
            if self._rows % TICK == 0:
                yield Step(READING, self._rows, max(self.table.about, self._rows))
            if not cells:
                width = len(self.table.header)
                self.problems.add(f"The row does not have the header's {width} cells.", row)
            elif filters and not self._wanted(cells, filters):
                self._filtered_out += 1
            elif not chooses or self._is_meant(cells[place.team or 0]):
                self._take(row, cells)
        self._check_any()
        entries = self._by_period()
        nobody: list[Key] = []
        if self.measure.has_denominator:
            nobody = [key for key, each in entries.items() if each.denominator == 0 and not key[2]]
            for key in nobody:
                self._lone_notes += bool(entries.pop(key).note)
        names = {team: name for team, (name, _) in self._names.items()}
        return Reading(
            entries,
            names,
            self._rows,
            self._filtered_out,
            self._blank,
            len(nobody),
            self._left_out,
            self._pattern,
            self._lone_notes,
        )

    def _places(self) -> Place:
        """Where each wanted column stands."""
        columns = self.columns
        names = (
            columns.team,
            columns.value,
            columns.denominator,
            columns.stratum,
            columns.team_name,
            columns.events,
            columns.note,
        )
        found = [None if name is None else self.table.position(name) for name in names]
        return Place(self.table.position(columns.period), *found)

    def _wanted(self, cells: list[str], filters: list[tuple[int, str]]) -> bool:
        wanted = True
        for number, (at, text) in enumerate(filters):
            if cells[at] != text:
                wanted = False
                if len(self._others[number]) < 8:
                    self._others[number][cells[at]] = None
        return wanted

    def _is_meant(self, text: str) -> bool:
        """Whether the rows of a team are taken; one that is missing is told, not left out."""
        if self.is_meant is None or not text:
            return True
        if text not in self._meant:
            self._meant[text] = self.is_meant(text)
        if not self._meant[text]:
            self._left_out[text] = self._left_out.get(text, 0) + 1
        return self._meant[text]

    def _check_any(self) -> None:
        if self._rows == 0:
            raise refuse("The file has a header and no rows under it.")
        if self._filtered_out == self._rows:
            asked = " and ".join(f"{column}={text}" for column, text in self.where)
            (column, _), others = self.where[0], self._others[0]
            there = ", ".join(quoted(text) for text in others)
            said = f' The column "{column}" says {there}.' if others else ""
            raise refuse(f"No row has {asked}.{said}")

    def _take(self, row: int, cells: list[str]) -> None:
        """Gather what a row says. A file may have a hundred thousand: no more is done than must."""
        place = self._place
        period = cells[place.period]
        team = "" if place.team is None else cells[place.team]
        stratum = "" if place.stratum is None else cells[place.stratum]
        value = "" if place.value is None else cells[place.value]
        below = "" if place.denominator is None else cells[place.denominator]
        events = None if place.events is None else cells[place.events]
        complete = True
        if not team and place.team is not None:
            self.problems.add("The team is missing.", row, self.columns.team)
            complete = False
        if not period:
            self.problems.add("The date is missing.", row, self.columns.period)
            complete = False
        entry: Entry | None = None
        if self._is_blank(value, below, events):
            self._blank += 1
        else:
            entry, faults = self._rows_of.read(row, value, below, events)
            if faults:
                self._add(faults, row, cells)
            if period and period not in self._first:
                self._first[period] = row
        if place.team_name is not None:
            self._take_name(row, team, cells[place.team_name])
        if place.note is not None and cells[place.note]:
            self._take_note(row, entry, cells[place.note])
        if entry is not None and complete:
            known = self._sums.setdefault((team, period, stratum), entry)
            if known is not entry:
                self._gather(known, entry)

    def _is_blank(self, value: str, below: str, events: str | None) -> bool:
        if self._is_events:
            return is_day_without_event(value, events)
        return not value and not below

    def _take_name(self, row: int, team: str, name: str) -> None:
        before, first = self._names.setdefault(team, (name, row))
        if before != name:
            text = f'"{team}" is named "{name}" here and "{before}" in row {first}.'
            self.problems.add(text, row, self.columns.team_name)

    def _take_note(self, row: int, entry: Entry | None, note: str) -> None:
        if len(note) > LONGEST_NOTE:
            text = f"Keep a note under {LONGEST_NOTE} characters; this has {len(note):,}."
            self.problems.add(text, row, self.columns.note)
        elif entry is not None:
            entry.note = note
        else:
            self._lone_notes += 1

    def _add(self, faults: Sequence[Fault], row: int, cells: list[str]) -> None:
        """Note what is wrong with a row's numbers, where their cells stand in the file."""
        across = self.table.across
        for name, sentence in faults:
            at_value, at = name == values.VALUE, row
            column = self._column_of(name)
            if across is not None:
                column = cells[across.place]
                if not at_value and across.below_row is not None:
                    at = int(cells[across.below_row])
            self.problems.add(sentence, at, column)

    def _column_of(self, field_name: str) -> str | None:
        """The file's column of a number; the events of one day may be counted by their rows."""
        columns = self.columns
        if field_name == values.EVENTS:
            return columns.events or columns.period
        return columns.value if field_name == values.VALUE else columns.denominator

    def _gather(self, entry: Entry, more: Entry) -> None:
        refused = gather(self.measure, entry, more)
        if refused is not None:
            self.problems.add(refused, more.row, self._period_column())

    def _period_column(self, text: str = "") -> str | None:
        """What the period's column is called; a file with a column a period has many."""
        return (text or None) if self.table.across is not None else self.columns.period

    def _by_period(self) -> dict[Key, Entry]:
        """Turn the texts of dates into periods, now that all of the column is known."""
        read = self._days()
        self._pattern = read.pattern
        known = {text: self._period(text, day, read) for text, day in read.days.items()}
        entries: dict[Key, Entry] = {}
        self._refuse_dates({text: said for text, said in known.items() if isinstance(said, str)})
        for (team, text, stratum), entry in self._sums.items():
            period = known[text]
            if isinstance(period, str):
                continue
            first = entries.setdefault((team, period, stratum), entry)
            if first is not entry:
                self._gather(first, entry)
        if self.measure.data_kind in {DataKind.SUBGROUP, DataKind.EVENTS}:
            for entry in entries.values():
                refused = settle(self.measure, entry)
                if refused is not None:
                    at = values.EVENTS if self._is_events else values.VALUE
                    self.problems.add(refused, entry.row, self._column_of(at))
        return entries

    def _refuse_dates(self, said: dict[str, str]) -> None:
        """Tell what is wrong with dates, each with all its rows."""
        columns = self.columns
        rows = rows_with(
            said, self.table, columns.period, self.where, (columns.team, self._left_out)
        )
        for text, sentence in said.items():
            words = sentence + also_in(rows.get(text, ()), self._first[text])
            self.problems.add(words, self._first[text], self._period_column(text))

    def _days(self) -> dates.Dates:
        try:
            return dates.read_column(self._first, self.date_format)
        except dates.AmbiguousDatesError as error:
            row = self._first[error.example]
            ways = " or ".join(
                f"{day:%B} {day.day}, {day.year} {self._dated(pattern)}"
                for pattern, day in error.readings.items()
            )
            message = f'"{error.example}" may be {ways}. Say which.'
            if len(error.readings) == 1:
                message = (
                    f'"{error.example}" is {ways}, but others in the column are written in '
                    "another way. Write all dates in one way."
                )
            self.problems.add(message, row, self._period_column(error.example))
            self.problems.stop_if_any()
            raise

    def _dated(self, pattern: str) -> str:
        known = dates.BY_PATTERN.get(pattern)
        example = known.example if known else pattern
        return self.wording.date_format.format(pattern=pattern, example=example)

    def _period(self, text: str, day: date | None, read: dates.Dates) -> date | str:
        """First day of the period that the text says, or what is wrong with it."""
        if day is None:
            return self._not_a_date(text)
        frequency = self.measure.frequency
        if read.too_coarse(frequency):
            needed = "day of each event" if frequency is Frequency.EVENT else "day"
            needed = "month" if frequency is Frequency.MONTH else needed
            return f"{quoted(text)} does not say the {needed}, and this measure needs it."
        period = periods.start_of(day, frequency)
        if periods.last_day(period, frequency) > clock.today():
            if frequency is Frequency.EVENT:
                return f"{quoted(text)} is still to come."
            return f"{quoted(text)} lies in a {frequency.value} that is not over yet."
        return period

    def _not_a_date(self, text: str) -> str:
        if text.isdecimal() and len(text) == 5:
            return (
                f"{quoted(text)} is the number by which a spreadsheet program keeps a date. "
                "Show the column as dates there and save the file anew."
            )
        pattern = self.date_format
        expected = f"a date of the form {pattern}" if pattern else "a date like the others"
        return f"{quoted(text)} is not {expected}."
