"""The page that checks a file: what would be new, changed and unchanged, and what is wrong."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from app.guarded import GuardedTexts
from app.identifiers import Suspicion, suspicions
from app.imports.across import DENOMINATOR, PERIOD, VALUE, melt
from app.imports.browser.models import PendingImport
from app.imports.browser.place import Place
from app.imports.columns import Columns, Mapping, read_mapping
from app.imports.doing import doing_of, pack
from app.imports.doubtful import doubtful
from app.imports.plan import Item, Plan
from app.imports.problems import Problem, Problems, WrongFileError
from app.imports.progress import Steps
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
MOST_SUSPECTED = 100


@dataclass(frozen=True, slots=True)
class TeamLine:
    """What the file brings for one team."""

    name: str
    new: int
    changed: int
    span: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A number that would be stored; `stored` is what it replaces, empty where that is not the
    reader's or where it is new.
    """

    team: str
    period: str
    group: str
    stored: str
    file: str
    row: int
    note: str = ""
    """What the file notes about it."""
    stored_note: str = ""
    """The note that takes the place of, empty where that is not the reader's."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the page says of a plan: plain values, so that it can be kept until it is stored."""

    new: int
    changed: int
    unchanged: int
    rows: int
    filtered_out: int
    blank: int
    nobody: int
    summed_wholes: int
    teams_found: int
    unknown_teams: tuple[str, ...]
    """Texts that name no team of the network."""
    left_out: tuple[tuple[str, int], ...]
    """Rows of teams that are not taken, by what the file calls them."""
    teams: tuple[TeamLine, ...]
    changes: tuple[ChangeLine, ...]
    summed: int = 0
    """Rows that were added to another of the same team and period."""
    summed_example: str = ""
    """One such period, and how many rows it has."""
    news: tuple[ChangeLine, ...] = ()
    """What would be new of one team."""
    unseen: int = 0
    """Periods left as they are stored, since the reader may not see that."""
    lone_notes: int = 0
    """Notes without a number beside them, which are not stored."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a check: what is wrong, what would change, and what would be stored."""

    problems: tuple[Problem, ...]
    problems_total: int
    summary: Summary | None = None
    packed: bytes = b""
    """What would be stored; empty where nothing can be."""
    doubts: tuple[Problem, ...] = ()
    """What may be a slip, and can be stored all the same."""
    suspected: tuple[Suspicion, ...] = ()
    """What looks like a patient's identifier among the notes."""
    undoubted: int = 0
    """Numbers among which no slips were looked for, since they are too many."""

    @property
    def digest(self) -> str:
        """What would be stored, in short: the same digest is the same doing."""
        return hashlib.sha256(self.packed).hexdigest() if self.packed else ""

    @property
    def does_anything(self) -> bool:
        return self.summary is not None and bool(self.summary.new or self.summary.changed)

    @property
    def can_store(self) -> bool:
        return not self.problems_total and self.does_anything


@dataclass(slots=True)
class CheckPage:
    """What the page shows."""

    place: Place
    pending: PendingImport
    mapping: Mapping
    checked: Checked
    errors: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    name: str = ""
    guard: GuardedTexts | None = None
    """Where a text may tell who a patient is: what asks about it."""
    moved: bool = False
    """Whether what is stored changed since the page was shown."""


def check_page(place: Place, pending: PendingImport, checked: Checked) -> CheckPage:
    """The page of a check."""
    mapping = read_mapping(pending.mapping)
    return CheckPage(place, pending, mapping, checked, name=pending.mapping_name)


def check_file(place: Place, pending: PendingImport) -> Steps[Checked]:
    """Read all of the file and compare it with what is stored."""
    mapping = read_mapping(pending.mapping)
    problems = Problems(MOST_PROBLEMS)
    try:
        plan = yield from _plan(place, pending, mapping, problems)
    except WrongFileError as error:
        return Checked(error.problems, error.total)
    summary = _summary(place, plan)
    doubts = doubtful(plan, place.team)
    does_anything = bool(plan.new or plan.changed)
    if problems.total == 0 and not does_anything and plan.unchanged == plan.unseen == 0:
        problems.add(_nothing(place, mapping, summary))
    wrong = tuple(sorted(problems.shown, key=lambda each: each.row or 0))
    packed = pack(doing_of(plan)) if does_anything and not problems.total else b""
    return Checked(
        wrong, problems.total, summary, packed, doubts.found, _suspected(plan), doubts.unread
    )


def _suspected(plan: Plan) -> tuple[Suspicion, ...]:
    """What looks like an identifier in the notes that would be stored, each with its row."""
    noted = ((each.entry.row, each.entry.note) for each in (*plan.new, *plan.changed))
    found = (
        replace(each, place=f"Row {row}")
        for row, note in sorted(noted)
        if note
        for each in suspicions([note])
    )
    return tuple(islice(found, MOST_SUSPECTED))


