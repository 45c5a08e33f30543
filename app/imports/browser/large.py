"""The answer to a file that is larger than the server takes: the page it was chosen on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app import access
from app.access import May
from app.errors import error_page
from app.imports.browser import steps
from app.imports.browser.blueprint import bp
from app.imports.browser.place import Place
from app.networks.models import Network
from app.teams.models import Team

MOST_THROWN_AWAY = 128 * 1024 * 1024
"""Bytes of a request that are read to no purpose but that the browser listens to the answer."""
PIECE = 1024 * 1024


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Any:
    """The import's own page where the person may bring files in here, the general one elsewhere."""
    _throw_away()
    views: dict[str, Callable[..., Any]] = {
        "importing.team_upload": _team,
        "importing.network_upload": _network,
    }
    view = views.get(request.endpoint or "")
    if view is not None:
        try:
            return view(**(request.view_args or {}))
        except HTTPException:
            pass  # who may not see the place is told nothing of it
    return error_page("413"), 413


@access.team(May.ENTER_DATA)
def _team(team: Team) -> Any:
    return steps.refuse_file(Place(team.network, team), _words())


@access.network(May.RUN_NETWORK)
def _network(network: Network) -> Any:
    return steps.refuse_file(Place(network), _words())


def _words() -> str:
    most = current_app.config["MAX_CONTENT_LENGTH"] // 2**20
    sent = (request.content_length or 0) / 2**20
    return (
        f"The file has {sent:,.0f} MB; up to {most} MB are read. Split it, for example one year at a "
        "time, leave out columns and sheets that are not needed, or save it as CSV."
    )


def _throw_away() -> None:
    """Read what is still being sent: a browser that is cut off shows no page at all."""
    stream = request.environ["wsgi.input"]
    left = min(request.content_length or 0, MOST_THROWN_AWAY)
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        left -= len(piece)
