"""Measures and their versions, as they are read."""

from __future__ import annotations

from typing import Any

from app import access
from app.access import May
from app.api import paging
from app.api.blueprint import bp
from app.api.conditions import etag
from app.api.operation import Answer, reads
from app.api.schemas.base import PageQuery
from app.api.schemas.measures import MeasureDetails, MeasureList, MeasureOut, RevisionList
from app.catalog import history
from app.measures.models import Measure, Series
from app.measures.queries import local_measures, series_of_team, shared_measures
from app.networks.models import Network
from app.strata.queries import breakdowns_of_measure
from app.teams.models import Team

MEASURE = "/networks/<network_slug>/measures/<measure_slug>"


@bp.get("/networks/<network_slug>/measures")
@access.network(May.SEE_NETWORK)
@reads(MeasureList, tag="Measures", query=PageQuery)
def measures(network: Network, query: PageQuery) -> Any:
    """List a network's measures: those it shares, and your teams' own."""
    own = access.own_teams(access.standing())
    listed = [*shared_measures(network.id), *(local_measures(network.id, own) if own else ())]
    return _page([each.measure for each in listed], query)


@bp.get(MEASURE)
@access.measure(May.SEE_MEASURE)
@reads(MeasureDetails, tag="Measures")
def measure(measure: Measure) -> Any:
    """Read a measure: its whole definition, and what it is broken down by."""
    return details(measure)


@bp.get(f"{MEASURE}/versions")
@access.measure(May.SEE_MEASURE)
@reads(RevisionList, tag="Measures")
def versions(measure: Measure) -> Any:
    """Read every state of a measure's definition, with the reason for each."""
    return RevisionList.of(history.revisions(measure))


@bp.get("/networks/<network_slug>/teams/<team_slug>/measures")
@access.team(May.MEET_TEAM)
@reads(MeasureList, tag="Measures", query=PageQuery)
def team_measures(team: Team, query: PageQuery) -> Any:
    """List the measures that a team keeps, as far as you may see them."""
    return _page([each.measure for each in _seen(team)], query)


def details(measure: Measure, status: int = 200) -> Answer:
    """A measure with its ETag."""
    content = MeasureDetails.whole(measure, breakdowns_of_measure(measure))
    return Answer(content, status, {"ETag": etag(measure.version)})


def _seen(team: Team) -> list[Series]:
    return [each for each in series_of_team(team.id) if access.may(May.SEE_SERIES, each)]


def _page(found: list[Measure], query: PageQuery) -> MeasureList:
    page = paging.cut(sorted(found, key=_slug), query, _slug)
    return MeasureList(
        measures=[MeasureOut.of(each) for each in page.items], next_cursor=page.next_cursor
    )


def _slug(measure: Measure) -> str:
    return measure.slug
