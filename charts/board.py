"""A drawing in the making: what is drawn so far, and the places that labels keep clear of."""

from __future__ import annotations

from dataclasses import dataclass, field

from charts.geometry import text_box
from charts.layouts import Layout
from charts.view import XY, Area, Box, Line, LineKind, Mark, Text


def tidy(value: float) -> float:
    """Round to a tenth of a pixel, which no eye can tell and which keeps pages small."""
    return round(value, 1) + 0.0


@dataclass(slots=True)
class Board:
    """What every chart shares while it is laid out, whatever its axes are.

    Parameters
    ----------
    layout : Layout
        The size it is drawn in.
    plot : Box
        The rectangle of the axes.
    """

    layout: Layout
    plot: Box
    areas: list[Area] = field(default_factory=list, kw_only=True)
    lines: list[Line] = field(default_factory=list, kw_only=True)
    marks: list[Mark] = field(default_factory=list, kw_only=True)
    texts: list[Text] = field(default_factory=list, kw_only=True)
    paths: list[tuple[XY, ...]] = field(default_factory=list, kw_only=True)
    """Lines of the data and the limits, which labels keep clear of."""
    boxes: list[Box] = field(default_factory=list, kw_only=True)
    """Rectangles of the marks and texts so far."""
    height: float = field(default=0.0, kw_only=True)

    def line(self, kind: LineKind, *points: XY) -> None:
        """Draw a line through tidy points."""
        self.lines.append(Line(points, kind))

    def text(self, text: Text) -> None:
        """Write a text and keep its place from others."""
        self.texts.append(text)
        self.boxes.append(text_box(text))

    def put(self, mark: Mark) -> None:
        """Draw a point and keep its place from labels."""
        r = mark.radius
        self.marks.append(mark)
        self.boxes.append(Box(mark.x - r, mark.y - r, mark.x + r, mark.y + r))
