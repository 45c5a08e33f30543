"""The addresses of the import: a team's own people for their team, the backbone for any team."""

from __future__ import annotations

from typing import Any

from app import access
from app.access import May
from app.imports.browser import large, steps
from app.imports.browser.blueprint import NETWORK, TEAM, bp
from app.imports.browser.place import Place
from app.networks.models import Network
from app.teams.models import Team

__all__ = ["bp", "large"]


@bp.get(TEAM)
@access.team(May.ENTER_DATA)
def team_start(team: Team) -> Any:
    return steps.start(Place(team.network, team))


@bp.post(TEAM)
@access.team(May.ENTER_DATA)
def team_upload(team: Team) -> Any:
    return steps.upload(Place(team.network, team))


@bp.get(f"{TEAM}/columns")
@access.team(May.ENTER_DATA)
def team_columns(team: Team) -> Any:
    return steps.columns(Place(team.network, team))


@bp.post(f"{TEAM}/columns")
@access.team(May.ENTER_DATA)
def team_map_columns(team: Team) -> Any:
    return steps.map_columns(Place(team.network, team))


@bp.get(f"{TEAM}/check")
@access.team(May.ENTER_DATA)
def team_check(team: Team) -> Any:
    return steps.look(Place(team.network, team))


@bp.post(f"{TEAM}/check")
@access.team(May.ENTER_DATA)
def team_confirm(team: Team) -> Any:
    return steps.confirm(Place(team.network, team))


@bp.get(f"{TEAM}/done")
@access.team(May.ENTER_DATA)
def team_done(team: Team) -> Any:
    return steps.done(Place(team.network, team))


@bp.post(f"{TEAM}/cancel")
@access.team(May.ENTER_DATA)
def team_cancel(team: Team) -> Any:
    return steps.cancel(Place(team.network, team))


@bp.post(f"{TEAM}/forget")
@access.team(May.ENTER_DATA)
def team_forget(team: Team) -> Any:
    return steps.forget(Place(team.network, team))


@bp.get(NETWORK)
@access.network(May.RUN_NETWORK)
def network_start(network: Network) -> Any:
    return steps.start(Place(network))


@bp.post(NETWORK)
@access.network(May.RUN_NETWORK)
def network_upload(network: Network) -> Any:
    return steps.upload(Place(network))


@bp.get(f"{NETWORK}/columns")
@access.network(May.RUN_NETWORK)
def network_columns(network: Network) -> Any:
    return steps.columns(Place(network))


@bp.post(f"{NETWORK}/columns")
@access.network(May.RUN_NETWORK)
def network_map_columns(network: Network) -> Any:
    return steps.map_columns(Place(network))


@bp.get(f"{NETWORK}/check")
@access.network(May.RUN_NETWORK)
def network_check(network: Network) -> Any:
    return steps.look(Place(network))


@bp.post(f"{NETWORK}/check")
@access.network(May.RUN_NETWORK)
def network_confirm(network: Network) -> Any:
    return steps.confirm(Place(network))


@bp.get(f"{NETWORK}/done")
@access.network(May.RUN_NETWORK)
def network_done(network: Network) -> Any:
    return steps.done(Place(network))


@bp.post(f"{NETWORK}/cancel")
@access.network(May.RUN_NETWORK)
def network_cancel(network: Network) -> Any:
    return steps.cancel(Place(network))


@bp.post(f"{NETWORK}/forget")
@access.network(May.RUN_NETWORK)
def network_forget(network: Network) -> Any:
    return steps.forget(Place(network))
