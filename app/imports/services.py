"""Storing what a file says: all of it or nothing. Flushes, never commits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from app import audit, clock
from app.accounts.models import User
from app.extensions import db
from app.imports.problems import Problems, refuse
from app.imports.reading import Columns, Entry, Reader, Reading, Tick
from app.imports.table import read_table
from app.measures import periods
from app.measures.models import (
    DataKind,
    Measure,
    Observation,
    ObservationCorrection,
    Series,
)
from app.teams.models import Team

BATCH = 2000

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


@dataclass(frozen=True, slots=True)
class _Stored:
    observation_id: int
    value: float
    denominator: float | None


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
    """Read a CSV file and store its observations of `measure`.

    Raises
    ------
    WrongFileError
        With every problem that was found, its row and column; nothing is stored then.
    """
    _check_columns(measure, columns)
    table = read_table(data)
    reader = Reader(table, columns, measure, wishes.where, wishes.date_format)
    with progress(f"Reading {measure.slug}", table.about) as tick:
        reading = reader.read(tick)
    problems = Problems()
    teams, created_teams = _teams(measure, reading, columns, wishes, problems)
    problems.stop_if_any()
    series = _series(measure, teams)
    stored = _stored(measure)
    new, changed = [], []
    for (team, period), entry in sorted(reading.entries.items()):
        one = series[teams[team].id]
        if one.ended_on is not None and period > one.ended_on:
            text = f"{teams[team].name} stopped collecting these data before then."
            problems.add(text, entry.row, columns.period)
        before = stored.get((one.id, period))
        if before is None:
            new.append((one.id, period, entry))
        elif (before.value, before.denominator) != (entry.value, entry.denominator):
            changed.append((before.observation_id, entry))
            if not wishes.update:
                problems.add(_conflict(measure, period, before), entry.row, columns.value)
    problems.stop_if_any()
    with progress(f"Storing {measure.slug}", len(new) + len(changed)) as tick:
        _insert(new, actor, tick)
        _correct(changed, actor, f"Import of {source}", tick)
    days = [period for _, period in reading.entries]
    report = Report(
        rows=reading.rows,
        filtered_out=reading.filtered_out,
        blank=reading.blank,
        nobody=reading.nobody,
        summed=sum(entry.rows - 1 for entry in reading.entries.values()),
        teams=len(teams),
        teams_created=created_teams,
        first=min(days, default=None),
        last=max(days, default=None),
        created=len(new),
        updated=len(changed),
        unchanged=len(reading.entries) - len(new) - len(changed),
    )
    if new or changed:
        _keep_record(measure, report, source, actor)
    return report


def _keep_record(measure: Measure, report: Report, source: str, actor: User | None) -> None:
    after = {
        "file": source,
        "new": report.created,
        "changed": report.updated,
        "teams made": report.teams_created,
    }
    audit.record(actor, "import observations", measure, network=measure.network, after=after)


def slug_of(text: str) -> str:
    """The part of an address that names `text`: "St. Ann's" gives "st-ann-s"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _check_columns(measure: Measure, columns: Columns) -> None:
    if measure.data_kind in {DataKind.SUBGROUP, DataKind.EVENTS}:
        raise refuse(
            f'"{measure.name}" is kept as {measure.data_kind.value}; a table has one number a '
            "period. Enter it on the measure's page."
        )
    if measure.has_denominator and columns.denominator is None:
        raise refuse(
            f'"{measure.name}" is a {measure.data_kind.value}. '
            "Name both columns, with --numerator and --denominator."
        )
    if not measure.has_denominator and columns.denominator is not None:
        raise refuse(
            f'"{measure.name}" is a {measure.data_kind.value} and has no denominator. '
            "Name its column with --value."
        )


