"""What pages ask about a team's aim."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.aims.models import Aim, AimRevision
from app.extensions import db
from app.measures.models import Measure, Series
from app.measures.queries import rows_by_team
from app.measures.series import analyze, method_of
from qi.results import Analysis

_AIM = select(Aim).where(Aim.team_id == bindparam("team")).options(joinedload(Aim.measure))
_HISTORY = selectinload(Aim.revisions).joinedload(AimRevision.revised_by)


def aim_of(team_id: int) -> Aim | None:
    """The team's aim with its measure."""
    return db.session.scalar(_AIM, {"team": team_id})


def aim_with_revisions(team_id: int) -> Aim | None:
    """The team's aim with its measure and all its revisions."""
    return db.session.scalar(_AIM.options(_HISTORY), {"team": team_id})


def measures_of(team_id: int) -> list[Measure]:
    """The measures that the team keeps a series of, in its order."""
    query = (
        select(Measure)
        .join(Series, Series.measure_id == Measure.id)
        .where(Series.team_id == team_id)
        .order_by(Series.position, Series.id)
    )
    return list(db.session.scalars(query))


def analysis_of(team_id: int, measure: Measure) -> Analysis | None:
    """What the team's own chart of a measure says; None without data."""
    for found in rows_by_team(measure, [team_id]):
        return analyze(method_of(measure), found.rows, found.phase_starts)
    return None
