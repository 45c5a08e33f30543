"""What the coaching log's pages ask. Only a team's coaches may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.coaching_log.models import CoachingItem, CoachingVisit
from app.conversations.models import Thread
from app.extensions import db
from app.measures.models import Series


@dataclass(frozen=True, slots=True)
class Visits:
    """When a team was last visited, and when it will be next."""

    last: date | None
    next: date | None


def visits_of(team_id: int) -> list[CoachingVisit]:
    """A team's visits, the latest first; the removed ones too."""
    query = (
        select(CoachingVisit)
        .where(CoachingVisit.team_id == team_id)
        .options(joinedload(CoachingVisit.written_by), _items())
        .order_by(CoachingVisit.on.desc(), CoachingVisit.id.desc())
    )
    return list(db.session.scalars(query))


def visit_of(team_id: int, visit_id: int) -> CoachingVisit | None:
    """One of the team's visits with its agenda as it is kept."""
    return db.session.scalar(
        select(CoachingVisit)
        .where(CoachingVisit.id == visit_id, CoachingVisit.team_id == team_id)
        .options(joinedload(CoachingVisit.written_by), _items())
    )


def dates_of(team_ids: Iterable[int], today: date) -> dict[int, Visits]:
    """When each team was visited last and will be next, for the coach's huddle. One query."""
    ids = list(team_ids)
    query = (
        select(
            CoachingVisit.team_id,
            CoachingVisit.held_at.is_not(None),
            func.max(CoachingVisit.on),
            func.min(CoachingVisit.on),
        )
        .where(CoachingVisit.team_id.in_(ids), CoachingVisit.removed_at.is_(None))
        .where(CoachingVisit.held_at.is_not(None) | (CoachingVisit.on >= today))
        .group_by(CoachingVisit.team_id, CoachingVisit.held_at.is_not(None))
    )
    last: dict[int, date] = {}
    coming: dict[int, date] = {}
    for team_id, held, latest, first in db.session.execute(query):
        if held:
            last[team_id] = latest
        else:
            coming[team_id] = first
    return {team_id: Visits(last.get(team_id), coming.get(team_id)) for team_id in ids}


def _items() -> Any:
    thread = joinedload(CoachingItem.thread).options(
        joinedload(Thread.cycle),
        joinedload(Thread.node),
        joinedload(Thread.aim),
        joinedload(Thread.series).joinedload(Series.measure),
    )
    series = joinedload(CoachingItem.series).joinedload(Series.measure)
    return selectinload(CoachingVisit.items).options(thread, series, joinedload(CoachingItem.cycle))
