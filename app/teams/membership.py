"""Who is on a team, in which role, and who coaches it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import audit
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import NetworkMembership, NetworkRole
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole

ROLE_NAMES = {TeamRole.LEAD: "Lead", TeamRole.MEMBER: "Member", TeamRole.VIEWER: "Viewer"}
ROLE_WORDS = {
    TeamRole.LEAD: "runs the team and who is on it",
    TeamRole.MEMBER: "writes the aim and cycles, enters data",
    TeamRole.VIEWER: "reads all of the team’s work",
}


def places_of(team: Team) -> list[TeamMembership]:
    """Who is on the team: leads, then members, then viewers, in the order they joined."""
    found = db.session.scalars(
        sa.select(TeamMembership)
        .options(joinedload(TeamMembership.user))
        .where(TeamMembership.team_id == team.id)
        .order_by(TeamMembership.id)
    )
    order = list(TeamRole)
    return sorted(found, key=lambda place: order.index(place.role))


def coachings_of(team: Team) -> list[CoachAssignment]:
    """Who coaches the team."""
    query = (
        sa.select(CoachAssignment)
        .options(joinedload(CoachAssignment.user))
        .where(CoachAssignment.team_id == team.id)
        .order_by(CoachAssignment.id)
    )
    return list(db.session.scalars(query))


def join(actor: User | None, team: Team, user: User, role: TeamRole) -> TeamMembership:
    """Put `user` on the team."""
    same = sa.select(TeamMembership.id).where(
        TeamMembership.team_id == team.id, TeamMembership.user_id == user.id
    )
    if db.session.scalar(same) is not None:
        raise ServiceError(f"{user.name} is on this team already.", field="email")
    place = TeamMembership(team=team, user=user, role=role)
    db.session.add(place)
    audit.record(
        actor, "join team", user, network=team.network, after={"team": team.name, "role": role}
    )
    return place


def edit_place(
    actor: User,
    place: TeamMembership,
    role: TeamRole,
    *,
    contribution: str,
    lived_experience: bool,
) -> None:
    """Change what a person does on the team and brings to it."""
    if role is not TeamRole.LEAD:
        _keep_a_lead(place)
    values = {"role": role, "contribution": contribution, "lived_experience": lived_experience}
    before, after = audit.changes(place, values)
    if not after:
        return
    for field, value in after.items():
        setattr(place, field, value)
    team = place.team
    audit.record(
        actor,
        "change place on team",
        place.user,
        network=team.network,
        before={"team": team.name, **before},
        after={"team": team.name, **after},
    )


def leave(actor: User, place: TeamMembership) -> None:
    """Take a person off the team. What they wrote stays."""
    _keep_a_lead(place)
    team, user = place.team, place.user
    before = {"team": team.name, "role": place.role}
    db.session.delete(place)
    audit.record(actor, "leave team", user, network=team.network, before=before)


def assign_coach(actor: User | None, team: Team, user_id: int | None) -> None:
    """Give the team a coach: one of the network's coaches."""
    coach = db.session.scalar(
        sa.select(User)
        .join(NetworkMembership)
        .where(
            User.id == user_id,
            User.active,
            NetworkMembership.network_id == team.network_id,
            NetworkMembership.role == NetworkRole.COACH,
        )
    )
    if coach is None:
        raise ServiceError("Choose one of the network’s coaches.", field="coach")
    same = sa.select(CoachAssignment.id).where(
        CoachAssignment.team_id == team.id, CoachAssignment.user_id == coach.id
    )
    if db.session.scalar(same) is not None:
        raise ServiceError(f"{coach.name} coaches this team already.", field="coach")
    db.session.add(CoachAssignment(team=team, user=coach))
    audit.record(actor, "assign coach", coach, network=team.network, after={"team": team.name})


def end_coaching(actor: User, coaching: CoachAssignment) -> None:
    """End a coach's assignment to the team."""
    team, coach = coaching.team, coaching.user
    db.session.delete(coaching)
    audit.record(actor, "end coaching", coach, network=team.network, before={"team": team.name})


def _keep_a_lead(place: TeamMembership) -> None:
    """Refuse to leave a team without anybody to lead it."""
    if place.role is not TeamRole.LEAD:
        return
    db.session.execute(sa.select(Team.id).where(Team.id == place.team_id).with_for_update())
    others = (
        sa.select(sa.func.count())
        .select_from(TeamMembership)
        .join(User)
        .where(
            TeamMembership.team_id == place.team_id,
            TeamMembership.role == TeamRole.LEAD,
            TeamMembership.id != place.id,
            User.active,
        )
    )
    if not db.session.scalar(others):
        raise ServiceError(
            f"{place.user.name} is the team’s last lead. Make somebody else lead first.",
            field="role",
        )
