"""What the grid says in sentences."""

from __future__ import annotations

from app.grid.sheet import Grid
from app.measures.many import Kept


def counted(number: int, word: str) -> str:
    """A number of things: "1 month", "24 months"."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def kept_words(kept: Kept, grid: Grid) -> str:
    """What was stored: "22 months are stored, 2 corrected."."""
    parts = []
    if kept.entered:
        verb = "is" if kept.entered == 1 else "are"
        parts.append(f"{counted(kept.entered, grid.word)} {verb} stored")
    if kept.corrected:
        verb = "is" if kept.corrected == 1 else "are"
        what = str(kept.corrected) if parts else f"{counted(kept.corrected, grid.word)} {verb}"
        parts.append(f"{what} corrected")
    if not parts:
        return "The groups are stored."
    return ", ".join(parts) + "."
