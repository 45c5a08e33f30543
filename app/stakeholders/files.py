"""The map as a file for slides and reports."""

from __future__ import annotations

from datetime import date

from app.diagram_files import diagram_file
from app.stakeholders.drawing import map_of
from app.stakeholders.queries import stakeholders_of
from app.teams.models import Team
from charts.stakeholder_map import layout


def map_file(team: Team, extension: str, day: date, *, outside: bool) -> bytes | None:
    """The map with the team's name above it; None while nobody is on it."""
    found = map_of(stakeholders_of(team.id), outside=outside)
    if found is None:
        return None
    return diagram_file(
        layout(found),
        extension,
        heading=f"Who matters to the work of {team.name}",
        footer=f"{team.name}, {team.network.name}. Stakeholder map.",
        day=day,
    )
