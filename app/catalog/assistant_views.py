"""The assistant: plain questions by a form that changes nothing, and what follows from the answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.catalog.assistant import propose
from app.catalog.questions import QuestionsForm
from app.catalog.views import NETWORK, TEAM
from app.networks.models import Network
from app.teams.models import Team

bp = Blueprint("measure_assistant", __name__, template_folder="templates")


@bp.get(f"{NETWORK}/assistant")
@access.network(May.SEE_NETWORK)
def for_network(network: Network) -> Any:
    target = "catalog.new_shared" if access.may(May.RUN_NETWORK, network) else ""
    return _page(network, None, target, network_slug=network.slug)


@bp.get(f"{TEAM}/assistant")
@access.team(May.EDIT_TEAM)
def for_team(team: Team) -> Any:
    where: dict[str, Any] = {"network_slug": team.network.slug, "team_slug": team.slug}
    return _page(team.network, team, "catalog.new_local", **where)


def _page(network: Network, team: Team | None, target: str, **where: Any) -> Any:
    navigation.within(network, team)
    asked = "counted" in request.args
    form = QuestionsForm(request.args if asked else None, meta={"csrf": False})
    proposal = propose(form.answers()) if asked and form.validate() else None
    next_url = (
        url_for(target, **where, **dict[str, Any](proposal.values)) if proposal and target else ""
    )
    page = render_template(
        "catalog/assistant.html",
        network=network,
        team=team,
        form=form,
        proposal=proposal,
        next_url=next_url,
        form_url=url_for(target, **where) if target else "",
    )
    return page, 422 if asked and form.errors else 200
