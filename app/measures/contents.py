"""What there is beside a series' values, found at once: what is not there is not asked for."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, exists, func, select

from app.aims.models import Aim
from app.audit.models import AuditEvent
from app.causes.models import SignalCause
from app.conversations.models import Thread
from app.extensions import db
from app.learning import action_periods
from app.learning.models import LearningSession
from app.measures.models import (
    Annotation,
    Observation,
    ObservationCorrection,
    Series,
    SeriesPhase,
)
from app.pdsa.models import Cycle
from app.reviews.models import ChartReview
from app.strata.models import MeasureBreakdown


class Contents(NamedTuple):
    """What a measure's page may show of a series; the order is that of the query."""

    corrections: bool
    phases: bool
    annotations: bool
    cycles: bool
    """Of the team, on this chart or not."""
    causes: bool
    changes: bool
    """Whether the audit holds any change of the chart."""
    teams: int
    """How many teams keep a series of its measure."""
    aim_measure_id: int | None
    """The measure of the team's aim."""
    by_group: bool
    """Whether the measure is reported by groups as well."""
    talk: bool
    """Whether anybody commented on the chart."""
    reviews: bool
    """Whether a coach has reviewed the chart."""


def contents_of(series: Series) -> Contents:
    """Find what there is of a series, in one query."""
    network_id = series.measure.network_id
    which = {"series": series.id, "team": series.team_id, "measure": series.measure_id}
    *found, periods = db.session.execute(_CONTENTS, which | {"network": network_id}).one()
    if not periods:
        action_periods.there_are_none(network_id)
    return Contents(*found)


def _query() -> Select[Any]:
    series, team = bindparam("series", type_=Integer), bindparam("team", type_=Integer)
    corrected = exists().where(
        ObservationCorrection.observation_id == Observation.id, Observation.series_id == series
    )
    flagged = exists().where(Annotation.series_id == series, Annotation.removed_at.is_(None))
    measure = bindparam("measure", type_=Integer)
    teams = select(func.count()).where(Series.measure_id == measure)
    grouped = exists().where(MeasureBreakdown.measure_id == measure)
    return select(
        corrected,
        exists().where(SeriesPhase.series_id == series),
        flagged,
        exists().where(Cycle.team_id == team, Cycle.deleted_at.is_(None)),
        exists().where(SignalCause.series_id == series),
        exists().where(
            AuditEvent.thing_kind == Series.__tablename__, AuditEvent.thing_id == series
        ),
        teams.scalar_subquery(),
        select(Aim.measure_id).where(Aim.team_id == team).scalar_subquery(),
        grouped,
        exists().where(Thread.series_id == series),
        exists().where(ChartReview.series_id == series),
        exists().where(
            LearningSession.network_id == bindparam("network", type_=Integer),
            LearningSession.action_until.is_not(None),
        ),
    )


_CONTENTS = _query()
