"""What the parts of a control chart share while it is laid out: scales, and what is drawn so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from charts.board import Board
from charts.formats import NumberFormat
from charts.periods import Period
from charts.scales import Axis
from charts.timeline import Timeline
from charts.view import Box, Flag
from qi.results import Analysis


@dataclass(slots=True)
class Canvas(Board):
    """The board of a chart over a timeline.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    layout, plot : Layout, Box
        As for `Board`.
    timeline : Timeline
        Horizontal positions.
    axis : Axis
        Vertical scale.
    formats : NumberFormat
        How values are written.
    """

    analysis: Analysis
    timeline: Timeline
    axis: Axis
    formats: NumberFormat
    flags: list[Flag] = field(default_factory=list)
    pixels: float = 0.0
    """Pixels between two neighbors of the timeline, once the axes are settled."""
    xs: list[float] = field(default_factory=list)
    """Pixels of the points, once the axes have their place."""
    between: list[float] = field(default_factory=list)
    """Pixels half way between each point and the next."""
    ys: list[float] = field(default_factory=list)
    """Pixels of their values, not a number where there is none."""

    @property
    def period(self) -> Period:
        """Pace of the series."""
        return self.timeline.period

    def x(self, position: float) -> float:
        """Pixel of a position on the timeline."""
        at = self.plot.left + (position - self.timeline.first + 0.5) * self.pixels
        return round(at, 1) + 0.0

    def xs_of(self, positions: np.ndarray) -> list[float]:
        """Pixels of many positions."""
        places = self.plot.left + (positions - self.timeline.first + 0.5) * self.pixels
        pixels: list[float] = (np.round(places, 1) + 0.0).tolist()
        return pixels

    def x_of(self, index: int) -> float:
        """Pixel of a point."""
        return self.xs[index]

    def place(self, plot: Box) -> None:
        """Set the rectangle of the axes, which may still change its height."""
        self.plot = plot
        self.pixels = (plot.right - plot.left) / self.timeline.span
        positions = np.array(self.timeline.positions)
        self.xs = self.xs_of(positions)
        self.between = self.xs_of((positions[:-1] + positions[1:]) / 2)

    def settle(self, plot: Box) -> None:
        """Fix the rectangle of the axes, and with it the pixels of the values."""
        self.place(plot)
        self.ys = self.ys_of(self.analysis.values)

    def y(self, value: float) -> float:
        """Pixel of a value."""
        return round(self.axis.place(value, self.plot.top, self.plot.bottom), 1) + 0.0

    def ys_of(self, values: np.ndarray) -> list[float]:
        """Pixels of many values, not a number where there is none."""
        places = self.axis.place(values, self.plot.top, self.plot.bottom)
        pixels: list[float] = (np.round(places, 1) + 0.0).tolist()
        return pixels

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
        return self.between[index - 1]