def _summary(place: Place, plan: Plan) -> Summary:
    reading = plan.reading
    changes = sorted(plan.changed, key=lambda each: each.entry.row)[:MOST_CHANGES]
    news = sorted(plan.new, key=lambda each: each.period)[:MOST_CHANGES] if place.team else []
    return Summary(
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        rows=reading.rows,
        filtered_out=reading.filtered_out,
        blank=reading.blank,
        news=tuple(_change(plan.measure, each, shows=True) for each in news),
        unseen=plan.unseen,
        lone_notes=reading.lone_notes,
        summed=sum(entry.rows - 1 for entry in reading.entries.values()),
        summed_example=_example_of_summed(plan),
        nobody=reading.nobody,
        summed_wholes=plan.summed_wholes,
        teams_found=len(plan.teams.found),
        unknown_teams=plan.teams.unknown,
        left_out=tuple(sorted(reading.left_out.items())),
        teams=_team_lines(plan),
        # What is stored is the team's own; the backbone may not see all of it on its charts.
        changes=tuple(
            _change(plan.measure, each, shows=place.team is not None) for each in changes
        ),
    )


def _plan(
    place: Place, pending: PendingImport, mapping: Mapping, problems: Problems
) -> Steps[Plan]:
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
            events=mapping.events or None if measure.data_kind is DataKind.EVENTS else None,
            note=mapping.note_column or None,
        )
    where = ((mapping.filter_column, mapping.filter_text),) if mapping.filter_column else ()
    chosen = [each for each in breakdowns_of_measure(measure) if each.id == mapping.breakdown]
    wishes = Wishes(
        where=where,
        date_format=mapping.date_format or None,
        breakdown=chosen[0] if chosen and mapping.stratum else None,
        note=mapping.note,
    )
    only = TeamWishes(leave_out_unknown=mapping.leave_out_unknown, only=place.team)
    steps = make_plan(
        table,
        measure=measure,
        columns=columns,
        wishes=wishes,
        teams=only,
        problems=problems,
        wording=PAGE if place.team is not None else PAGE_OF_ANY_TEAM,
    )
    return (yield from steps)


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


def _nothing(place: Place, mapping: Mapping, summary: Summary) -> str:
    if summary.left_out and place.team is not None:
        there = ", ".join(f"“{text}”" for text, _ in summary.left_out[:8])
        return (
            f"No row names {place.team.name}. The column “{mapping.team}” says {there}. "
            "Choose another column of the team, or say that all rows are yours."
        )
    if summary.left_out:
        return "All rows are of teams that the network does not know."
    return "The file has no numbers in the columns that are read."


def _team_lines(plan: Plan) -> tuple[TeamLine, ...]:
    new = Counter(each.team for each in plan.new if each.stratum is None)
    changed = Counter(each.team for each in plan.changed)
    read = {text for text, _, _ in plan.reading.entries} & plan.teams.found.keys()
    shown = sorted(read, key=lambda text: (plan.teams.found[text].name, text))[:MOST_TEAMS]
    days: dict[str, list[date]] = {text: [] for text in shown}
    for text, period, _ in plan.reading.entries:
        if text in days:
            days[text].append(period)
    frequency = plan.measure.frequency
    return tuple(
        TeamLine(team.name, new[team], changed[team], _span(min(own), max(own), frequency))
        for team, own in ((plan.teams.found[text], own) for text, own in days.items())
    )


def _example_of_summed(plan: Plan) -> str:
    """The period with the most rows, in words; empty where each has one."""
    most = max(plan.reading.entries.items(), key=lambda each: each[1].rows, default=None)
    if most is None or most[1].rows == 1:
        return ""
    (_, period, group), entry = most
    name = periods.name(period, plan.measure.frequency)
    return f"{name}{f', {group},' if group else ''} is made of {entry.rows:,} rows"


def _span(begin: date, end: date, frequency: Frequency) -> str:
    first, last = (periods.name(day, frequency) for day in (begin, end))
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
        item.entry.note,
        before.note if before and shows and item.entry.note != before.note else "",
    )


def _words(measure: Measure, value: float, below: float | None, raw: list[float] | None) -> str:
    if raw is not None:
        return ", ".join(number(each) for each in raw)
    if measure.data_kind is DataKind.EVENTS:
        many = "an event" if value == 1 else f"{number(value)} events"
        return f"{many}, {number(below)} cases" if below is not None else many
    return f"{number(value)} of {number(below)}" if below is not None else number(value)
