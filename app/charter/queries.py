"""What pages ask about a team's charter."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.charter.models import Charter, CharterRevision
from app.extensions import db
from app.teams.models import TeamMembership, TeamRole


def charter_of(team_id: int) -> Charter | None:
    """The team's charter with its revisions and who wrote them."""
    query = (
        select(Charter)
        .where(Charter.team_id == team_id)
        .options(selectinload(Charter.revisions).joinedload(CharterRevision.revised_by))
    )
    return db.session.scalar(query)


def places_of(team_id: int) -> list[TeamMembership]:
    """Who is on the team and what each brings, the lead first; viewers are not on it."""
    query = (
        select(TeamMembership)
        .where(TeamMembership.team_id == team_id, TeamMembership.role != TeamRole.VIEWER)
        .options(joinedload(TeamMembership.user))
        .order_by(TeamMembership.role != TeamRole.LEAD, TeamMembership.id)
    )
    return list(db.session.scalars(query))
