"""Networks and teams."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access
from app.access import May
from app.api import paging
from app.api.blueprint import bp
from app.api.operation import reads
from app.api.schemas.base import PageQuery
from app.api.schemas.networks import NetworkDetails, NetworkList, NetworkOut, TeamList, TeamOut
from app.extensions import db
from app.networks.models import Network
from app.networks.queries import strategies_of
from app.teams.models import Team


@bp.get("/networks")
@access.signed_in
@reads(NetworkList, tag="Networks", query=PageQuery)
def networks(query: PageQuery) -> Any:
    """List the networks that you belong to."""
    ids = access.standing().reachable
    found = db.session.scalars(select(Network).where(Network.id.in_(ids)).order_by(Network.slug))
    page = paging.cut(sorted(found, key=_slug), query, _slug)
    return NetworkList(
        networks=[NetworkOut.of(each) for each in page.items], next_cursor=page.next_cursor
    )


@bp.get("/networks/<network_slug>")
@access.network(May.SEE_NETWORK)
@reads(NetworkDetails, tag="Networks")
def network(network: Network) -> Any:
    """Read a network with its strategies."""
    return NetworkDetails.whole(network, strategies_of(network))


@bp.get("/networks/<network_slug>/teams")
@access.network(May.SEE_NETWORK)
@reads(TeamList, tag="Teams", query=PageQuery)
def teams(network: Network, query: PageQuery) -> Any:
    """List a network's teams."""
    found = db.session.scalars(
        select(Team)
        .where(Team.network_id == network.id)
        .options(joinedload(Team.working_group), joinedload(Team.network))
    )
    page = paging.cut(sorted(found, key=_slug), query, _slug)
    return TeamList(teams=[_team(each) for each in page.items], next_cursor=page.next_cursor)


@bp.get("/networks/<network_slug>/teams/<team_slug>")
@access.team(May.MEET_TEAM)
@reads(TeamOut, tag="Teams")
def team(team: Team) -> Any:
    """Read a team."""
    return _team(team)


def _team(team: Team) -> TeamOut:
    return TeamOut.of(
        team,
        sees_all=access.may(May.SEE_TEAM, team),
        may_enter=access.may(May.ENTER_DATA, team),
    )


def _slug(thing: Network | Team) -> str:
    return thing.slug
