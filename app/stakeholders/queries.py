"""What pages ask about a team's stakeholders."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.stakeholders.models import Stakeholder


def stakeholders_of(team_id: int) -> list[Stakeholder]:
    """The team's stakeholders with their positions and owners, in one query."""
    query = (
        select(Stakeholder)
        .where(Stakeholder.team_id == team_id)
        .order_by(Stakeholder.id)
        .options(joinedload(Stakeholder.positions), joinedload(Stakeholder.owner))
    )
    return list(db.session.scalars(query).unique())
