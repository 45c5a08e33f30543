"""The page that checks a file: what would be new, changed and unchanged, and what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from app.imports.across import DENOMINATOR, PERIOD, VALUE, melt
from app.imports.browser.models import PendingImport
from app.imports.browser.place import Place
from app.imports.columns import Columns, Mapping, read_mapping
from app.imports.plan import Item, Plan
from app.imports.problems import Problem, Problems, WrongFileError
from app.imports.services import Wishes, make_plan
from app.imports.table import Table, open_table
from app.imports.teams import TeamWishes
from app.imports.wording import PAGE, PAGE_OF_ANY_TEAM
from app.measures import periods
from app.measures.models import DataKind, Frequency, Measure
from app.strata.queries import breakdowns_of_measure
from app.templating import number

MOST_PROBLEMS = 1000
MOST_CHANGES = 200
MOST_TEAMS = 100


@dataclass(frozen=True, slots=True)
class TeamLine:
    """What the file brings for one team."""

    name: str
    new: int
    changed: int
    span: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A stored number that would be replaced; `stored` is empty where it is not the reader's."""

    team: str
    period: str
    group: str
    stored: str
    file: str
    row: int


@dataclass(slots=True)
class CheckPage:
    """What the page shows."""

    place: Place
    pending: PendingImport
    mapping: Mapping
    problems: tuple[Problem, ...] = ()
    problems_total: int = 0
    plan: Plan | None = None
    digest: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    name: str = ""
    moved: bool = False
    """Whether what is stored changed since the page was shown."""

    @property
    def can_store(self) -> bool:
        return self.plan is not None and not self.problems_total and self.does_anything

    @property
    def does_anything(self) -> bool:
        return self.plan is not None and bool(self.plan.new or self.plan.changed)

    @property
    def unknown_teams(self) -> tuple[str, ...]:
        """Texts that name no team of the network."""
        return self.plan.teams.unknown if self.plan is not None else ()

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Rows of teams that are not taken, by what the file calls them."""
        found = self.plan.reading.left_out if self.plan is not None else {}
        return sorted(found.items())

    @property
    def teams(self) -> list[TeamLine]:
        return _team_lines(self.plan) if self.plan is not None else []

    @property
    def changes(self) -> list[ChangeLine]:
        if self.plan is None:
            return []
        items = sorted(self.plan.changed, key=lambda each: each.entry.row)[:MOST_CHANGES]
        # What is stored is the team's own; the backbone may not see all of it on its charts.
        return [
            _change(self.plan.measure, each, shows=self.place.team is not None) for each in items
        ]


def check_file(place: Place, pending: PendingImport) -> CheckPage:
    """Read all of the file and compare it with what is stored."""
    mapping = read_mapping(pending.mapping)
    page = CheckPage(place, pending, mapping, name=pending.mapping_name)
    problems = Problems(MOST_PROBLEMS)
    try:
        page.plan = _plan(place, pending, mapping, problems)
    except WrongFileError as error:
        page.problems, page.problems_total = error.problems, error.total
        return page
    if problems.total == 0 and not page.does_anything and page.plan.unchanged == 0:
        problems.add(_nothing(page))
    page.problems = tuple(sorted(problems.shown, key=lambda each: each.row or 0))
    page.problems_total, page.digest = problems.total, page.plan.digest()
    return page


def _plan(place: Place, pending: PendingImport, mapping: Mapping, problems: Problems) -> Plan:
    measure, table = pending.measure, open_table(pending.text, mapping.header_row)
    if mapping.across:
        table, columns = _across(measure, table, mapping)
    else:
        columns = Columns(
            team=mapping.team or None,
            period=mapping.period,
            value=mapping.value or None,
            denominator=mapping.denominator or None if measure.has_denominator else None,
            stratum=mapping.stratum or None,
        )
    where = ((mapping.filter_column, mapping.filter_text),) if mapping.filter_column else ()
    chosen = [each for each in breakdowns_of_measure(measure) if each.id == mapping.breakdown]
    wishes = Wishes(
        where=where,
        date_format=mapping.date_format or None,
        breakdown=chosen[0] if chosen and mapping.stratum else None,
        note=mapping.note,
    )
    teams = TeamWishes(leave_out_unknown=mapping.leave_out_unknown, only=place.team)
    return make_plan(
        table,
        measure=measure,
        columns=columns,
        wishes=wishes,
        teams=teams,
        problems=problems,
        wording=PAGE if place.team is not None else PAGE_OF_ANY_TEAM,
    )


def _across(measure: Measure, table: Table, mapping: Mapping) -> tuple[Table, Columns]:
    below = measure.has_denominator
    table = melt(
        table,
        pattern=mapping.date_format,
        part=mapping.part,
        numerator=measure.numerator_label,
        denominator=measure.denominator_label,
        has_below=below,
    )
    columns = Columns(
        team=mapping.team or None,
        period=PERIOD,
        value=VALUE,
        denominator=DENOMINATOR if below else None,
        stratum=mapping.stratum or None,
    )
    return table, columns


def _nothing(page: CheckPage) -> str:
    if page.left_out and page.place.team is not None:
        there = ", ".join(f"“{text}”" for text, _ in page.left_out[:8])
        return (
            f"No row names {page.place.team.name}. The column “{page.mapping.team}” says {there}. "
            "Choose another column of the team, or say that all rows are yours."
        )
    if page.left_out:
        return "All rows are of teams that the network does not know."
    return "The file has no numbers in the columns that are read."


def _team_lines(plan: Plan) -> list[TeamLine]:
    new = Counter(each.team.name for each in plan.new if each.stratum is None)
    changed = Counter(each.team.name for each in plan.changed)
    days: dict[str, list[date]] = {}
    for text, period, _ in plan.reading.entries:
        if text in plan.teams.found:
            days.setdefault(plan.teams.found[text].name, []).append(period)
    frequency = plan.measure.frequency
    return [
        TeamLine(name, new[name], changed[name], _span(found, frequency))
        for name, found in sorted(days.items())[:MOST_TEAMS]
    ]


def _span(days: list[date], frequency: Frequency) -> str:
    first, last = (periods.name(day, frequency) for day in (min(days), max(days)))
    return first if first == last else f"{first} to {last}"


def _change(measure: Measure, item: Item, *, shows: bool) -> ChangeLine:
    before = item.before
    return ChangeLine(
        item.team.name,
        periods.name(item.period, measure.frequency),
        item.stratum.name if item.stratum is not None else "",
        _words(measure, before.value, before.denominator, before.raw) if before and shows else "",
        _words(measure, item.entry.value, item.entry.denominator, item.entry.raw),
        item.entry.row,
    )


def _words(measure: Measure, value: float, below: float | None, raw: list[float] | None) -> str:
    if raw is not None:
        return ", ".join(number(each) for each in raw)
    if measure.data_kind is DataKind.EVENTS:
        return f"{number(below)} cases" if below is not None else "an event"
    return f"{number(value)} of {number(below)}" if below is not None else number(value)
