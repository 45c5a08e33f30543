"""The driver diagram as a file. Another kind of file is one more line in `FORMATS`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.teams.models import Team
from app.templating import long_date
from charts.driver_diagram import DriverDiagram, layout

UNSAFE = re.compile(r"[^a-z0-9-]+")

Draw = Callable[[DriverDiagram, str, str, date], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what browsers call it, and how the diagram becomes one.

    `draw` takes the diagram, its heading, the line below it, and the day of printing.
    """

    mimetype: str
    label: str
    draw: Draw


def _picture(kind: str) -> Draw:
    def draw(diagram: DriverDiagram, heading: str, footer: str, day: date) -> bytes:
        from charts.diagram_figure import render  # noqa: PLC0415  # matplotlib is loaded when a file is asked for

        # A file leads nowhere: links and focus are the page's.
        still = replace(diagram, nodes=tuple(replace(node, href="") for node in diagram.nodes))
        return render(
            layout(still),
            kind,  # type: ignore[arg-type]  # one of the three below
            name=heading,
            passport=footer,
            print_date=day,
        )

    return draw


# A slide is one more line: "pptx": Format("application/vnd…presentation", "Slide", …).
FORMATS: dict[str, Format] = {
    "png": Format("image/png", "PNG", _picture("png")),
    "pdf": Format("application/pdf", "PDF", _picture("pdf")),
    "svg": Format("image/svg+xml", "SVG", _picture("svg")),
}


def file_of(
    kind: Format, diagram: DriverDiagram, team: Team, day: date, version: str = ""
) -> bytes:
    """The diagram with the team's name above and, below, which version it is."""
    heading = f"{diagram.title}, {team.name}"
    footer = version or f"Theory of change as it stands on {long_date(day)}"
    return kind.draw(diagram, heading, footer, day)


def file_name(team: Team, day: date, extension: str, version: str = "") -> str:
    """A file's name: team, what it is, and the day or the version."""
    stem = f"{team.slug}-drivers-{version or day.isoformat()}"
    return f"{UNSAFE.sub('-', stem.lower()).strip('-')}.{extension}"
