"""The button with which a team takes up a shared measure."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app import access
from app.access import May
from app.extensions import db
from app.htmx import go_to
from app.measures import adopt
from app.measures.addresses import series_url
from app.teams.models import Team

bp = Blueprint("measure_adoption", __name__)


@bp.post("/networks/<network_slug>/teams/<team_slug>/measures/<measure_slug>/adopt")
@access.team(May.EDIT_TEAM)
def start(team: Team, measure_slug: str) -> Any:
    """Start the team's series of a shared measure and lead to its first value."""
    measure = adopt.shared_measure(team.network, measure_slug)
    if measure is None or measure.retired_at is not None:
        access.not_found()
    series, is_new = adopt.adopt(access.actor(), team, measure)
    if is_new:
        flash(f"{team.name} collects {measure.name} now. Enter the first value.", "saved")
    db.session.commit()
    return go_to(series_url(series, _anchor="entry"))
