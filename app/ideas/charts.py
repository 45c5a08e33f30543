"""The charts that say what an idea did, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app import access
from app.access import May
from app.extensions import db
from app.ideas.models import PublishedIdea
from app.measures import reading
from app.measures.models import Series, SeriesPhase
from app.measures.queries import rows_where
from app.measures.reading import Says
from app.measures.series import Row, analyze, baselines_of, method_of
from app.strata import published
from app.teams.models import Team

Key = tuple[int, int]
"""The ids of a team and of a measure."""


def key_of(idea: PublishedIdea) -> Key | None:
    """Which chart says whether the idea did what it should."""
    return None if idea.measure_id is None else (idea.team_id, idea.measure_id)


def series_seen(ideas: Iterable[PublishedIdea]) -> dict[Key, Series]:
    """The ideas' series that the signed-in person may see, with what a chart needs. Three queries."""
    keys = {key for key in map(key_of, ideas) if key is not None}
    if not keys:
        return {}
    query = (
        select(Series)
        .where(tuple_(Series.team_id, Series.measure_id).in_(keys))
        .options(
            joinedload(Series.measure),
            joinedload(Series.team).joinedload(Team.network),
            selectinload(Series.observations),
            selectinload(Series.phases).joinedload(SeriesPhase.created_by),
        )
    )
    found = {}
    kept = list(db.session.scalars(query))
    published.prepare(kept)
    for series in kept:
        if access.may(May.SEE_SERIES, series):
            # The team's remarks belong to its own page.
            set_committed_value(series, "annotations", [])
            found[series.team_id, series.measure_id] = series
    return found


def verdicts_of(ideas: Iterable[PublishedIdea]) -> dict[Key, Says]:
    """What the charts say by their rules, without drawing them; those that may be seen.

    Three queries, and no records but the series: a list shows many.
    """
    keys = {key for key in map(key_of, ideas) if key is not None}
    if not keys:
        return {}
    query = (
        select(Series)
        .where(tuple_(Series.team_id, Series.measure_id).in_(keys))
        .options(
            joinedload(Series.measure),
            joinedload(Series.team).joinedload(Team.network),
            selectinload(Series.phases),
        )
    )
    seen = [each for each in db.session.scalars(query) if access.may(May.SEE_SERIES, each)]
    rows = rows_where([Series.id.in_([series.id for series in seen])]) if seen else {}
    published.prepare(seen)
    found = {}
    for series in seen:
        says = _says(series, rows.get(series.id, []))
        if says is not None:
            found[series.team_id, series.measure_id] = says
    return found


def _says(series: Series, rows: list[Row]) -> Says | None:
    measure = series.measure
    rows = published.rows(series, sees_all=access.may(May.SEE_TEAM, series.team), stored=rows)
    starts = [phase.starts_on for phase in series.phases]
    analysis = analyze(method_of(measure), rows, starts, baselines_of(series))
    return reading.says(analysis, measure.frequency) if analysis else None
