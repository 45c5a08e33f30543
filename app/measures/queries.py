"""What pages ask about measures, series and observations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, inspect, select
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.measures.contents import Contents, contents_of
from app.measures.models import (
    Annotation,
    Measure,
    Observation,
    ObservationCorrection,
    Series,
    SeriesPhase,
    Share,
)
from app.measures.series import Row
from app.networks.models import WorkingGroup
from app.teams.models import Team

MOST_TEAMS = 2000


def series_of_team(team_id: int) -> list[Series]:
    """A team's series in its own order, with all that a chart needs."""
    return series_of_teams([team_id])


def series_of_teams(team_ids: Iterable[int]) -> list[Series]:
    """The series of several teams, with all that a chart needs, in three queries."""
    found = db.session.scalars(_OF_TEAMS, {"teams": list(team_ids)}).unique().all()
    return _with_data(found)


_CHARTED = (
    joinedload(Series.measure),
    joinedload(Series.team).joinedload(Team.network),
    joinedload(Series.phases).joinedload(SeriesPhase.created_by),
)
"""What a chart needs of a series beside its data."""

_OF_TEAMS = (
    select(Series)
    .where(Series.team_id.in_(bindparam("teams", expanding=True)))
    .options(*_CHARTED)
    .order_by(Series.team_id, Series.position, Series.id)
)
_AGAIN = (
    select(Series)
    .where(Series.id == bindparam("series", type_=Integer))
    .options(joinedload(Series.measure), joinedload(Series.team).joinedload(Team.network))
    .execution_options(populate_existing=True)
)
_SERIES = bindparam("series", type_=Integer, expanding=True)
_CORRECTIONS = (
    select(ObservationCorrection)
    .join(Observation)
    .where(Observation.series_id.in_(_SERIES))
    .options(joinedload(ObservationCorrection.corrected_by))
    .order_by(ObservationCorrection.id)
)
_OBSERVATIONS = (
    select(Observation).where(Observation.series_id.in_(_SERIES)).order_by(Observation.period)
)
_DRAWN = _OBSERVATIONS.options(defer(Observation.entered_at), defer(Observation.entered_by_id))
"""Of a team's many points nobody asks who entered each, and when."""
_PHASES = (
    select(SeriesPhase)
    .where(SeriesPhase.series_id.in_(_SERIES))
    .options(joinedload(SeriesPhase.created_by))
    .order_by(SeriesPhase.starts_on)
)
_ANNOTATIONS = (
    select(Annotation)
    .where(Annotation.series_id.in_(_SERIES), Annotation.removed_at.is_(None))
    .order_by(Annotation.on, Annotation.id)
)


def _with_data(series: Sequence[Series]) -> list[Series]:
    """The same series with their observations and annotations, in two queries."""
    for name, query in (("observations", _DRAWN), ("annotations", _ANNOTATIONS)):
        found: dict[int, list[Any]] = {each.id: [] for each in series}
        for row in _of(series, query):
            found[row.series_id].append(row)
        for each in series:
            set_committed_value(each, name, found[each.id])
    return list(series)


def read_again(series: Series) -> None:
    """Read a series anew after a commit, with its measure, team and network, in one query."""
    # Its identity outlives the commit; to ask for its id would read it once more.
    (series_id,) = inspect(series).identity or (series.id,)
    db.session.scalars(_AGAIN, {"series": series_id}).one()


def load_for_page(series: Series) -> Contents:
    """Load what a measure's page shows of its series, in at most five queries; say what there is."""
    there = contents_of(series)
    corrections: dict[int, list[ObservationCorrection]] = defaultdict(list)
    for correction in _of([series], _CORRECTIONS) if there.corrections else ():
        corrections[correction.observation_id].append(correction)
    observations = _of([series], _OBSERVATIONS)
    for observation in observations:
        set_committed_value(observation, "corrections", corrections[observation.id])
        set_committed_value(observation, "series", series)
    set_committed_value(series, "observations", observations)
    set_committed_value(series, "phases", _of([series], _PHASES) if there.phases else [])
    notes = _of([series], _ANNOTATIONS) if there.annotations else []
    set_committed_value(series, "annotations", notes)
    return there


def _of(series: Iterable[Series], query: Select[Any]) -> list[Any]:
    ids = [each.id for each in series]
    return list(db.session.scalars(query, {"series": ids})) if ids else []


def observation_of(series: Series, period: date) -> Observation | None:
    """The stored data of one period."""
    return db.session.scalar(
        select(Observation)
        .where(Observation.series_id == series.id, Observation.period == period)
        .options(joinedload(Observation.entered_by))
    )


def teams_reporting(measure_id: int) -> int:
    """How many teams have entered data of a measure."""
    query = (
        select(func.count()).select_from(Series).where(Series.measure_id == measure_id, _has_data())
    )
    return db.session.scalar(query) or 0


def _has_data() -> Any:
    return select(Observation.id).where(Observation.series_id == Series.id).exists()


@dataclass(frozen=True, slots=True)
class Listed:
    """A measure in the catalog, with the number of teams that report it."""

    measure: Measure
    teams: int


def shared_measures(network_id: int) -> list[Listed]:
    """The network's shared measures and how many teams report each. One query."""
    return _listed(select(Measure).where(Measure.team_id.is_(None)), network_id)


def local_measures(network_id: int, team_ids: Iterable[int]) -> list[Listed]:
    """The measures that only these teams keep. One query."""
    query = select(Measure).where(Measure.team_id.in_(list(team_ids)))
    return _listed(query.options(joinedload(Measure.team)), network_id)


