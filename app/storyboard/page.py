"""A storyboard drawn for the page and for one sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.aims.progress import drawn_progress
from app.pdsa.ramps import drawn_ramps
from app.storyboard.arrangement import TITLES
from app.storyboard.material import Material
from app.storyboard.models import Part
from app.storyboard.sheet import Sheet, sheet_of
from app.theory.drawing import drawn, key_of

ROWS = (
    ("head", (Part.TEAM, Part.AIM, Part.WHY)),
    ("charts", (Part.THEORY, Part.MEASURES)),
    ("tests", (Part.TESTS, Part.RESULTS, Part.SURPRISES)),
    ("end", (Part.VOICE, Part.LESSONS, Part.ASKS, Part.NEXT)),
)
"""The parts in their order, and which stand beside each other."""


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
    sheet: Sheet
    """What of it stands on paper, and how large."""
    progress: Markup | None
    drivers: Markup | None
    drivers_key: Markup | None
    ramps: Markup | None


def board_of(found: Material) -> Board:
    """Draw what shows, and nothing else."""
    every = [(name, tuple(part for part in parts if found.shows(part))) for name, parts in ROWS]
    rows = tuple((name, parts) for name, parts in every if parts)
    shown = found.shows
    diagram = found.diagram if shown(Part.THEORY) else None
    ramps = found.ramp_chart if shown(Part.TESTS) else None
    return Board(
        material=found,
        rows=rows,
        empty=tuple(
            TITLES[part] for part in Part if found.arrangement.shows(part) and not found.holds(part)
        ),
        hidden=tuple(TITLES[part] for part in Part if not found.arrangement.shows(part)),
        sheet=sheet_of(found, rows),
        progress=drawn_progress(found.progress, uid="board-aim")
        if found.progress and shown(Part.AIM)
        else None,
        drivers=drawn(diagram) if diagram else None,
        drivers_key=key_of(diagram) if diagram else None,
        ramps=drawn_ramps(ramps, uid="board-ramps") if ramps else None,
    )
