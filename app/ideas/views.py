"""The library of the network's change ideas, and the page of one of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.htmx import page_or_fragment
from app.ideas import team_views  # noqa: F401  # gives the blueprint its routes
from app.ideas.blueprint import LIBRARY, bp
from app.ideas.library import library
from app.ideas.lineage import lineage_of
from app.ideas.queries import drivers_served, idea_of_network, teams_of
from app.ideas.results import results_of
from app.ideas.search import wanted_of
from app.networks.models import Network

__all__ = ["bp"]


@bp.get(LIBRARY)
@access.network(May.SEE_NETWORK)
def index(network: Network) -> Response:
    """Show what teams of the network tried, narrowed to what is asked for."""
    navigation.within(network)
    wanted, page = wanted_of(request.args), request.args.get("page", "1")
    found = library(network, wanted, int(page) if page.isdecimal() and len(page) < 6 else 1)
    asked: dict[str, Any] = {"network_slug": network.slug, **wanted.asked}
    address = partial(url_for, "ideas.index", **asked)
    return page_or_fragment(
        "ideas/index.html",
        "ideas/_list.html",
        network=network,
        library=found,
        page_url=lambda number: address(page=number),
    )


@bp.get(f"{LIBRARY}/<int:idea_id>")
@access.network(May.SEE_NETWORK)
def show(network: Network, idea_id: int) -> Any:
    """Show an idea with what came of it in every team that tries it."""
    idea = idea_of_network(network.id, idea_id)
    if idea is None:
        access.not_found()
    own = teams_of(network.id, access.standing().teams)
    navigation.within(network, own[0] if own else None)
    line = lineage_of(idea)
    return render_template(
        "ideas/show.html",
        network=network,
        idea=idea,
        lineage=line,
        drivers=drivers_served([idea.node_id]).get(idea.node_id, []),
        results=results_of(line.root_id, idea),
        writers=[team for team in own if _may_try(team, idea.team_id)],
    )


def _may_try(team: Any, owner_id: int) -> bool:
    return team.id != owner_id and access.may(May.EDIT_TEAM, team)
