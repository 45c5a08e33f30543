"""Finding people, and whom the demonstration offers."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.extensions import db
from app.networks.models import NetworkMembership, NetworkRole
from app.teams.models import TeamMembership, TeamRole


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demonstration, as the sign-in page offers them."""

    id: int
    name: str
    initials: str
    role: str
    sees: str


SEES_NETWORK = {
    NetworkRole.BACKBONE: "Runs the network: its aim, strategies, groups, teams and roles.",
    NetworkRole.FACILITATOR: "Compares all teams on the shared measures.",
    NetworkRole.COACH: "Sees all the work of the teams they coach.",
    NetworkRole.VIEWER: "Sees the network and what its teams share.",
}
SEES_TEAM = {
    TeamRole.LEAD: "Runs the team: its people, aim, cycles and data.",
    TeamRole.MEMBER: "Writes the team’s cycles and enters its data.",
    TeamRole.VIEWER: "Reads all of the team’s work.",
}


def by_email(email: str) -> User | None:
    """The person with this address, however it is capitalized."""
    return db.session.scalar(sa.select(User).where(User.email == email.strip().lower()))


def demo_people() -> list[DemoPerson]:
    """Everyone whom the demonstration lets one be, and what each of them sees."""
    people = db.session.scalars(
        sa.select(User).where(User.demo_role.is_not(None), User.active).order_by(User.id)
    ).all()
    ids = [person.id for person in people]
    team_roles = _roles(TeamMembership.user_id, TeamMembership.role, ids)
    network_roles = _roles(NetworkMembership.user_id, NetworkMembership.role, ids)
    return [
        DemoPerson(
            person.id,
            person.name,
            person.initials,
            person.demo_role or "",
            _sees(network_roles.get(person.id, set()), team_roles.get(person.id, set())),
        )
        for person in people
    ]


def demo_person(user_id: int) -> User | None:
    """The person of the demonstration with this id."""
    return db.session.scalar(
        sa.select(User).where(User.id == user_id, User.demo_role.is_not(None), User.active)
    )


def _roles(
    user_id: sa.orm.QueryableAttribute[int], role: object, ids: list[int]
) -> dict[int, set[object]]:
    found: dict[int, set[object]] = {}
    for person, what in db.session.execute(sa.select(user_id, role).where(user_id.in_(ids))):  # type: ignore[call-overload]
        found.setdefault(person, set()).add(what)
    return found


def _sees(network_roles: set[object], team_roles: set[object]) -> str:
    """What the person's strongest role shows; the enums list the strongest first."""
    for role, words in SEES_NETWORK.items():
        if role in network_roles:
            return words
    for team_role, words in SEES_TEAM.items():
        if team_role in team_roles:
            return words
    return "Belongs to no team yet."
