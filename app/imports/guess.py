"""Recognizing a file's columns by their names and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from app.imports import dates
from app.imports.across import DENOMINATORS, FEWEST, NUMERATORS, period_columns
from app.imports.columns import Mapping
from app.imports.problems import refuse
from app.imports.strata import WHOLE
from app.imports.table import open_table
from app.imports.teams import Directory
from app.measures import values
from app.measures.models import DataKind, Measure
from app.strata.models import Breakdown
from app.strata.queries import breakdowns_of_measure
from app.teams.models import Team

SAMPLE = 300
MOST_PART = 0.8
"""Share of a column's cells that must look alike."""
HALF = 0.5
"""Share of numbers from which a column is taken for one of numbers; the others are then named."""
DATES = {"date", "day", "month", "period", "quarter", "week", "when", "reporting month"}
TEAMS = {"team", "site", "clinic", "school", "hospital", "organization", "organisation", "practice", "org code", "unit", "facility", "provider", "team name"}  # fmt: skip

NOTES = {"note", "notes", "comment", "comments", "remark", "remarks", "annotation", "annotations"}
"""Words in the name of a column of notes."""
CASES = {"case", "cases"}
"""Words in the name of a column of cases since the event before."""
EVENTS = {"count", "events", "events that day", "how many", "n", "number", "number of events"}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    cells: tuple[str, ...]
    """Those of the sample that are not empty."""

    @property
    def words(self) -> str:
        return re.sub(r"[\W_]+", " ", self.name.casefold()).strip()

    def share(self, holds: Callable[[str], bool]) -> float:
        if not self.cells:
            return 0.0
        return sum(holds(cell) for cell in self.cells) / len(self.cells)


def guess_mapping(text: str, header_row: int, measure: Measure, team: Team | None) -> Mapping:
    """What each column probably holds; the person mends what is wrong."""
    table = open_table(text, header_row)
    sample = [cells for _, cells in islice(table.rows, SAMPLE)]
    if not sample:
        raise refuse("The file has a header and no rows under it.", table.header_row)
    columns = [
        _Column(name, tuple(cells[at] for cells in sample if cells and cells[at]))
        for at, name in enumerate(table.header)
        if name
    ]
    days = period_columns(table.header)
    across = len(days) >= FEWEST
    free = [each for each in columns if not (across and each.name in days)]
    period = "" if across else _taken(free, _period(free))
    column_of_teams = _taken(free, _team(free, measure, team))
    breakdown, stratum = _stratum(free, measure)
    _taken(free, stratum)
    note = "" if across else _taken(free, _notes(free))
    value = below = events = part = ""
    if across:
        part = _taken(free, _part(free, measure)) if measure.has_denominator else ""
    elif measure.data_kind is DataKind.EVENTS:
        value, events = _cases_and_events(free, measure)
    else:
        value, below = _numbers(free, measure)
    return Mapping(
        header_row=table.header_row,
        across=across,
        team=column_of_teams,
        period=period,
        value=value,
        denominator=below,
        events=events,
        stratum=stratum,
        breakdown=breakdown.id if breakdown is not None else 0,
        part=part,
        note_column=note,
    )


def is_recognized(mapping: Mapping, measure: Measure) -> bool:
    """Whether all that a measure needs was recognized."""
    if mapping.across:
        return bool(mapping.part) or not measure.has_denominator
    needed = [mapping.period]
    if measure.data_kind is not DataKind.EVENTS:
        needed.append(mapping.value)
    if measure.has_denominator:
        needed.append(mapping.denominator)
    return all(needed)


def _taken(free: list[_Column], name: str) -> str:
    """Take a column out of those that are still free."""
    free[:] = [each for each in free if each.name != name]
    return name


def _best(scores: Iterable[tuple[float, str]], least: float) -> str:
    """The name with the best score, the first of equals; empty where none is good enough."""
    best, found = least, ""
    for score, name in scores:
        if score >= best and (score > best or not found):
            best, found = score, name
    return found


def _period(columns: list[_Column]) -> str:
    return _best(
        ((_datedness(each) + 0.4 * (each.words in DATES), each.name) for each in columns), MOST_PART
    )


def _datedness(column: _Column) -> float:
    """The share of dates among a column's cells."""
    if not column.cells:
        return 0.0
    try:
        found = dates.read_column(column.cells)
    except dates.AmbiguousDatesError as error:
        found = dates.read_column(column.cells, next(iter(error.readings)))
    return column.share(lambda cell: found.days[cell] is not None)


