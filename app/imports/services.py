"""Reading a file into a plan, and storing it: all of it or nothing. Flushes, never commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date

from app import audit
from app.accounts.models import User
from app.extensions import db
from app.imports.columns import Columns
from app.imports.plan import Item as PlanItem
from app.imports.plan import Plan, check_periods, known_series, stored_strata, stored_wholes
from app.imports.problems import Problems, refuse
from app.imports.reading import Reader, Reading, Tick
from app.imports.source import read_source
from app.imports.storing import store_plan
from app.imports.strata import plan_strata
from app.imports.table import Table, open_table
from app.imports.teams import Teams, TeamWishes, match_teams
from app.imports.wording import COMMAND, Wording
from app.measures import periods
from app.measures.models import DataKind, Measure
from app.strata.histories import KINDS
from app.strata.models import Breakdown

Progress = Callable[[str, int], AbstractContextManager[Tick]]
"""Shows how far a step with this name and number of parts has come."""


@contextmanager
def silently(_step: str, _parts: int) -> Iterator[Tick]:
    """Show no progress."""
    yield lambda _done: None


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be read and stored."""

    where: tuple[tuple[str, str], ...] = ()
    date_format: str | None = None
    create_teams: bool = False
    team_prefix: str = ""
    """Stands before the team column's text where a team made of it has no other name."""
    update: bool = False
    breakdown: Breakdown | None = None
    """What the stratum column's texts are groups of."""
    note: str = ""
    """Who is missing where groups add up to less than the whole."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what became of it."""

    rows: int
    filtered_out: int
    blank: int
    nobody: int
    summed: int
    """Rows that were added to another row of the same team and period."""
    teams: int
    teams_created: int
    first: date | None
    last: date | None
    created: int
    updated: int
    unchanged: int


def import_observations(
    data: bytes,
    *,
    source: str,
    measure: Measure,
    columns: Columns,
    wishes: Wishes,
    actor: User | None = None,
    progress: Progress = silently,
) -> Report:
    """Read a CSV, TSV or XLSX file and store its observations of `measure`.

    Raises
    ------
    WrongFileError
        With every problem that was found, its row and column; nothing is stored then.
    """
    problems = Problems()
    plan = make_plan(
        open_table(read_source(data).text),
        measure=measure,
        columns=columns,
        wishes=wishes,
        teams=TeamWishes(wishes.create_teams, wishes.team_prefix),
        problems=problems,
        progress=progress,
    )
    if not wishes.update:
        for item in plan.changed:
            problems.add(_conflict(measure, item), item.entry.row, columns.value)
    problems.stop_if_any()
    return carry_out(
        plan,
        actor,
        source=source,
        reason=f"Import of {source}",
        note=wishes.note,
        progress=progress,
    )


def make_plan(
    table: Table,
    *,
    measure: Measure,
    columns: Columns,
    wishes: Wishes,
    teams: TeamWishes,
    problems: Problems,
    wording: Wording = COMMAND,
    progress: Progress = silently,
) -> Plan:
    """Read a table and compare it with what is stored; what is wrong is put into `problems`.

    Raises
    ------
    WrongFileError
        Where the file cannot be read any further.
    """
    _check_columns(measure, columns, wishes, wording)
    reader = Reader(
        table,
        columns,
        measure,
        wishes.where,
        wishes.date_format,
        problems,
        wording,
        teams.is_meant(measure.network_id) if columns.team is not None else None,
    )
    with progress(f"Reading {measure.slug}", table.about) as tick:
        reading = reader.read(tick)
    rows: dict[str, int] = {}
    for (text, _, _), entry in reading.entries.items():
        rows.setdefault(text, entry.row)
    found = match_teams(measure, rows, reading.names, columns.team, teams, problems, wording)
    return _compare(measure, reading, found, columns, wishes, problems, wording)


def _compare(
    measure: Measure,
    reading: Reading,
    teams: Teams,
    columns: Columns,
    wishes: Wishes,
    problems: Problems,
    wording: Wording,
) -> Plan:
    with db.session.no_autoflush:  # teams to be made are stored with the rest, or not at all
        plan = Plan(measure, reading, teams)
        series = known_series(measure, teams.found.values())
        wholes = stored_wholes(measure, series.values())
        if wishes.breakdown is not None:
            plan_strata(
                plan,
                wishes.breakdown,
                series,
                wholes,
                stored_strata(wishes.breakdown.strata, series.values()),
                column=columns.stratum or "",
                note=wishes.note,
                problems=problems,
                wording=wording,
            )
        else:
            for (text, period, _), entry in sorted(reading.entries.items()):
                team = teams.found.get(text)
                if team is not None:
                    before = wholes.get((team.id, period)) if team.id in series else None
                    plan.put(PlanItem(team, period, entry, None, before))
        check_periods(plan, series, problems, columns.period)
    return plan


def carry_out(
    plan: Plan,
    actor: User | None,
    *,
    source: str,
    reason: str,
    note: str = "",
    progress: Progress = silently,
) -> Report:
    """Store what a plan says, and keep a record of it."""
    measure = plan.measure
    with progress(f"Storing {measure.slug}", len(plan.new) + len(plan.changed)) as tick:
        store_plan(plan, actor, reason=reason, note=note, tick=tick)
    report = report_of(plan)
    if plan.new or plan.changed:
        audit.record(
            actor,
            "import observations",
            measure,
            network=measure.network,
            after={
                "file": source,
                "new": report.created,
                "changed": report.updated,
                "teams made": report.teams_created,
            },
            why=reason if plan.changed else "",
        )
    return report


def report_of(plan: Plan) -> Report:
    """A plan in numbers."""
    reading, days = plan.reading, plan.days
    return Report(
        rows=reading.rows,
        filtered_out=reading.filtered_out,
        blank=reading.blank,
        nobody=reading.nobody,
        summed=sum(entry.rows - 1 for entry in reading.entries.values()),
        teams=len(plan.teams.found),
        teams_created=plan.teams.made,
        first=min(days, default=None),
        last=max(days, default=None),
        created=len(plan.new),
        updated=len(plan.changed),
        unchanged=plan.unchanged,
    )


def _check_columns(measure: Measure, columns: Columns, wishes: Wishes, wording: Wording) -> None:
    kind = measure.data_kind
    if measure.retired_at is not None:
        raise refuse(f'"{measure.name}" is retired; what is stored can be read and corrected.')
    if columns.value is None and kind is not DataKind.EVENTS:
        raise refuse(f'"{measure.name}" is a {kind.value}. {wording.value_column}')
    if measure.has_denominator and columns.denominator is None:
        raise refuse(f'"{measure.name}" is a {kind.value}. {wording.both_columns}')
    if not measure.has_denominator and columns.denominator is not None:
        raise refuse(
            f'"{measure.name}" is a {kind.value} and has no denominator. {wording.value_column}'
        )
    if wishes.breakdown is not None and kind not in KINDS:
        raise refuse(
            f'"{measure.name}" is a {kind.value}: groups of it do not add up to the whole, so '
            "it is not kept by group."
        )


def _conflict(measure: Measure, item: PlanItem) -> str:
    before = item.before
    stored = f"{before.value:g}" if before else ""
    if before is not None and before.denominator is not None:
        stored += f" of {before.denominator:g}"
    when = periods.name(item.period, measure.frequency)
    of = f" of {item.stratum.name}" if item.stratum else ""
    return f"{when}{of} is stored as {stored}. With --update the file's numbers replace it."
