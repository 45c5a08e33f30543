"""The page of the columns: what is recognized, the first rows, and what has to be said."""

from __future__ import annotations

import re
from collections.abc import Mapping as Form
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from app.imports import dates
from app.imports.across import is_data, period_columns
from app.imports.browser.models import PendingImport
from app.imports.browser.place import Place
from app.imports.columns import Mapping, read_mapping
from app.imports.problems import WrongFileError
from app.imports.table import Table, open_table
from app.measures.kinds import kind_of
from app.measures.models import DataKind, Measure
from app.plain_fields import tidy
from app.strata.models import Breakdown
from app.strata.queries import breakdowns_of_measure
from app.templating import long_date

TELLING = re.compile(
    r"\b(mrn|dob|ssn|date of birth|birth ?da(te|y)|(first|last|full|family|given|patient'?s?) ?name|surname"
    r"|(medical )?record (number|no|nr|id)|(patient|nhs|chart) ?(number|no|nr|id)|social security( number)?)\b",
    re.IGNORECASE,
)
"""Names of columns in which lists of patients tell who they are."""
NO_HEADER = (
    "Row {} holds a date and numbers, where the names of the columns should stand; its numbers "
    "would be lost. Say in which row the names are, or put a row of names above it in the file."
)
FIRST_ROWS = 6
MOST_SHOWN = 24
"""Columns of the first rows that are shown."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A column to be chosen: what for, and what is chosen now."""

    name: str
    label: str
    hint: str
    chosen: str
    none: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Dates that can be read in two ways: the text, and each reading with its form's pattern."""

    example: str
    readings: tuple[tuple[str, str], ...]
    error: str = ""


