"""The theory of change's page."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from app import access, navigation
from app.access import May
from app.aims.queries import aim_of
from app.measures.charts import series_chart
from app.measures.queries import series_of_team
from app.pdsa.queries import cycles_of
from app.teams.models import Team
from app.theory.diagram import diagram_of
from app.theory.models import DriverNode
from app.theory.queries import theory_of
from charts.driver_diagram import html, key_html

bp = Blueprint("theory", __name__, template_folder="templates")


@bp.get("/networks/<network_slug>/teams/<team_slug>/theory")
@access.team(May.SEE_TEAM)
def show(team: Team) -> str:
    """Show the whole theory: what drives the aim, what was tested, what moved."""
    navigation.within(team.network, team)
    series = series_of_team(team.id)
    charts = {each.measure_id: series_chart(each, size="mini", flags=()) for each in series}
    cycles = cycles_of([team.id]).get(team.id, [])
    theory = theory_of(team.id)

    def ramp(node: DriverNode) -> str:
        return idea_url(team, node)

    found = diagram_of(theory, aim_of(team.id), charts, cycles, ramp)
    return render_template(
        "theory/show.html",
        team=team,
        theory=theory,
        charts=charts,
        drawing=html(found, uid="drivers-drawing") if found else None,
        key=key_html(found) if found else None,
    )


def idea_url(team: Team, node: DriverNode) -> str:
    """Where a change idea leads: to its ramp in the list of cycles."""
    return url_for(
        "pdsa.index",
        network_slug=team.network.slug,
        team_slug=team.slug,
        ramp=f"idea-{node.id}",
    )
