"""The theory of change's page, as it lives."""

from __future__ import annotations

from flask import Response, render_template

from app import access, navigation
from app.access import May
from app.clock import today
from app.conversations.queries import counts
from app.diagram_files import LABELS, TYPES, attachment
from app.teams.models import Team
from app.theory import (  # noqa: F401  # each gives the blueprint its routes
    edit_views,
    node_views,
    version_views,
)
from app.theory.blueprint import BASE, bp
from app.theory.downloads import file_of, stem_of
from app.theory.drawing import drawn, key_of, living
from app.theory.queries import versions_of

__all__ = ["bp"]


@bp.get(BASE)
@access.team(May.SEE_TEAM)
def show(team: Team) -> str:
    """Show the whole theory: what drives the aim, what was tested, what moved."""
    navigation.within(team.network, team)
    found = living(team)
    diagram = found.diagram()
    return render_template(
        "theory/show.html",
        team=team,
        theory=found.theory,
        versions=versions_of(team.id),
        served=found.served(),
        formats=LABELS,
        drawing=drawn(diagram) if diagram else None,
        key=key_of(diagram) if diagram else None,
        talks=counts(team.id, "driver"),
    )


@bp.get(f"{BASE}/chart.<ext>")
@access.team(May.SEE_TEAM)
def download(team: Team, ext: str) -> Response:
    """The living diagram as a file."""
    diagram = living(team).diagram() if ext in TYPES else None
    if diagram is None:
        access.not_found()
    return attachment(file_of(ext, diagram, team, today()), ext, stem_of(team, today()))
