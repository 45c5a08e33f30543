"""What is doubtful about the numbers of a file: the same doubts as when they are typed.

A team's file is held against all that the team has stored. Who brings numbers of any team is told
of each team no more than its chart shows outsiders: where that is closed or stands under a code
the file's numbers are held against each other only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.imports.plan import Item, Plan, known_series
from app.imports.problems import Problem
from app.measures import periods
from app.measures.models import Series, Share
from app.measures.plausible import doubts
from app.measures.queries import rows_where
from app.measures.series import Row, rows_of
from app.measures.sharing import share_of
from app.strata.many import stratum_rows
from app.strata.models import Stratum
from app.strata.published import rows_of_many
from app.strata.queries import rows_by_stratum
from app.teams.models import Team

MOST_OF_CHART = 2000
"""Numbers of one chart that are looked at; a chart of more tells nothing of each."""
MOST_ROWS = 20_000
"""Numbers of a file that are looked at, so that a check takes no longer than people wait."""

Chart = tuple[int, int]
"""The ids of a team and of a stratum, 0 for the whole team."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What may be slips in a file, in order of its rows, and whether they were looked for."""

    found: tuple[Problem, ...] = ()
    unread: int = 0
    """Numbers that were not looked at, since they are too many."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a file's numbers are held against."""

    series: Mapping[int, Series]
    """By the teams' ids, those whose chart the reader may see."""
    rows: Mapping[Chart, Sequence[Row]] = field(default_factory=dict)


def doubtful(plan: Plan, team: Team | None) -> Doubtful:
    """A sentence for each new or changed number that is far from the others of its chart.

    `team` is the team whose own people ask; None for who brings numbers of any team.
    """
    charts: dict[Chart, list[Item]] = defaultdict(list)
    strata: dict[int, Stratum] = {}
    for item in (*plan.new, *plan.changed):
        if item.stratum is not None:
            strata[item.stratum.id] = item.stratum
        charts[item.team.id, item.stratum.id if item.stratum else 0].append(item)
    many = sum(map(len, charts.values()))
    if many > MOST_ROWS:
        return Doubtful(unread=many)
    known = _shown(plan, charts, strata) if team is None else _own(plan, team, strata)
    unread, found = 0, []
    for chart, items in charts.items():
        if len(items) > MOST_OF_CHART:
            unread += len(items)
            continue
        by_period = {each.period: each for each in items}
        typed = [_row(by_period[day]) for day in sorted(by_period)]
        series = known.series.get(chart[0]) or Series(measure=plan.measure)  # never stored
        for day, said in doubts(series, known.rows.get(chart, ()), typed).items():
            when = periods.name(day, plan.measure.frequency)
            found.append(_told(by_period[day], when, said, names_team=team is None))
    return Doubtful(tuple(sorted(found, key=lambda each: each.row or 0)), unread)


def _own(plan: Plan, team: Team, strata: Mapping[int, Stratum]) -> _Known:
    """All that is stored of a team."""
    series = known_series(plan.measure, [team])
    if team.id not in series:
        return _Known(series)
    mine = series[team.id]
    rows: dict[Chart, Sequence[Row]] = {(team.id, 0): rows_of(mine)}
    for breakdown in {each.breakdown for each in strata.values()}:
        rows |= {(team.id, key): found for key, found in rows_by_stratum(mine, breakdown).items()}
    return _Known(series, rows)


def _shown(plan: Plan, charts: Mapping[Chart, object], strata: Mapping[int, Stratum]) -> _Known:
    """What outsiders see of the teams whose charts are open. Queries for all teams at once."""
    measure, wanted = plan.measure, {team_id for team_id, _ in charts}
    query = (
        select(Series)
        .where(Series.measure_id == measure.id, Series.team_id.in_(wanted))
        .options(selectinload(Series.phases))
    )
    series = {each.team_id: each for each in db.session.scalars(query) if _is_open(each)}
    if not series:
        return _Known({})
    team_of = {each.id: team_id for team_id, each in series.items()}
    stored = rows_where([Series.id.in_(team_of)])
    rows: dict[Chart, Sequence[Row]] = {
        (team_of[key], 0): found for key, found in rows_of_many(measure, stored, own=()).items()
    }
    for stratum in strata.values():
        shown = stratum_rows(measure, stratum, team_of, own=())
        rows |= {(team_of[key], stratum.id): found for key, found in shown.items()}
    return _Known(series, rows)


def _is_open(series: Series) -> bool:
    return share_of(series) is Share.OPEN


def _told(item: Item, when: str, said: Sequence[str], *, names_team: bool) -> Problem:
    names = (
        item.team.name if names_team else "",
        item.stratum.name if item.stratum is not None else "",
        when,
    )
    place = ", ".join(name for name in names if name)
    return Problem(" ".join((f"{place}:", *said)), item.entry.row)


def _row(item: Item) -> Row:
    entry = item.entry
    return Row(item.period, entry.value, entry.denominator, raw=entry.raw)
