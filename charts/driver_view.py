"""Where everything of a driver diagram stands: what the template draws."""

from __future__ import annotations

from dataclasses import dataclass

from charts.diagram_svg import short_number
from charts.diagram_text import Box, TextLine
from charts.diagram_view import Diagram
from charts.driver_theory import Level


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node at its place.

    Parameters
    ----------
    key : str
        The node's key.
    level : Level
        Its column.
    box : Box
        The frame, or the row of a change idea.
    css : str
        Class of the frame.
    texts : tuple of TextLine
        What is written.
    label : str
        What is said to those who hear it.
    href : str
        Where it leads, or "".
    status : str
        Status of a change idea, or "".
    icon_x, icon_y : float
        Center of the status icon.
    """

    key: str
    level: Level
    box: Box
    css: str
    texts: tuple[TextLine, ...]
    label: str
    href: str = ""
    status: str = ""
    icon_x: float = 0.0
    icon_y: float = 0.0


@dataclass(frozen=True, slots=True)
class EdgeView:
    """A line from a node to one that serves it.

    Parameters
    ----------
    source, target : str
        Keys, left one first.
    points : tuple of (float, float)
        Ends and the points between them, left to right.
    css : str
        Class of the line.
    """

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    css: str

    @property
    def path(self) -> str:
        """The curve as SVG path data; the stretch through a column is level."""
        parts = [f"M{short_number(self.points[0][0])} {short_number(self.points[0][1])}"]
        for (x0, y0), (x1, y1) in zip(self.points, self.points[1:], strict=False):
            if abs(y0 - y1) < 0.05:
                parts.append(f"H{short_number(x1)}")
                continue
            middle, start, end = (short_number(value) for value in ((x0 + x1) / 2, y0, y1))
            parts.append(f"C{middle} {start} {middle} {end} {short_number(x1)} {end}")
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class DriverView(Diagram):
    """The whole drawing.

    Parameters
    ----------
    width, height, title, description
        As of every diagram.
    headings : tuple of TextLine
        Names of the columns.
    rule_y : float
        The hairline below the headings.
    nodes : tuple of NodeView
        In reading order.
    edges : tuple of EdgeView
        Those that improved last, so that they lie on top.
    """

    headings: tuple[TextLine, ...]
    rule_y: float
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]
