"""Inviting people, and taking invitations up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import access, audit
from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.models import User
from app.accounts.sessions import digest
from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.invitations.models import Invitation
from app.networks.models import Network, NetworkRole
from app.networks.people import give_role, is_of
from app.teams import membership
from app.teams.models import Team, TeamRole

LIFE = timedelta(days=14)


class InvitationOver(ServiceError):  # noqa: N818  # a refusal with an answer of its own, 410
    """The invitation was there and is not to be had any more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What came of offering somebody a role: it is theirs, or there is a link to pass on."""

    email: str
    person: User | None
    token: str | None


def offer(
    actor: User | None, place: Team | Network, email: str, role: TeamRole | NetworkRole
) -> Offer:
    """Give a person of the network the role at once; invite anybody else.

    Whether an address from outside the network has an account is not told.
    """
    address = accounts.clean_email(email)
    network = _network(place)
    person = people.by_email(address)
    if person is not None and person.active and is_of(network, person.id):
        _give(actor, place, person, role)
        return Offer(address, person, None)
    if actor is None:
        raise ServiceError("An invitation needs somebody who invites.")
    return Offer(address, None, _invite(actor, place, address, role))


def _invite(actor: User, place: Team | Network, email: str, role: TeamRole | NetworkRole) -> str:
    token = secrets.token_urlsafe(32)
    for earlier in open_for(place):
        if earlier.email == email and earlier.role is role:
            earlier.ended_at = now()  # the new link takes its place
    invitation = Invitation(
        network=_network(place),
        team=place if isinstance(place, Team) else None,
        team_role=role if isinstance(role, TeamRole) else None,
        network_role=role if isinstance(role, NetworkRole) else None,
        email=email,
        token_digest=digest(token),
        invited_by=actor,
        expires_at=now() + LIFE,
    )
    db.session.add(invitation)
    audit.record(
        actor,
        "invite",
        invitation,
        network=_network(place),
        after={"to": place.name, "role": role},
    )
    return token


def open_for(place: Team | Network) -> list[Invitation]:
    """Invitations to `place` that still can be taken up."""
    if isinstance(place, Team):
        same = Invitation.team_id == place.id
    else:
        same = sa.and_(Invitation.network_id == place.id, Invitation.team_id.is_(None))
    query = sa.select(Invitation).where(
        same, Invitation.ended_at.is_(None), Invitation.expires_at > now()
    )
    query = query.options(joinedload(Invitation.invited_by), joinedload(Invitation.team))
    return list(db.session.scalars(query.order_by(Invitation.id.desc())))


def find(token: str) -> Invitation | None:
    """The invitation behind a link; None for a link that we never made.

    Raises
    ------
    InvitationOver
        It was used, withdrawn or replaced, is too old, or comes from somebody who may not invite
        any more.
    """
    found = db.session.scalar(
        sa.select(Invitation)
        .options(
            joinedload(Invitation.network),
            joinedload(Invitation.team),
            joinedload(Invitation.invited_by),
        )
        .where(Invitation.token_digest == digest(token))
    )
    if found is None:
        return None
    inviter = found.invited_by
    right = access.May.RUN_TEAM if found.team else access.May.RUN_NETWORK
    entitled = inviter.active and access.can(right, found.place, access.standing_of(inviter))
    if found.ended_at is not None or found.expires_at <= now() or not entitled:
        raise InvitationOver("This invitation was used, taken back, or is more than 14 days old.")
    return found


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already."""
    return people.by_email(invitation.email)


def take_up_anew(invitation: Invitation, name: str, password: str) -> User:
    """Make an account for the invited person and give it the role."""
    _use(invitation)
    user = accounts.create_user(None, invitation.email, name, password)
    _give(user, invitation.place, user, invitation.role)
    return user


def take_up(invitation: Invitation, user: User) -> None:
    """Give the role to `user`, whom the invitation must be for."""
    if user.email != invitation.email:
        raise ServiceError("This invitation is for somebody else.")
    _use(invitation)
    _give(user, invitation.place, user, invitation.role)


def withdraw(actor: User, invitation: Invitation) -> None:
    """Make the link lead nowhere."""
    if invitation.ended_at is None:
        invitation.ended_at = now()
        audit.record(
            actor,
            "withdraw invitation",
            invitation,
            network=invitation.network,
            before={"to": invitation.place.name, "role": invitation.role},
        )


def _use(invitation: Invitation) -> None:
    """Spend the invitation; of two who try at once, one does."""
    used = db.session.execute(
        sa.update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.ended_at.is_(None))
        .values(ended_at=now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
        raise InvitationOver("This invitation was used already.")


def _give(
    actor: User | None, place: Team | Network, user: User, role: TeamRole | NetworkRole
) -> None:
    match place, role:
        case Team(), TeamRole():
            membership.join(actor, place, user, role)
        case Network(), NetworkRole():
            give_role(actor, place, user, role)
        case _:
            raise TypeError("A team gives team roles, a network gives network roles.")


def _network(place: Team | Network) -> Network:
    return place.network if isinstance(place, Team) else place