def _listed(query: Select[Measure], network_id: int) -> list[Listed]:
    teams = (
        select(func.count())
        .select_from(Series)
        .where(Series.measure_id == Measure.id, _has_data())
        .correlate(Measure)
        .scalar_subquery()
    )
    rows = db.session.execute(
        query.add_columns(teams)
        .where(Measure.network_id == network_id)
        .order_by(Measure.role, Measure.name)
    )
    return [Listed(measure, count) for measure, count in rows]


def first_shared(network_id: int) -> Measure | None:
    """The shared measure that a network's comparison opens with: the one most teams report."""
    listed = [each for each in shared_measures(network_id) if each.measure.retired_at is None]
    return max(listed, key=lambda each: each.teams).measure if listed else None


@dataclass(frozen=True, slots=True)
class TeamRows:
    """One team's data of a measure, without records: for pages that show many teams."""

    series_id: int
    team_id: int
    slug: str
    name: str
    rows: list[Row] = field(default_factory=list)
    phase_starts: tuple[date, ...] = ()
    baselines: dict[date | None, int] = field(default_factory=dict)
    chosen: Share | None = None
    """What the team chose of how others see it; `app.measures.sharing` says what comes of it."""
    group_id: int | None = None
    tags: tuple[str, ...] = ()
    context: str = ""


def teams_with(measure: Measure, *where: ColumnElement[bool]) -> list[TeamRows]:
    """The teams that keep a measure, by name, without their data; conditions on series and team."""
    teams = db.session.execute(
        select(
            Series.id,
            Team.id,
            Team.slug,
            Team.name,
            Series.baseline_points,
            Series.share,
            Team.working_group_id,
            Team.tags,
            Team.context,
        )
        .join(Team, Series.team_id == Team.id)
        .where(Series.measure_id == measure.id, *where)
        .order_by(Team.name)
        .limit(MOST_TEAMS)
    )
    return [
        TeamRows(
            series_id,
            team_id,
            slug,
            name,
            baselines={} if points is None else {None: points},
            chosen=chosen,
            group_id=group_id,
            tags=tuple(tags),
            context=context,
        )
        for series_id, team_id, slug, name, points, chosen, group_id, tags, context in teams
    ]


def with_rows(teams: Sequence[TeamRows], *, data: bool = True) -> list[TeamRows]:
    """The same teams with their phases and their data, in two queries however many there are."""
    chosen = [Series.id.in_([team.series_id for team in teams])]
    rows = rows_where(chosen) if teams and data else {}
    starts: dict[int, list[date]] = defaultdict(list)
    frozen: dict[int, dict[date | None, int]] = defaultdict(dict)
    phases = (
        select(SeriesPhase.series_id, SeriesPhase.starts_on, SeriesPhase.baseline_points)
        .join(Series, Series.id == SeriesPhase.series_id)
        .where(*chosen)
        .order_by(SeriesPhase.starts_on)
    )
    for series_id, start, points in db.session.execute(phases) if teams else ():
        starts[series_id].append(start)
        if points is not None:
            frozen[series_id][start] = points
    return [
        replace(
            team,
            rows=rows.get(team.series_id, []),
            phase_starts=tuple(starts[team.series_id]),
            baselines=team.baselines | frozen[team.series_id],
        )
        for team in teams
    ]


def rows_by_team(measure: Measure, team_ids: Iterable[int]) -> list[TeamRows]:
    """These teams' data of one measure in three queries, however many teams there are."""
    return with_rows(teams_with(measure, Series.team_id.in_(list(team_ids))))


def rows_where(chosen: Sequence[ColumnElement[bool]]) -> dict[int, list[Row]]:
    """The data of the series that fit conditions on series and team, by series id, in one query."""
    found: dict[int, list[Row]] = defaultdict(list)
    for series_id, period, value, denominator, excluded, raw in db.session.execute(
        select(
            Observation.series_id,
            Observation.period,
            Observation.value,
            Observation.denominator,
            Observation.excluded_because.is_not(None),
            Observation.raw,
        )
        .join(Series, Series.id == Observation.series_id)
        .join(Team, Series.team_id == Team.id)
        .where(*chosen)
        .order_by(Observation.series_id, Observation.period)
    ):
        found[series_id].append(Row(period, value, denominator, excluded, raw))
    return found


def working_groups(network_id: int) -> list[WorkingGroup]:
    """The network's working groups."""
    query = select(WorkingGroup).where(WorkingGroup.network_id == network_id)
    return list(db.session.scalars(query.order_by(WorkingGroup.position, WorkingGroup.name)))


def within_group(groups: Iterable[WorkingGroup], group_id: int) -> set[int]:
    """A working group's id and those of the groups inside it, at any depth."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for group in groups:
        children[group.parent_id].append(group.id)
    found: set[int] = set()
    waiting = [group_id]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += children[each]
    return found


def series_in_network(network_id: int, team_ids: Iterable[int]) -> list[Series]:
    """These teams' series in a network, with all that a small chart needs."""
    query = (
        select(Series)
        .join(Team, Series.team_id == Team.id)
        .where(Team.network_id == network_id, Series.team_id.in_(list(team_ids)))
        .options(*_CHARTED)
        .order_by(Series.team_id, Series.position, Series.id)
    )
    return _with_data(db.session.scalars(query).unique().all())


def teams_keeping(measure_id: int, team_ids: Iterable[int]) -> list[Team]:
    """Which of these teams have a series of a measure."""
    query = (
        select(Team)
        .join(Series, Series.team_id == Team.id)
        .where(Series.measure_id == measure_id, Team.id.in_(list(team_ids)))
        .options(joinedload(Team.network))
    )
    return list(db.session.scalars(query.order_by(Team.name)))
