"""From rows of text to one entry a team and period: filtered, checked and summed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from app import clock
from app.imports import dates
from app.imports.problems import Problems, refuse
from app.imports.table import Table
from app.measures import periods, values
from app.measures.models import DataKind, Measure

Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what."""

    team: str
    period: str
    value: str
    denominator: str | None = None
    team_name: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says about a measure."""

    entries: dict[tuple[str, date], Entry]
    names: dict[str, str]
    """Teams' names by what the team column says, where another column gives them."""
    rows: int
    filtered_out: int
    blank: int
    nobody: int


@dataclass(slots=True)
class Entry:
    """The numbers of one team and period, summed over their rows."""

    row: int
    value: float
    denominator: float | None
    rows: int = 1


@dataclass(slots=True)
class Reader:
    """One pass over a table."""

    table: Table
    columns: Columns
    measure: Measure
    where: tuple[tuple[str, str], ...] = ()
    date_format: str | None = None
    problems: Problems = field(default_factory=Problems)
    _sums: dict[tuple[str, str], Entry] = field(default_factory=dict)
    _names: dict[str, tuple[str, int]] = field(default_factory=dict)
    _rows: int = 0
    _filtered_out: int = 0
    _blank: int = 0
    _others: list[dict[str, None]] = field(default_factory=list)

    def read(self, tick: Tick) -> Reading:
        """Read every row.

        Raises
        ------
        WrongFileError
            With the problems found; nothing is kept of such a file.
        """
        place = self._places()
        filters = [(self.table.position(column), text) for column, text in self.where]
        self._others = [{} for _ in filters]
        for row, cells in self.table.rows:
            tick(1)
            self._rows += 1
            if not cells:
                width = len(self.table.header)
                self.problems.add(f"The row does not have the header's {width} cells.", row)
            elif self._wanted(cells, filters):
                self._take(row, cells, place)
            else:
                self._filtered_out += 1
        self._check_any()
        entries = self._by_period()
        self.problems.stop_if_any()
        nobody = [key for key, entry in entries.items() if entry.denominator == 0]
        for key in nobody:
            del entries[key]
        names = {team: name for team, (name, _) in self._names.items()}
        return Reading(entries, names, self._rows, self._filtered_out, self._blank, len(nobody))

    def _places(self) -> dict[str, int]:
        """Where each wanted column stands."""
        named = {
            "team": self.columns.team,
            "period": self.columns.period,
            "value": self.columns.value,
            "denominator": self.columns.denominator,
            "team_name": self.columns.team_name,
        }
        return {key: self.table.position(name) for key, name in named.items() if name is not None}

    def _wanted(self, cells: list[str], filters: list[tuple[int, str]]) -> bool:
        wanted = True
        for number, (at, text) in enumerate(filters):
            if cells[at] != text:
                wanted = False
                if len(self._others[number]) < 8:
                    self._others[number][cells[at]] = None
        return wanted

    def _check_any(self) -> None:
        if self._rows == 0:
            raise refuse("The file has a header and no rows under it.")
        if self._filtered_out == self._rows:
            asked = " and ".join(f"{column}={text}" for column, text in self.where)
            (column, _), others = self.where[0], self._others[0]
            there = ", ".join(f'"{text}"' for text in others)
            said = f' The column "{column}" says {there}.' if others else ""
            raise refuse(f"No row has {asked}.{said}")

    def _take(self, row: int, cells: list[str], place: dict[str, int]) -> None:
        team, period = cells[place["team"]], cells[place["period"]]
        if not team:
            self.problems.add("The team is missing.", row, self.columns.team)
        if not period:
            self.problems.add("The date is missing.", row, self.columns.period)
        numbers = self._numbers(row, cells, place)
        if "team_name" in place:
            self._take_name(row, team, cells[place["team_name"]])
        if numbers is None or not team or not period:
            return
        value, denominator = numbers
        entry = self._sums.get((team, period))
        if entry is None:
            self._sums[team, period] = Entry(row, value, denominator)
        else:
            self._add(entry, Entry(row, value, denominator))

    def _take_name(self, row: int, team: str, name: str) -> None:
        before, first = self._names.setdefault(team, (name, row))
        if before != name:
            text = f'"{team}" is named "{name}" here and "{before}" in row {first}.'
            self.problems.add(text, row, self.columns.team_name)

    def _numbers(
        self, row: int, cells: list[str], place: dict[str, int]
    ) -> tuple[float, float | None] | None:
        """The row's numbers; None where there are none or one is wrong, which is noted."""
        texts = [(self.columns.value, cells[place["value"]])]
        if self.columns.denominator is not None:
            texts.append((self.columns.denominator, cells[place["denominator"]]))
        if not any(text for _, text in texts):
            self._blank += 1
            return None
        numbers = []
        for column, text in texts:
            try:
                numbers.append(values.parse(text))
            except values.NotANumberError as error:
                self.problems.add(str(error) if text else "The number is missing.", row, column)
        if len(numbers) < len(texts):
            return None
        value, denominator = numbers[0], numbers[1] if len(numbers) > 1 else None
        if value == 0 and denominator == 0:
            return value, denominator
        refused = values.check(self.measure, value, denominator)
        for name, sentence in refused.items():
            at_value = name == values.VALUE
            where = self.columns.value if at_value else self.columns.denominator
            self.problems.add(sentence, row, where)
        return None if refused else (value, denominator)

    def _add(self, entry: Entry, more: Entry) -> None:
        if self.measure.data_kind is DataKind.SINGLE:
            text = f"Row {entry.row} has a value for this team and period already."
            self.problems.add(text, more.row, self.columns.period)
            return
        entry.value += more.value
        if entry.denominator is not None and more.denominator is not None:
            entry.denominator += more.denominator
        entry.rows += more.rows

    def _by_period(self) -> dict[tuple[str, date], Entry]:
        """Turn the texts of dates into periods, now that all of the column is known."""
        days = self._days()
        entries: dict[tuple[str, date], Entry] = {}
        complained: set[str] = set()
        for (team, text), entry in self._sums.items():
            period = self._period(text, days[text])
            if isinstance(period, str):
                if text not in complained:
                    self.problems.add(period, entry.row, self.columns.period)
                    complained.add(text)
            elif (team, period) in entries:
                self._add(entries[team, period], entry)
            else:
                entries[team, period] = entry
        return entries

    def _days(self) -> dict[str, date | None]:
        texts = (text for _, text in self._sums)
        try:
            return dates.parse_column(texts, self.date_format)
        except dates.AmbiguousDatesError as error:
            row = min(entry.row for (_, text), entry in self._sums.items() if text == error.example)
            ways = " or ".join(
                f"{day:%B} {day.day}, {day.year} (--date-format {pattern})"
                for pattern, day in error.readings.items()
            )
            message = f'"{error.example}" may be {ways}. Say which.'
            if len(error.readings) == 1:
                message = (
                    f'"{error.example}" is {ways}, but others in the column are written in '
                    "another way. Write all dates in one way."
                )
            self.problems.add(message, row, self.columns.period)
            self.problems.stop_if_any()
            raise

    def _period(self, text: str, day: date | None) -> date | str:
        """First day of the period that the text says, or what is wrong with it."""
        if day is None:
            pattern = self.date_format
            expected = f"a date of the form {pattern}" if pattern else "a date like the others"
            return f'"{text}" is not {expected}.'
        frequency = self.measure.frequency
        period = periods.start_of(day, frequency)
        if periods.last_day(period, frequency) > clock.today():
            return f'"{text}" lies in a {frequency.value} that is not over yet.'
        return period
