"""The roles of the person who asks, read once a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g
from flask_security import current_user
from sqlalchemy import Integer, String, bindparam, literal, null, select, union_all
from sqlalchemy import cast as cast_column

from app.accounts.models import User
from app.extensions import db
from app.networks.models import NetworkMembership, NetworkRole
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles, read once a request."""

    networks: dict[int, frozenset[NetworkRole]]
    teams: dict[int, TeamRole]
    coached: frozenset[int]
    reachable: frozenset[int]
    """Networks in which the person has any role, on a team or for the network."""


NOBODY = Standing({}, {}, frozenset(), frozenset())


def standing_of(user: User | None, within: int | None = None) -> Standing:
    """The roles of `user`, in one query: every page asks it.

    `within` is the id of the only network that counts; None lets all of them count.
    """
    if user is None:
        return NOBODY
    networks: dict[int, set[NetworkRole]] = {}
    teams: dict[int, TeamRole] = {}
    coaching: list[tuple[int, int]] = []
    reachable: set[int] = set()
    for kind, network_id, team_id, role in db.session.execute(_ROLES, {"user": user.id}):
        if within is not None and network_id != within:
            continue
        if kind == "network":
            networks.setdefault(network_id, set()).add(NetworkRole(role))
            reachable.add(network_id)
        elif kind == "team":
            teams[team_id] = TeamRole(role)
            reachable.add(network_id)
        else:
            coaching.append((team_id, network_id))
    # Who coaches no longer in the network sees none of its teams' work.
    coached = [
        (team_id, network_id)
        for team_id, network_id in coaching
        if NetworkRole.COACH in networks.get(network_id, set())
    ]
    return Standing(
        {key: frozenset(roles) for key, roles in networks.items()},
        teams,
        frozenset(team_id for team_id, _ in coached),
        frozenset(reachable),
    )


def _roles() -> Any:
    none, user_id = cast_column(null(), Integer), bindparam("user", type_=Integer)
    return union_all(
        select(
            literal("network").label("kind"),
            NetworkMembership.network_id,
            none.label("team_id"),
            cast_column(NetworkMembership.role, String).label("role"),
        ).where(NetworkMembership.user_id == user_id),
        select(
            literal("team"),
            Team.network_id,
            TeamMembership.team_id,
            cast_column(TeamMembership.role, String),
        )
        .join(Team)
        .where(TeamMembership.user_id == user_id),
        select(literal("coach"), Team.network_id, CoachAssignment.team_id, null())
        .select_from(CoachAssignment)
        .join(Team)
        .where(CoachAssignment.user_id == user_id),
    )


_ROLES = _roles()


def actor() -> User:
    """The signed-in person. Views that declare more than `public` always have one."""
    user = current_user._get_current_object()  # models need the person, not its proxy
    if not isinstance(user, User):
        raise TypeError("This view needs a signed-in person; it is declared public.")
    return user


def narrow(user: User, within: int) -> None:
    """Let only one network count for the rest of this request."""
    g.standing = standing_of(user, within)


def standing() -> Standing:
    """The signed-in person's roles, read once a request."""
    if "standing" not in g:
        g.standing = standing_of(actor() if current_user.is_authenticated else None)
    found: Standing = g.standing
    return found
