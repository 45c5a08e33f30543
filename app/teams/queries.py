"""What pages ask about a team's people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, false, literal, select, union_all

from app.accounts.models import User
from app.extensions import db
from app.networks.models import WorkingGroup
from app.teams.models import CoachAssignment, TeamMembership, TeamRole


@dataclass(frozen=True, slots=True)
class People:
    """Who is on a team and who coaches it."""

    members: tuple[str, ...]
    with_lived_experience: int
    coaches: tuple[str, ...]

    @property
    def coach_words(self) -> str:
        """The coaches' names, or that there is none yet."""
        return ", ".join(self.coaches) or "Nobody yet"

    @property
    def member_words(self) -> str:
        """How many members, and how many of them speak from lived experience."""
        if not self.with_lived_experience:
            return str(len(self.members))
        return f"{len(self.members)}, {self.with_lived_experience} with lived experience"


_TEAM = bindparam("team", type_=Integer)
_MEMBERS = (
    select(User.name, TeamMembership.lived_experience, literal("member"))
    .join(TeamMembership, TeamMembership.user_id == User.id)
    .where(TeamMembership.team_id == _TEAM, TeamMembership.role != TeamRole.VIEWER)
)
_COACHES = (
    select(User.name, false(), literal("coach"))
    .join(CoachAssignment, CoachAssignment.user_id == User.id)
    .where(CoachAssignment.team_id == _TEAM)
)
_PEOPLE = union_all(_MEMBERS, _COACHES)


def people_of(team_id: int) -> People:
    """Members (viewers are not on the team) and coaches, in one query."""
    rows = sorted(db.session.execute(_PEOPLE, {"team": team_id}).all())
    return People(
        members=tuple(name for name, _, what in rows if what == "member"),
        with_lived_experience=sum(1 for _, lived, what in rows if what == "member" and lived),
        coaches=tuple(name for name, _, what in rows if what == "coach"),
    )


def working_groups_of(network_id: int) -> list[WorkingGroup]:
    """The network's working groups in their order."""
    query = (
        select(WorkingGroup)
        .where(WorkingGroup.network_id == network_id)
        .order_by(WorkingGroup.position, WorkingGroup.id)
    )
    return list(db.session.scalars(query))
