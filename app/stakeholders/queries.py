"""What pages ask about a team's stakeholders."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.extensions import db
from app.stakeholders.models import (
    EngagementAction,
    Stakeholder,
    StakeholderChange,
    StakeholderPosition,
)
from app.teams.models import Team, TeamMembership


def stakeholders_of(team_id: int) -> list[Stakeholder]:
    """The team's stakeholders with their positions and owners, in one query."""
    query = (
        select(Stakeholder)
        .where(Stakeholder.team_id == team_id, Stakeholder.removed_at.is_(None))
        .order_by(Stakeholder.id)
        .options(joinedload(Stakeholder.positions), joinedload(Stakeholder.owner))
    )
    return list(db.session.scalars(query).unique())


_POSITIONS = (
    select(
        StakeholderPosition.stakeholder_id,
        StakeholderPosition.support,
        StakeholderPosition.importance,
    )
    .join(Stakeholder)
    .where(Stakeholder.team_id == bindparam("team"), Stakeholder.removed_at.is_(None))
    .order_by(StakeholderPosition.on)
)


def positions_now(team_id: int) -> list[tuple[int, int]]:
    """Support and importance of each stakeholder today, where they are known, in one query."""
    rows = db.session.execute(_POSITIONS, {"team": team_id})
    return list({key: (support, importance) for key, support, importance in rows}.values())


def removed_from(team_id: int) -> list[Stakeholder]:
    """Those taken off the map, the latest first."""
    query = (
        select(Stakeholder)
        .where(Stakeholder.team_id == team_id, Stakeholder.removed_at.is_not(None))
        .order_by(Stakeholder.removed_at.desc())
    )
    return list(db.session.scalars(query))


def done_in(team_id: int) -> list[EngagementAction]:
    """What was done to engage the team's stakeholders, the latest first."""
    query = (
        select(EngagementAction)
        .join(Stakeholder)
        .where(Stakeholder.team_id == team_id, Stakeholder.removed_at.is_(None))
        .order_by(EngagementAction.done_on.desc(), EngagementAction.id.desc())
        .limit(20)
        .options(joinedload(EngagementAction.stakeholder), joinedload(EngagementAction.owner))
    )
    return list(db.session.scalars(query))


def with_history(stakeholder_id: int) -> Stakeholder:
    """A stakeholder with everything that its page shows."""
    query = (
        select(Stakeholder)
        .where(Stakeholder.id == stakeholder_id)
        .options(
            joinedload(Stakeholder.owner),
            selectinload(Stakeholder.positions),
            selectinload(Stakeholder.done_actions).joinedload(EngagementAction.owner),
            selectinload(Stakeholder.changes).joinedload(StakeholderChange.by),
        )
    )
    return db.session.scalars(query).unique().one()


def owners_for(team_id: int, now_id: int | None = None) -> list[User]:
    """Who may own an action: the people on the team, and whoever owns it now."""
    on_team = select(TeamMembership.user_id).where(TeamMembership.team_id == team_id)
    mine = or_(User.id.in_(on_team), User.id == now_id) if now_id else User.id.in_(on_team)
    return list(db.session.scalars(select(User).where(mine).order_by(User.name)))


def actions_of(user_id: int, team_ids: Collection[int]) -> list[Stakeholder]:
    """Stakeholders of these teams for whom a person has a next action, the most urgent first."""
    query = (
        select(Stakeholder)
        .join(Team)
        .where(
            Stakeholder.team_id.in_(team_ids),
            Stakeholder.owner_id == user_id,
            Stakeholder.removed_at.is_(None),
            Stakeholder.next_action != "",
        )
        .order_by(Stakeholder.next_action_on.is_(None), Stakeholder.next_action_on, Stakeholder.id)
    )
    return list(db.session.scalars(query))