def _teams(
    measure: Measure, reading: Reading, columns: Columns, wishes: Wishes, problems: Problems
) -> tuple[dict[str, Team], int]:
    """The team of every text in the team column, made where that is wished."""
    existing = db.session.scalars(select(Team).where(Team.network_id == measure.network_id)).all()
    by_slug = {team.slug: team for team in existing}
    by_name = {team.name.casefold(): team for team in existing}
    rows: dict[str, int] = {}
    for (text, _), entry in reading.entries.items():
        rows.setdefault(text, entry.row)
    found: dict[str, Team] = {}
    claimed: dict[str, str] = {}
    created = 0
    for text, row in sorted(rows.items()):
        slug, name = slug_of(text), reading.names.get(text) or f"{wishes.team_prefix}{text}"
        team = by_name.get(text.casefold()) or by_slug.get(slug) or by_name.get(name.casefold())
        if team is None and wishes.create_teams:
            fault = _unfit(slug, name, text)
            if fault:
                problems.add(fault, row, columns.team)
                continue
            team = Team(network_id=measure.network_id, slug=slug, name=name)
            by_slug[slug] = team
            created += 1
        if team is None:
            said = f'The network has no team "{text}". With --create-teams it is made.'
            problems.add(said, row, columns.team)
        elif claimed.setdefault(team.slug, text) != text:
            said = f'"{text}" and "{claimed[team.slug]}" are one team, {team.name}.'
            problems.add(said, row, columns.team)
        elif measure.team_id is not None and team.id != measure.team_id:
            problems.add(f'"{measure.name}" is another team\'s own measure.', row, columns.team)
        else:
            found[text] = team
    if problems.total == 0:
        db.session.add_all(found.values())
        db.session.flush()
    return found, created


def _unfit(slug: str, name: str, text: str) -> str | None:
    if not slug:
        return f'"{text}" has no letters or digits to make an address of.'
    if len(slug) > 80 or len(name) > 120:
        return f'"{text[:40]}…" is too long for a team\'s name.'
    return None


def _series(measure: Measure, teams: dict[str, Team]) -> dict[int, Series]:
    """Every team's series of the measure, begun where there was none."""
    existing = db.session.scalars(select(Series).where(Series.measure_id == measure.id))
    found = {series.team_id: series for series in existing}
    for team in teams.values():
        if team.id not in found:
            found[team.id] = Series(team_id=team.id, measure_id=measure.id)
            db.session.add(found[team.id])
    db.session.flush()
    return found


def _stored(measure: Measure) -> dict[tuple[int, date], _Stored]:
    query = (
        select(
            Observation.series_id,
            Observation.period,
            Observation.id,
            Observation.value,
            Observation.denominator,
        )
        .join(Series)
        .where(Series.measure_id == measure.id)
    )
    return {
        (series_id, period): _Stored(observation_id, value, denominator)
        for series_id, period, observation_id, value, denominator in db.session.execute(query)
    }


def _conflict(measure: Measure, period: date, before: _Stored) -> str:
    stored = f"{before.value:g}"
    if before.denominator is not None:
        stored += f" of {before.denominator:g}"
    when = periods.name(period, measure.frequency)
    return f"{when} is stored as {stored}. With --update the file's numbers replace it."


def _insert(new: list[tuple[int, date, Entry]], actor: User | None, tick: Tick) -> None:
    moment = clock.now()
    for start in range(0, len(new), BATCH):
        rows: list[dict[str, Any]] = [
            {
                "series_id": series_id,
                "period": period,
                "value": entry.value,
                "denominator": entry.denominator,
                "note": "",
                "entered_by_id": actor.id if actor else None,
                "entered_at": moment,
                "version": 1,
            }
            for series_id, period, entry in sorted(new[start : start + BATCH], key=_order)
        ]
        db.session.execute(insert(Observation), rows)
        tick(len(rows))


def _order(row: tuple[int, date, Entry]) -> tuple[int, date]:
    return row[0], row[1]


def _correct(changed: list[tuple[int, Entry]], actor: User | None, reason: str, tick: Tick) -> None:
    for start in range(0, len(changed), BATCH):
        batch = dict(changed[start : start + BATCH])
        found = db.session.scalars(select(Observation).where(Observation.id.in_(batch)))
        for observation in found:
            entry = batch[observation.id]
            db.session.add(
                ObservationCorrection(
                    observation_id=observation.id,
                    old_value=observation.value,
                    old_denominator=observation.denominator,
                    old_note=observation.note,
                    reason=reason,
                    corrected_by=actor,
                    corrected_at=clock.now(),
                )
            )
            observation.value = entry.value
            observation.denominator = entry.denominator
        db.session.flush()
        tick(len(batch))