@dataclass(slots=True)
class ColumnsPage:
    """What the page shows."""

    place: Place
    pending: PendingImport
    measure: Measure
    mapping: Mapping
    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    breakdowns: list[Breakdown]
    days: list[str]
    """Columns named by dates."""
    read_as: str = ""
    """How the dates are read, in words; empty where that is asked."""
    question: Question | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The columns that can be chosen."""
        return [name for name in self.header if name]

    @property
    def telling(self) -> list[str]:
        """Columns whose names say that they tell who a patient is."""
        return [name for name in self.names if TELLING.search(name.replace("_", " "))]

    @property
    def unread(self) -> list[str]:
        """Columns among those of the periods whose names are no dates like the others."""
        if not self.days:
            return []
        first, last = (self.header.index(self.days[at]) for at in (0, -1))
        chosen = {each.chosen for each in _choices(self)}
        between = self.header[first : last + 1]
        return [name for name in between if name and name not in {*self.days, *chosen}]

    @property
    def choices(self) -> list[Choice]:
        """The columns to be chosen, in order."""
        return [replace(each, error=self.errors.get(each.name, "")) for each in _choices(self)]

    @property
    def roles(self) -> list[str]:
        """What each column is taken for; empty for those that are not read."""
        told = {each.chosen: each.label for each in _choices(self) if each.chosen}
        if self.mapping.filter_column:
            told.setdefault(self.mapping.filter_column, "Only some rows")
        if self.mapping.across:
            told |= dict.fromkeys(self.days, "Period")
        return [told.get(name, "") if name else "" for name in self.header]


def open_columns(
    place: Place, pending: PendingImport, mapping: Mapping | None = None
) -> ColumnsPage:
    """The page, with the mapping that is kept or the one just typed."""
    mapping = mapping or read_mapping(pending.mapping)
    table = open_table(pending.text, mapping.header_row)
    rows = [(row, cells) for row, cells in islice(table.rows, FIRST_ROWS)]
    page = ColumnsPage(
        place,
        pending,
        pending.measure,
        mapping,
        table.header,
        rows,
        breakdowns_of_measure(pending.measure),
        period_columns(table.header),
    )
    if is_data(table.header):
        page.errors["header_row"] = NO_HEADER.format(table.header_row)
    _look_at_dates(page, pending.text)
    return page


def _choices(page: ColumnsPage) -> list[Choice]:
    measure, mapping = page.measure, page.mapping
    found = []
    if page.place.team is None:
        found.append(Choice("team", "Team", "Names a team of the network, or the last part of its address.", mapping.team, "Choose a column"))  # fmt: skip
    else:
        found.append(Choice("team", "Team", f"Only rows of {page.place.team.name} are taken.", mapping.team, "All rows are ours"))  # fmt: skip
    if not mapping.across:
        hint = "Any day in the period will do."
        if measure.data_kind is DataKind.EVENTS:
            hint = "The day of each event."
        found.append(Choice("period", "Date", hint, mapping.period, "Choose a column"))
        found += _number_choices(measure, mapping)
    elif measure.has_denominator:
        hint = "Says of each row “numerator” or “denominator”, or what the measure calls them."
        found.append(Choice("part", "Which number", hint, mapping.part, "Choose a column"))
    if page.breakdowns:
        hint = "Where rows are of groups within a team. “All” or an empty cell is the whole team."
        found.append(Choice("stratum", "Group", hint, mapping.stratum, "There are no groups"))
    if not mapping.across:
        hint = "Kept beside its number. Nothing in it may tell who a patient is."
        found.append(Choice("note_column", "Note", hint, mapping.note_column, "None is taken"))
    return found


def _number_choices(measure: Measure, mapping: Mapping) -> list[Choice]:
    kind = kind_of(measure)
    if measure.has_denominator:
        return [
            Choice("value", "Numerator", measure.numerator_label, mapping.value, "Choose a column"),
            Choice("denominator", "Denominator", measure.denominator_label, mapping.denominator, "Choose a column"),
        ]  # fmt: skip
    if measure.data_kind is DataKind.EVENTS:
        return [
            Choice("events", "Events that day", "Where it says how many there were.", mapping.events, "Each row is one"),
            Choice("value", "Cases", "Since the event before, where they are counted.", mapping.value, "They are not counted"),
        ]  # fmt: skip
    hint = measure.numerator_label or kind.value_label
    if measure.data_kind is DataKind.SUBGROUP:
        hint = "One value a row, or several in a cell: 41, 38, 44.5."
    return [Choice("value", "Value", hint, mapping.value, "Choose a column")]


def _texts_of_dates(page: ColumnsPage, table: Table) -> list[str]:
    if page.mapping.across:
        return [name for name in page.days if name]
    if page.mapping.period not in table.header:
        return []
    at = table.position(page.mapping.period)
    wanted = page.mapping.filter_column
    other = table.position(wanted) if wanted in table.header else None
    seen: dict[str, None] = {}
    for _, cells in table.rows:
        if not cells or not cells[at]:
            continue
        if other is None or cells[other] == page.mapping.filter_text:
            seen[cells[at]] = None
    return list(seen)


def _look_at_dates(page: ColumnsPage, text: str) -> None:
    """Say how the dates are read, or ask where they can be read in two ways."""
    try:
        texts = _texts_of_dates(page, open_table(text, page.mapping.header_row))
    except WrongFileError:
        return  # told when the file is checked
    if not texts:
        return
    try:
        found = dates.read_column(texts)
    except dates.AmbiguousDatesError as error:
        if len(error.readings) > 1:
            _ask(page, error)
        return
    page.mapping = replace(page.mapping, date_format="")
    known = [day for day in found.days.values() if day is not None]
    if known:
        form = dates.BY_PATTERN[found.pattern].example
        page.read_as = (
            f"{long_date(min(known))} to {long_date(max(known))}, "
            f"written as December 31, 2025 would be {form}"
        )


def _ask(page: ColumnsPage, error: dates.AmbiguousDatesError) -> None:
    readings = tuple((pattern, long_date(day)) for pattern, day in error.readings.items())
    if page.mapping.date_format not in error.readings:
        page.mapping = replace(page.mapping, date_format="")
    page.question = Question(error.example, readings)


def typed_mapping(form: Form[str, str], before: Mapping) -> Mapping:
    """The mapping as it was typed; what is no text of the form is left as it was."""
    number = tidy(form.get("breakdown"))
    texts: dict[str, Any] = {
        name: tidy(form.get(name))[:500]
        for name in (
            *("team", "period", "value", "denominator", "events", "stratum", "part", "note_column"),
            *("filter_column", "filter_text", "date_format"),
        )
    }
    chosen = int(number) if number.isdecimal() and len(number) < 10 else 0
    return replace(before, across=form.get("across") == "y", breakdown=chosen, **texts)


def check(page: ColumnsPage) -> bool:
    """Refuse what is missing or cannot be; the refusals stand beside their fields."""
    mapping, measure, errors = page.mapping, page.measure, page.errors
    for each in _choices(page):
        if each.chosen and each.chosen not in page.names:
            errors[each.name] = f"The file has no column “{each.chosen}” any more."
        elif not each.chosen and each.none == "Choose a column":
            errors[each.name] = "Choose the column."
    _check_twice(page)
    _check_rows(page)
    if mapping.across and not page.days:
        errors["across"] = "No column of this file is named by a date."
    if mapping.across and measure.data_kind is DataKind.EVENTS:
        errors["across"] = "Event dates stand one a row."
    if page.question is not None and not mapping.date_format:
        error = "Say which it is: the file does not tell."
        page.question = replace(page.question, error=error)
        errors["date_format"] = error
    return not errors


def _check_twice(page: ColumnsPage) -> None:
    seen: dict[str, str] = {}
    for each in _choices(page):
        if each.chosen and each.name not in page.errors:
            first = seen.setdefault(each.chosen, each.label)
            if first != each.label:
                page.errors[each.name] = f"“{each.chosen}” is the column of “{first}” already."


def _check_rows(page: ColumnsPage) -> None:
    mapping, errors = page.mapping, page.errors
    if mapping.filter_column and mapping.filter_column not in page.names:
        errors["filter_column"] = "Choose one of the file's columns."
    if mapping.filter_text and not mapping.filter_column:
        errors["filter_column"] = "Choose the column in which this text stands."
    if mapping.stratum and mapping.breakdown not in {each.id for each in page.breakdowns}:
        if len(page.breakdowns) == 1:
            page.mapping = replace(mapping, breakdown=page.breakdowns[0].id)
        else:
            errors["breakdown"] = "Say what the groups are of."
