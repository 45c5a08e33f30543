"""The blueprint of the theory's pages and the addresses they share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for

from app.htmx import go_to
from app.teams.models import Team
from app.theory.drawing import where

bp = Blueprint("theory", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/theory"


def address(team: Team, endpoint: str, **more: Any) -> str:
    """The address of one of the theory's pages."""
    return url_for(f"theory.{endpoint}", **where(team), **more)


def back_to_outline(team: Team, node_id: int | None = None, **more: Any) -> Any:
    """After a change: the outline again, at the line that changed."""
    anchor = f"line-{node_id}" if node_id else None
    return go_to(address(team, "edit", _anchor=anchor, **more))


def wants_json() -> bool:
    """Whether the page's own script asks, rather than a form."""
    return request.accept_mimetypes.best == "application/json"
