"""What the parts of a chart share while it is laid out: scales, and what is drawn so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from charts.formats import NumberFormat
from charts.geometry import text_box
from charts.layouts import Layout
from charts.periods import Period
from charts.scales import Axis
from charts.timeline import Timeline
from charts.view import XY, Area, Box, Flag, Line, LineKind, Mark, Text
from qi.results import Analysis


def tidy(value: float) -> float:
    """Round to a tenth of a pixel, which no eye can tell and which keeps pages small."""
    return round(value, 1) + 0.0


@dataclass(slots=True)
class Canvas:
    """A drawing in the making.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    layout : Layout
        The size it is drawn in.
    timeline : Timeline
        Horizontal positions.
    axis : Axis
        Vertical scale.
    formats : NumberFormat
        How values are written.
    plot : Box
        The rectangle of the axes.
    """

    analysis: Analysis
    layout: Layout
    timeline: Timeline
    axis: Axis
    formats: NumberFormat
    plot: Box
    areas: list[Area] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    paths: list[tuple[XY, ...]] = field(default_factory=list)
    """Lines of the data and the limits, which labels keep clear of."""
    boxes: list[Box] = field(default_factory=list)
    """Rectangles of the marks and texts so far."""
    pixels: float = 0.0
    """Pixels between two neighbors of the timeline, once the axes are settled."""
    xs: list[float] = field(default_factory=list)
    """Pixels of the points, once the axes are settled."""
    ys: list[float] = field(default_factory=list)
    """Pixels of their values, not a number where there is none."""
    height: float = 0.0

    @property
    def period(self) -> Period:
        """Pace of the series."""
        return self.timeline.period

    def x(self, position: float) -> float:
        """Pixel of a position on the timeline."""
        at = self.plot.left + (position - self.timeline.first + 0.5) * self.pixels
        return round(at, 1) + 0.0

    def x_of(self, index: int) -> float:
        """Pixel of a point."""
        return self.xs[index]

    def place(self, plot: Box) -> None:
        """Set the rectangle of the axes, which may still change its height."""
        self.plot = plot
        self.pixels = (plot.right - plot.left) / self.timeline.span

    def settle(self, plot: Box) -> None:
        """Fix the rectangle of the axes, and with it the pixels of the points."""
        self.place(plot)
        self.xs = [self.x(position) for position in self.timeline.positions]
        self.ys = [self.y(value) for value in self.analysis.values.tolist()]

    def y(self, value: float) -> float:
        """Pixel of a value."""
        return round(self.axis.place(value, self.plot.top, self.plot.bottom), 1) + 0.0

    def y_of(self, index: int) -> float:
        """Pixel of a point's value."""
        return self.ys[index]

    def boundary(self, index: int) -> float:
        """Pixel between a point and the one before it: half a step outside at the ends."""
        positions, half = self.timeline.positions, min(0.5, self.timeline.step / 2)
        if index == 0:
            return self.x(positions[0] - half)
        if index == len(positions):
            return self.x(positions[-1] + half)
        return self.x((positions[index - 1] + positions[index]) / 2)

    def line(self, kind: LineKind, *points: XY) -> None:
        """Draw a line through tidy points."""
        self.lines.append(Line(points, kind))

    def text(self, text: Text) -> None:
        """Write a text and keep its place from others."""
        self.texts.append(text)
        self.boxes.append(text_box(text))

    def mark(self, mark: Mark) -> None:
        """Draw a point and keep its place from labels."""
        r = mark.radius
        self.marks.append(mark)
        self.boxes.append(Box(mark.x - r, mark.y - r, mark.x + r, mark.y + r))
