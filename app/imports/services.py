"""Reading a file into a plan, and storing it: all of it or nothing. Flushes, never commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from app import audit
from app.accounts.models import User
from app.extensions import db
from app.imports.columns import Columns
from app.imports.doing import Doing, Report, doing_of
from app.imports.entries import Entry
from app.imports.plan import Item as PlanItem
from app.imports.plan import (
    Plan,
    Stored,
    check_periods,
    known_series,
    stored_strata,
    stored_wholes,
)
from app.imports.problems import Problems, refuse
from app.imports.progress import (
    COMPARING,
    Progress,
    Step,
    Steps,
    finish,
    silently,
    without_collecting,
)
from app.imports.reading import Reader, Reading
from app.imports.source import read_source
from app.imports.storing import store
from app.imports.strata import plan_strata
from app.imports.table import Table, open_table
from app.imports.teams import Teams, TeamWishes, match_teams
from app.imports.unseen import leave_out_unseen
from app.imports.wording import COMMAND, Wording
from app.measures import periods
from app.measures.models import DataKind, Measure, Series
from app.strata.histories import KINDS
from app.strata.models import Breakdown


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
    steps = make_plan(
        open_table(read_source(data).text),
        measure=measure,
        columns=columns,
        wishes=wishes,
        teams=TeamWishes(wishes.create_teams, wishes.team_prefix),
        problems=problems,
    )
    plan = finish(steps, progress, measure.slug)
    if not wishes.update:
        for item in plan.changed:
            problems.add(_conflict(measure, item), item.entry.row, columns.value)
    problems.stop_if_any()
    db.session.add_all(plan.teams.found.values())
    db.session.flush()
    doing = doing_of(plan)
    reason = f"Import of {source}"
    steps_to_store = carry_out(
        doing, measure, actor, source=source, reason=reason, note=wishes.note
    )
    finish(steps_to_store, progress, measure.slug)
    return doing.report


def make_plan(
    table: Table,
    *,
    measure: Measure,
    columns: Columns,
    wishes: Wishes,
    teams: TeamWishes,
    problems: Problems,
    wording: Wording = COMMAND,
) -> Steps[Plan]:
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
    with without_collecting():
        reading = yield from reader.read()
        yield Step(COMPARING, 1, 1)
        return _match(measure, reading, columns, wishes, teams, problems, wording)


def _match(
    measure: Measure,
    reading: Reading,
    columns: Columns,
    wishes: Wishes,
    teams: TeamWishes,
    problems: Problems,
    wording: Wording,
) -> Plan:
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
        plan = Plan(measure, reading, teams, leaves_notes=not wording.tells_stored)
        series = known_series(measure, teams.found.values())
        wholes = stored_wholes(measure, series.values())
        if not wording.tells_stored:
            leave_out_unseen(plan, wishes.breakdown, series, wholes)
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
            _put_wholes(plan, series, wholes)
        check_periods(plan, series, problems, columns.period)
    return plan


def _put_wholes(
    plan: Plan, series: dict[int, Series], wholes: dict[tuple[int, date], Stored]
) -> None:
    """Put every entry into the plan, team by team and in order of time."""
    by_text: dict[str, list[tuple[date, Entry]]] = {}
    for (text, period, _), entry in plan.reading.entries.items():
        by_text.setdefault(text, []).append((period, entry))
    for text in sorted(by_text):
        team = plan.teams.found.get(text)
        if team is None:
            continue
        team_id, own = team.id, sorted(by_text[text], key=itemgetter(0))
        if team_id not in series:
            plan.new += [PlanItem(team, period, entry) for period, entry in own]
            continue
        for period, entry in own:
            plan.put(PlanItem(team, period, entry, None, wholes.get((team_id, period))))


def carry_out(
    doing: Doing, measure: Measure, actor: User | None, *, source: str, reason: str, note: str = ""
) -> Steps[None]:
    """Store what a plan does, and keep a record of it."""
    with without_collecting():
        yield from store(doing, measure, actor, reason=reason, note=note)
    report = doing.report
    if report.created or report.updated:
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
            why=reason if report.updated else "",
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
    if columns.events is not None and kind is not DataKind.EVENTS:
        raise refuse(f'"{measure.name}" is a {kind.value}. Only dates of events have their number.')
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