def _team(columns: list[_Column], measure: Measure, team: Team | None) -> str:
    directory = Directory(measure.network_id)
    scores = [
        (each.share(lambda cell: directory.find(cell) is not None), each.name) for each in columns
    ]
    named = [(1.0 if each.words in TEAMS else 0.0, each.name) for each in columns]
    # Of a team's own file a column called "site" may hold its wards, not teams of the network.
    return _best(scores, 0.3) or ("" if team is not None else _best(named, 1.0))


def _stratum(columns: list[_Column], measure: Measure) -> tuple[Breakdown | None, str]:
    for breakdown in breakdowns_of_measure(measure):
        names = {each.name.casefold() for each in breakdown.current}

        def holds(cell: str, names: set[str] = names) -> bool:
            return cell.casefold() in names or cell.casefold() in WHOLE

        def is_group(cell: str, names: set[str] = names) -> bool:
            return cell.casefold() in names

        found = _best(
            ((each.share(holds), each.name) for each in columns if each.share(is_group) > 0),
            MOST_PART,
        )
        if found:
            return breakdown, found
    return None, ""


def _notes(columns: list[_Column]) -> str:
    """A column that is named by a usual word and holds words; a count of notes holds numbers."""
    named = (each for each in columns if NOTES & set(each.words.split()))
    return next((each.name for each in named if each.share(_is_number) < HALF), "")


def _part(columns: list[_Column], measure: Measure) -> str:
    words = NUMERATORS | DENOMINATORS
    words |= {measure.numerator_label.casefold(), measure.denominator_label.casefold()}
    return _best(
        ((each.share(lambda cell: cell.casefold() in words), each.name) for each in columns),
        HALF,
    )


def _is_number(cell: str) -> bool:
    try:
        values.parse(cell)
    except values.NotANumberError:
        return False
    return True


def _numbers(columns: list[_Column], measure: Measure) -> tuple[str, str]:
    """The columns of the numerator or value, and of the denominator."""
    if measure.data_kind is DataKind.SUBGROUP:
        numeric = list(columns)
    else:

        def holds(cell: str) -> bool:
            return _is_number(values.without_unit(measure, cell))

        numeric = [each for each in columns if each.share(holds) >= HALF]
    below = ""
    if measure.has_denominator:
        label = measure.denominator_label
        scores = [(_likeness(each, label, DENOMINATORS), each.name) for each in numeric]
        below = _best(scores, 0.6)
        numeric = [each for each in numeric if each.name != below]
    label = measure.numerator_label or measure.name
    value = _best(((_likeness(each, label, NUMERATORS), each.name) for each in numeric), 0.6)
    rest = [each for each in numeric if each.name != value]
    if not value and measure.has_denominator and not below and len(rest) == 2:
        smaller, larger = sorted(rest, key=_sum)
        return smaller.name, larger.name
    if not value and len(rest) == 1:
        return rest[0].name, below
    if measure.has_denominator and not below and len(rest) == 1:
        below = rest[0].name
    return value, below


def _cases_and_events(columns: list[_Column], measure: Measure) -> tuple[str, str]:
    """The columns of the cases since the event before, and of the events on the day."""
    numeric = [each for each in columns if each.share(_is_number) >= HALF]
    cases = _best(((0.9, each.name) for each in numeric if CASES & set(each.words.split())), 0.9)
    free = [each for each in numeric if each.name != cases and each.share(_is_few) == 1.0]
    label = measure.numerator_label or measure.name
    return cases, _best(((_likeness(each, label, EVENTS), each.name) for each in free), 0.6)


def _is_few(cell: str) -> bool:
    """Whether so many events may have been on one day."""
    return _is_number(cell) and values.parse(cell) in range(values.MOST_EVENTS + 1)


def _sum(column: _Column) -> float:
    return sum(values.parse(cell) for cell in column.cells if _is_number(cell))


def _likeness(column: _Column, label: str, words: set[str]) -> float:
    if column.words in words:
        return 0.95
    wanted = re.sub(r"[\W_]+", " ", label.casefold()).strip()
    if not wanted:
        return 0.0
    found = SequenceMatcher(None, column.words, wanted).ratio()
    return max(found, 0.7 if set(column.words.split()) & set(_long(wanted)) else 0.0)


def _long(text: str) -> list[str]:
    return [word for word in text.split() if len(word) > 4]
