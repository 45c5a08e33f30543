"""A storyboard drawn for the page and for one sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.storyboard.arrangement import TITLES
from app.storyboard.material import Material
from app.storyboard.models import Part
from app.theory.drawing import drawn
from charts import aim_progress, driver_diagram, pdsa_ramp

ROWS = (
    ("head", (Part.TEAM, Part.AIM, Part.WHY)),
    ("charts", (Part.THEORY, Part.MEASURES)),
    ("tests", (Part.TESTS, Part.RESULTS, Part.SURPRISES)),
    ("end", (Part.VOICE, Part.LESSONS, Part.ASKS, Part.NEXT)),
)
"""The parts in their order, and which stand beside each other."""

ROOMY, CLOSE = 1400, 2800
"""Signs up to which the words of the sheet stand at 7.5 and 6.8 points; beyond, at 6.2."""


@dataclass(frozen=True, slots=True)
class Board:
    """A storyboard as its template needs it."""

    material: Material
    rows: tuple[tuple[str, tuple[Part, ...]], ...]
    """The parts that show, row by row."""
    empty: tuple[str, ...]
    """Titles of the parts that would show if there were something in them."""
    hidden: tuple[str, ...]
    """Titles of the parts that the team hid."""
    size: str
    """How large the words stand on paper: roomy, close or tight."""
    progress: Markup | None
    drivers: Markup | None
    drivers_key: Markup | None
    ramps: Markup | None


def board_of(found: Material) -> Board:
    """Draw what shows, and nothing else."""
    rows = [(name, tuple(part for part in parts if found.shows(part))) for name, parts in ROWS]
    shown = found.shows
    diagram = found.diagram if shown(Part.THEORY) else None
    ramps = found.ramp_chart if shown(Part.TESTS) else None
    return Board(
        material=found,
        rows=tuple((name, parts) for name, parts in rows if parts),
        empty=tuple(
            TITLES[part] for part in Part if found.arrangement.shows(part) and not found.holds(part)
        ),
        hidden=tuple(TITLES[part] for part in Part if not found.arrangement.shows(part)),
        size=_size(found),
        progress=aim_progress.html(found.progress, uid="board-aim")
        if found.progress and shown(Part.AIM)
        else None,
        drivers=drawn(diagram) if diagram else None,
        drivers_key=driver_diagram.key_html(diagram) if diagram else None,
        ramps=pdsa_ramp.html(ramps, uid="board-ramps") if ramps else None,
    )


def _size(found: Material) -> str:
    """Choose the size of type by how much there is to read."""
    lines = {
        Part.RESULTS: found.kept,
        Part.SURPRISES: (*found.abandoned, *found.problems),
        Part.LESSONS: found.lessons,
        Part.NEXT: found.coming,
    }
    length = sum(len(found.says(part)) for part in Part if found.shows(part))
    length += len(found.team.why) if found.shows(Part.WHY) else 0
    for part, told in lines.items():
        if found.shows(part):
            length += sum(len(line.lead) + len(line.text) + 20 for line in told)
    if found.shows(Part.VOICE):
        length += sum(len(voice.text) + len(voice.who) for voice in found.voices)
    if found.shows(Part.MEASURES):
        length += sum(len(cause) for each in found.family for cause in each.causes)
    return "roomy" if length <= ROOMY else "close" if length <= CLOSE else "tight"
