"""The stakeholder map's page."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import access, navigation
from app.access import May
from app.stakeholders.drawing import map_of, quadrant_of
from app.stakeholders.queries import stakeholders_of
from app.teams.models import Team
from charts.stakeholder_map import html

bp = Blueprint("stakeholders", __name__, template_folder="templates")


@bp.get("/networks/<network_slug>/teams/<team_slug>/stakeholders")
@access.team(May.SEE_TEAM)
def show(team: Team) -> str:
    """Show who matters, where they stand, and what each needs next."""
    navigation.within(team.network, team)
    people = stakeholders_of(team.id)
    found = map_of(people)
    return render_template(
        "stakeholders/show.html",
        team=team,
        people=people,
        drawing=html(found, uid="stakeholders-drawing") if found else None,
        quadrant_of=quadrant_of,
    )
