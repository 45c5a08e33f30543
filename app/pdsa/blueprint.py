"""The blueprint of a team's cycles, its addresses, and how its views find a cycle."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from app import access
from app.pdsa import queries
from app.pdsa.models import Cycle
from app.teams.models import Team

bp = Blueprint("pdsa", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/cycles"
ONE = f"{BASE}/<int:number>"
STEP = f"{ONE}/<any(plan, do, study, act):step>"


def cycle_or_404(team: Team, number: int, *, deleted: bool = False) -> Cycle:
    """The team's cycle of that number; a deleted one only where `deleted` asks for it."""
    found = queries.cycle_of(team.id, number, deleted=deleted)
    if found is None:
        access.not_found()
    return found


def url_of(endpoint: str, team: Team, cycle: Cycle | None = None, **values: Any) -> str:
    """The address of one of these pages, for a team or one of its cycles."""
    if cycle is not None:
        values["number"] = cycle.number
    return url_for(
        f"pdsa.{endpoint}", network_slug=team.network.slug, team_slug=team.slug, **values
    )
