"""The map as a file for slides and reports."""

from __future__ import annotations

from datetime import date
from typing import Literal

from app.stakeholders.drawing import map_of
from app.stakeholders.queries import stakeholders_of
from app.teams.models import Team

Extension = Literal["png", "pdf", "svg"]
TYPES: dict[str, str] = {"png": "image/png", "pdf": "application/pdf", "svg": "image/svg+xml"}


def map_file(team: Team, extension: Extension, day: date, *, outside: bool) -> bytes | None:
    """The map as SVG, PNG or PDF, with the team's name above it; None while nobody is on it."""
    from charts.diagram_figure import render  # noqa: PLC0415  # matplotlib is loaded when a file is asked for
    from charts.stakeholder_map import layout  # noqa: PLC0415  # as above

    found = map_of(stakeholders_of(team.id), outside=outside)
    if found is None:
        return None
    drawn: bytes = render(
        layout(found),
        extension,
        name=f"Who matters to the work of {team.name}",
        passport=f"{team.name}, {team.network.name}. Stakeholder map.",
        print_date=day,
    )
    return drawn
