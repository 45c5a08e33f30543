"""Where everything of a stakeholder map stands: what the template draws."""

from __future__ import annotations

import math
from dataclasses import dataclass

from charts.diagram_svg import short_number
from charts.diagram_text import Box, TextLine
from charts.diagram_view import Diagram


@dataclass(frozen=True, slots=True)
class PersonView:
    """A stakeholder at its place.

    Parameters
    ----------
    key : str
        The stakeholder's key.
    x, y : float
        Center of the dot.
    box : Box
        Dot and name together, the area to point at.
    texts : tuple of TextLine
        The name, wrapped.
    label : str
        What is said to those who hear it.
    href : str
        Where it leads, or "".
    lived_experience : bool
        Whether the dot wears a ring.
    """

    key: str
    x: float
    y: float
    box: Box
    texts: tuple[TextLine, ...]
    label: str
    href: str
    lived_experience: bool


@dataclass(frozen=True, slots=True)
class MoveView:
    """An arrow from an earlier place to the next one.

    Parameters
    ----------
    key : str
        The stakeholder's key.
    x0, y0, x1, y1 : float
        Centers of the two marks.
    stops_at_dot : bool
        Whether it is the latest move, which ends at the dot; older ones are fainter.
    """

    key: str
    x0: float
    y0: float
    x1: float
    y1: float
    stops_at_dot: bool

    def _toward(self, distance_from_end: float) -> tuple[float, float]:
        length = math.hypot(self.x1 - self.x0, self.y1 - self.y0) or 1.0
        share = max(length - distance_from_end, 0.0) / length
        return self.x0 + (self.x1 - self.x0) * share, self.y0 + (self.y1 - self.y0) * share

    @property
    def _clearance(self) -> float:
        return 10.0 if self.stops_at_dot else 6.0

    @property
    def shaft(self) -> tuple[float, float, float, float]:
        """Ends of the shaft, from the rim of the earlier mark."""
        length = math.hypot(self.x1 - self.x0, self.y1 - self.y0) or 1.0
        x, y = self._toward(length - 4.5)
        return (x, y, *self._toward(self._clearance + 5.0))

    @property
    def path(self) -> str:
        """The shaft as SVG path data."""
        x, y, end_x, end_y = map(short_number, self.shaft)
        return f"M{x} {y}L{end_x} {end_y}"

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The arrow head, a small triangle before the later mark."""
        angle = math.atan2(self.y1 - self.y0, self.x1 - self.x0)
        tip_x, tip_y = self._toward(self._clearance)
        corners = [(tip_x, tip_y)]
        for turn in (2.72, -2.72):
            corners.append(
                (tip_x + 7.0 * math.cos(angle + turn), tip_y + 7.0 * math.sin(angle + turn))
            )
        return tuple(corners)

    @property
    def head(self) -> str:
        """The arrow head as SVG path data."""
        return "M" + "L".join(f"{short_number(x)} {short_number(y)}" for x, y in self.corners) + "z"


@dataclass(frozen=True, slots=True)
class KeyMark:
    """One entry of the key.

    Parameters
    ----------
    kind : {"here", "lived", "was"}
        Which mark.
    x, y : float
        Its center.
    text : TextLine
        Its meaning.
    """

    kind: str
    x: float
    y: float
    text: TextLine


@dataclass(frozen=True, slots=True)
class CellView:
    """One of the 25 places of the map, for those who drop a stakeholder onto it.

    Parameters
    ----------
    support, importance : int
        The position that it stands for.
    box : Box
        Where it lies.
    """

    support: int
    importance: int
    box: Box


@dataclass(frozen=True, slots=True)
class StakeholderView(Diagram):
    """The whole drawing.

    Parameters
    ----------
    width, height, title, description
        As of every diagram.
    quadrants : tuple of Box
        The four fields.
    headings : tuple of TextLine
        Their names.
    axis : tuple of TextLine
        Names of rows, columns and axes.
    grid : tuple of (x0, y0, x1, y1)
        Faint lines between cells.
    items : tuple of PersonView
        Most important first.
    moves : tuple of MoveView
        Oldest first.
    key : tuple of KeyMark
        Meaning of the marks in use.
    cells : tuple of CellView
        The 25 cells, row by row from the top.
    """

    quadrants: tuple[Box, ...]
    headings: tuple[TextLine, ...]
    axis: tuple[TextLine, ...]
    grid: tuple[tuple[float, float, float, float], ...]
    items: tuple[PersonView, ...]
    moves: tuple[MoveView, ...]
    key: tuple[KeyMark, ...]
    cells: tuple[CellView, ...] = ()
