"""Who belongs to a network, and what they do for it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import audit
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import Network, NetworkMembership, NetworkRole
from app.teams.models import CoachAssignment, Team, TeamMembership

ROLE_NAMES = {
    NetworkRole.BACKBONE: "Backbone",
    NetworkRole.FACILITATOR: "Facilitator",
    NetworkRole.COACH: "Coach",
    NetworkRole.VIEWER: "Viewer",
}
ROLE_WORDS = {
    NetworkRole.BACKBONE: "runs the network: its frame, its teams and its roles",
    NetworkRole.FACILITATOR: "prepares learning sessions and compares teams on the shared measures",
    NetworkRole.COACH: "can be assigned to teams, and sees all of those teams’ work",
    NetworkRole.VIEWER: "sees the network and what its teams have opened, such as a sponsor or funder",
}


@dataclass(frozen=True, slots=True)
class RoleHolders:
    """A role of the network and who holds it."""

    role: NetworkRole
    name: str
    words: str
    holders: tuple[NetworkMembership, ...]


def _ids_of(network_id: int) -> sa.Select[tuple[int]]:
    """The ids of everybody who belongs to the network, on a team or for the whole."""
    on_teams = (
        sa.select(TeamMembership.user_id).join(Team).where(Team.network_id == network_id).subquery()
    )
    of_network = sa.select(NetworkMembership.user_id).where(
        NetworkMembership.network_id == network_id
    )
    return of_network.union(sa.select(on_teams.c.user_id))  # type: ignore[return-value]  # a union selects the same


def is_of(network: Network, user_id: int) -> bool:
    """Whether a person belongs to the network."""
    ids = _ids_of(network.id).subquery()
    return db.session.scalar(sa.select(ids.c[0]).where(ids.c[0] == user_id).limit(1)) is not None


def people_of(network: Network) -> list[User]:
    """Everybody who belongs to the network and can sign in, by name."""
    ids = _ids_of(network.id).subquery()
    query = sa.select(User).where(User.id.in_(sa.select(ids.c[0])), User.active)
    return list(db.session.scalars(query.order_by(User.name, User.id)))


def coaches_of(network: Network) -> list[User]:
    """The network's coaches, by name."""
    query = (
        sa.select(User)
        .join(NetworkMembership)
        .where(
            NetworkMembership.network_id == network.id,
            NetworkMembership.role == NetworkRole.COACH,
            User.active,
        )
        .order_by(User.name, User.id)
    )
    return list(db.session.scalars(query))


def roles_of(network: Network) -> list[RoleHolders]:
    """Every role of the network with its holders, by name."""
    memberships = db.session.scalars(
        sa.select(NetworkMembership)
        .join(User)
        .options(joinedload(NetworkMembership.user))
        .where(NetworkMembership.network_id == network.id)
        .order_by(User.name, User.id)
    ).all()
    return [
        RoleHolders(
            role,
            ROLE_NAMES[role],
            ROLE_WORDS[role],
            tuple(held for held in memberships if held.role is role),
        )
        for role in NetworkRole
    ]


def give_role(actor: User | None, network: Network, user: User, role: NetworkRole) -> None:
    """Let `user` do what `role` does."""
    held = sa.select(NetworkMembership.id).where(
        NetworkMembership.network_id == network.id,
        NetworkMembership.user_id == user.id,
        NetworkMembership.role == role,
    )
    if db.session.scalar(held) is not None:
        raise ServiceError(f"{user.name} has this role already.", field="email")
    db.session.add(NetworkMembership(network=network, user=user, role=role))
    audit.record(actor, "give network role", user, network=network, after={"role": role})


def take_role(actor: User | None, held: NetworkMembership) -> None:
    """End a person's role. Who stops being a coach stops coaching the network's teams."""
    network, user, role = held.network, held.user, held.role
    if role is NetworkRole.BACKBONE and _holders(network, role) == 1:
        raise ServiceError(
            f"{user.name} is the last to run this network. Give somebody else the role first."
        )
    db.session.delete(held)
    if role is NetworkRole.COACH:
        teams = sa.select(Team.id).where(Team.network_id == network.id)
        db.session.execute(
            sa.delete(CoachAssignment).where(
                CoachAssignment.user_id == user.id, CoachAssignment.team_id.in_(teams)
            )
        )
    audit.record(actor, "end network role", user, network=network, before={"role": role})


def _holders(network: Network, role: NetworkRole) -> int:
    """How many people who can sign in hold a role; nobody else can end one meanwhile."""
    db.session.execute(sa.select(Network.id).where(Network.id == network.id).with_for_update())
    query = (
        sa.select(sa.func.count())
        .select_from(NetworkMembership)
        .join(User)
        .where(NetworkMembership.network_id == network.id, NetworkMembership.role == role)
        .where(User.active)
    )
    return db.session.scalar(query) or 0
