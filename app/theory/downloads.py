"""The driver diagram as a file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from app.diagram_files import diagram_file
from app.teams.models import Team
from app.templating import long_date
from charts.driver_diagram import DriverDiagram, layout

UNSAFE = re.compile(r"[^a-z0-9-]+")


def file_of(
    extension: str, diagram: DriverDiagram, team: Team, day: date, version: str = ""
) -> bytes:
    """The diagram with the team's name above and, below, which version it is."""
    # A file leads nowhere: links and focus are the page's.
    still = replace(diagram, nodes=tuple(replace(node, href="") for node in diagram.nodes))
    return diagram_file(
        layout(still),
        extension,
        heading=f"{diagram.title}, {team.name}",
        footer=version or f"Theory of change as it stands on {long_date(day)}",
        day=day,
    )


def stem_of(team: Team, day: date, version: str = "") -> str:
    """A file's name without its extension: team, what it is, and the day or the version."""
    stem = f"{team.slug}-drivers-{version or day.isoformat()}"
    return UNSAFE.sub("-", stem.lower()).strip("-")
