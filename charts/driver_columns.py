"""Columns of a driver diagram: one a level, as wide as its texts need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from charts.diagram_text import TextLine, wrap
from charts.driver_theory import Level

_HEADINGS = {
    Level.AIM: "Aim",
    Level.PRIMARY: "Primary drivers",
    Level.SECONDARY: "Secondary drivers, with their process measures",
    Level.IDEA: "Change ideas, with their cycles",
}
# Shares of the width, as in a page 1120 px wide.
_COLUMN = {Level.AIM: 178.0, Level.PRIMARY: 236.0, Level.SECONDARY: 262.0, Level.IDEA: 320.0}
_GAP_AFTER = {Level.AIM: 36.0, Level.PRIMARY: 36.0, Level.SECONDARY: 52.0, Level.IDEA: 0.0}
_HEADING_SIZE = 13.0


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column stands, in px."""

    x: float
    width: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width


def share_width(levels: Iterable[Level], width: float) -> dict[Level, Column]:
    """Share the width among the levels that have a node."""
    present = sorted(levels)
    if not present:
        return {}
    gaps = [_GAP_AFTER[level] for level in present[:-1]]
    unit = (width - sum(gaps)) / sum(_COLUMN[level] for level in present)
    columns: dict[Level, Column] = {}
    x = 0.0
    for level, gap in zip(present, [*gaps, 0.0], strict=True):
        columns[level] = Column(x, _COLUMN[level] * unit)
        x = columns[level].right + gap
    return columns


def head(columns: Mapping[Level, Column]) -> tuple[tuple[TextLine, ...], float]:
    """Write the names of the columns; return them and the height of the hairline below them."""
    lines = {
        level: wrap(_HEADINGS[level], column.width + _GAP_AFTER[level] - 12.0, _HEADING_SIZE)
        for level, column in columns.items()
    }
    texts = tuple(
        TextLine(columns[level].x, 13.0 + 18.0 * number, line, "dg-t13 dg-quiet", _HEADING_SIZE)
        for level, wrapped in lines.items()
        for number, line in enumerate(wrapped)
    )
    return texts, 18.0 * max(map(len, lines.values()), default=1) + 5.0
