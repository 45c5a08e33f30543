"""What a file would change: which numbers are new, which differ, which are there already."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import func, select

from app.extensions import db
from app.imports.entries import Entry
from app.imports.problems import Problems
from app.imports.reading import Reading
from app.imports.teams import Teams
from app.measures import periods
from app.measures.accepting import LONGEST_GAP
from app.measures.kinds import between_is_cases
from app.measures.models import Measure, Observation, Series
from app.strata.models import Stratum, StratumObservation
from app.teams.models import Team


class Stored(NamedTuple):
    """Numbers as they are stored."""

    id: int
    value: float
    denominator: float | None
    raw: list[float] | None = None
    note: str = ""

    def says(self, entry: Entry) -> bool:
        """Whether the file says the same; a file without a note leaves the stored one."""
        return (self.value, self.denominator, self.raw, entry.note or self.note) == (
            entry.value,
            entry.denominator,
            entry.raw,
            self.note,
        )


class Item(NamedTuple):
    """One number of a plan: whose, when, of which stratum, and what was stored before."""

    team: Team
    period: date
    entry: Entry
    stratum: Stratum | None = None
    before: Stored | None = None


@dataclass(slots=True)
class Plan:
    """Everything that would be stored."""

    measure: Measure
    reading: Reading
    teams: Teams
    new: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    unchanged: int = 0
    summed_wholes: int = 0
    """Wholes that are the sum of their strata, where neither the file nor the store has them."""
    unseen: int = 0
    """Periods of teams that are left as they are stored, since who imports may not see that."""
    leaves_notes: bool = False
    """Whether notes of stored numbers are left as they are: who imports may not read them."""

    def put(self, item: Item) -> None:
        """Sort an item by what is stored."""
        if item.before is not None and self.leaves_notes:
            item.entry.note = ""
        if item.before is None:
            self.new.append(item)
        elif item.before.says(item.entry):
            self.unchanged += 1
        else:
            self.changed.append(item)

    @property
    def days(self) -> list[date]:
        return [period for (text, period, _) in self.reading.entries if text in self.teams.found]


def known_series(measure: Measure, teams: Iterable[Team]) -> dict[int, Series]:
    """The series of these teams that there are, by the teams' ids."""
    wanted = {team.id for team in teams if team.id is not None}
    existing = db.session.scalars(select(Series).where(Series.measure_id == measure.id))
    return {each.team_id: each for each in existing if each.team_id in wanted}


def stored_wholes(measure: Measure, only: Iterable[Series]) -> dict[tuple[int, date], Stored]:
    """What is stored of the whole teams, by team and period."""
    wanted = {series.id: series.team_id for series in only}
    query = (
        select(
            Observation.series_id,
            Observation.period,
            Observation.id,
            Observation.value,
            Observation.denominator,
            Observation.raw,
            Observation.note,
        )
        .join(Series)
        .where(Series.measure_id == measure.id)
    )
    if len(wanted) == 1:
        query = query.where(Series.id == next(iter(wanted)))
    return {
        (wanted[series_id], period): Stored(number, value, below, raw, note)
        for series_id, period, number, value, below, raw, note in db.session.execute(query)
        if series_id in wanted
    }


def stored_strata(
    strata: Iterable[Stratum], only: Iterable[Series]
) -> dict[tuple[int, date, int], Stored]:
    """What is stored of strata, by team, period and stratum."""
    wanted = {series.id: series.team_id for series in only}
    cell = StratumObservation
    query = select(
        cell.series_id,
        cell.period,
        cell.stratum_id,
        cell.id,
        cell.value,
        cell.denominator,
        cell.note,
    ).where(cell.stratum_id.in_([each.id for each in strata]))
    return {
        (wanted[series_id], period, stratum_id): Stored(number, value, below, note=note)
        for series_id, period, stratum_id, number, value, below, note in db.session.execute(query)
        if series_id in wanted
    }


def check_periods(plan: Plan, series: dict[int, Series], problems: Problems, column: str) -> None:
    """Refuse what is after a series' end, or stands alone long before the rest of it."""
    first_stored = _first_stored(series.values())
    by_team: dict[int, list[Item]] = {}
    for item in plan.new:
        if item.stratum is None:
            by_team.setdefault(id(item.team), []).append(item)
    for items in by_team.values():
        items.sort(key=lambda each: each.period)
        one = series.get(items[0].team.id)
        known = [first_stored[one.id]] if one is not None and one.id in first_stored else []
        days = [each.period for each in items]
        if known:
            insort(days, known[0])
        if one is not None and one.ended_on is not None:
            _check_end(items, one.ended_on, problems, column)
        if any(later - day > LONGEST_GAP for day, later in pairwise(days)):
            _check_gaps(plan.measure, items, days, problems, column)
    if between_is_cases(plan.measure.chart):
        _check_cases(by_team, series, first_stored, problems, column)


def _check_end(items: list[Item], ended_on: date, problems: Problems, column: str) -> None:
    for item in items:
        if item.period > ended_on:
            text = f"{item.team.name} stopped collecting these data before then."
            problems.add(text, item.entry.row, column)


def _check_gaps(
    measure: Measure, items: list[Item], days: list[date], problems: Problems, column: str
) -> None:
    for item in items:
        later = days[min(bisect_right(days, item.period), len(days) - 1)]
        if later - item.period > LONGEST_GAP:
            name = periods.name(item.period, measure.frequency)
            text = (
                f"{name} is more than ten years before the next value: too long ago to stand "
                "on this chart."
            )
            problems.add(text, item.entry.row, column)


def _check_cases(
    by_team: dict[int, list[Item]],
    series: dict[int, Series],
    first_stored: dict[int, date],
    problems: Problems,
    column: str,
) -> None:
    for items in by_team.values():
        one = series.get(items[0].team.id)
        first = first_stored.get(one.id) if one is not None else None
        for number, item in enumerate(items):
            follows = number > 0 or (first is not None and first < item.period)
            if follows and item.entry.denominator is None:
                text = "The cases since the event before are missing; this chart shows them."
                problems.add(text, item.entry.row, column)


def _first_stored(series: Iterable[Series]) -> dict[int, date]:
    ids = [each.id for each in series]
    query = (
        select(Observation.series_id, func.min(Observation.period))
        .where(Observation.series_id.in_(ids))
        .group_by(Observation.series_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
