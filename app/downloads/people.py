"""Who is on a team, and who belongs to a network, as tables."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.downloads.names import of_network, of_team
from app.extensions import db
from app.networks.models import Network, NetworkMembership
from app.networks.people import ROLE_NAMES
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams import membership
from app.teams.models import CoachAssignment, Team, TeamMembership

PLACE = book.text("name", "role", "brings", "lived experience", "account")
EVERYBODY = book.text("name", "email", "team", "role", "brings", "lived experience", "account")
CLOSED = "closed"


def team_book(team: Team) -> Book:
    """The people of a team and its coaches."""
    return Book(of_team(team, "people"), f"People of {team.name}", (team_sheet(team),))


def team_sheet(team: Team) -> Sheet:
    """The people of a team and its coaches, without their addresses."""
    rows: list[book.Row] = [
        (
            place.user.name,
            membership.ROLE_NAMES[place.role],
            place.contribution,
            book.yes(place.lived_experience),
            "" if place.user.active else CLOSED,
        )
        for place in membership.places_of(team)
    ]
    rows += [
        (one.user.name, "Coach", "", "", "" if one.user.active else CLOSED)
        for one in membership.coachings_of(team)
    ]
    return Sheet("People", PLACE, tuple(rows), "Nobody is on the team yet.")


def network_book(network: Network) -> Book:
    """Everybody with every role they have, for who runs the network."""
    rows = sorted(
        [*_of_network(network), *_on_teams(network), *_coaching(network)],
        key=lambda row: [str(cell).casefold() for cell in row],
    )
    return Book(
        of_network(network, "people"),
        f"People of {network.name}",
        (Sheet("People", EVERYBODY, tuple(rows), "Nobody belongs to the network yet."),),
    )


def _of_network(network: Network) -> list[book.Row]:
    query = sa.select(NetworkMembership).where(NetworkMembership.network_id == network.id)
    return [
        (
            each.user.name,
            each.user.email,
            "",
            ROLE_NAMES[each.role],
            "",
            "",
            "" if each.user.active else CLOSED,
        )
        for each in db.session.scalars(query.options(joinedload(NetworkMembership.user)))
    ]


def _on_teams(network: Network) -> list[book.Row]:
    query = sa.select(TeamMembership).join(Team).where(Team.network_id == network.id)
    query = query.options(joinedload(TeamMembership.user), joinedload(TeamMembership.team))
    return [
        (
            each.user.name,
            each.user.email,
            each.team.name,
            membership.ROLE_NAMES[each.role],
            each.contribution,
            book.yes(each.lived_experience),
            "" if each.user.active else CLOSED,
        )
        for each in db.session.scalars(query)
    ]


def _coaching(network: Network) -> list[book.Row]:
    query = sa.select(CoachAssignment).join(Team).where(Team.network_id == network.id)
    query = query.options(joinedload(CoachAssignment.user), joinedload(CoachAssignment.team))
    return [
        (
            each.user.name,
            each.user.email,
            each.team.name,
            "Coaches it",
            "",
            "",
            "" if each.user.active else CLOSED,
        )
        for each in db.session.scalars(query)
    ]
