"""One chart of a slide, drawn by matplotlib from what the presentation draws natively."""

from __future__ import annotations

import datetime as dt
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from charts.arranging import moved
from charts.figure import draw_drawing, draw_text
from charts.figure_shapes import PX, draw_marks
from charts.slides.view import Panel, PlotAxis, PlotSeries, XYPlot
from charts.theme import TICK_SIZE, Theme, Tone
from charts.view import XY, Anchor, Mark, MarkKind, Text

_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets."""


class _Place:
    """Where the numbers of a native chart stand on the page."""

    def __init__(self, panel: Panel, plot: XYPlot, x: float, y: float) -> None:
        self.box = panel.drawing.plot
        self.left, self.right = x + panel.left, x + panel.right
        self.top, self.bottom = y + self.box.top, y + self.box.bottom
        self.across, self.up = plot.across, plot.up

    def __call__(self, point: XY) -> XY:
        along = (point[0] - self.across.low) / ((self.across.high - self.across.low) or 1.0)
        above = (point[1] - self.up.low) / ((self.up.high - self.up.low) or 1.0)
        return (
            self.left + along * (self.right - self.left),
            self.bottom - min(max(above, 0.0), 1.0) * (self.bottom - self.top),
        )


def draw_panel(
    axes: Axes, panel: Panel, x: float, y: float, theme: Theme, *, ticks: bool = True
) -> None:
    """Draw a chart with its top left corner at a place of the page.

    Parameters
    ----------
    axes : Axes
        In pixels of the page, y downward.
    panel : Panel
        The chart. Where its drawing holds no lines, the presentation draws them natively, and
        they are drawn from the same numbers here.
    x, y : float
        Its corner.
    theme : Theme
        Colors.
    ticks : bool
        Whether a small chart has labels at its axes.
    """
    drawing = moved(panel.drawing, x, y)
    plot = panel.plot
    if panel.drawing.lines or not isinstance(plot, XYPlot):
        draw_drawing(axes, drawing, theme)
        return
    place = _Place(panel, plot, x, y)
    for band in plot.bands:
        corners = [place(point) for point in band]
        axes.add_patch(Polygon(corners, closed=True, facecolor=theme.color(Tone.WASH), zorder=1))
    for series in plot.series:
        _line(axes, series, place, theme)
    if ticks:
        _ticks(axes, plot, place, theme)
    for text in drawing.texts:
        draw_text(axes, text, theme)


def _line(axes: Axes, series: PlotSeries, place: _Place, theme: Theme) -> None:
    """One series: its line, broken where a value is missing, and its points."""
    pieces: list[list[XY]] = [[]]
    for at, value in series.rows:
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(place((at, value)))
    stroke = series.stroke
    for points in pieces if stroke is not None else ():
        if len(points) > 1 and stroke is not None:
            dashes: Any = "solid"
            if stroke.dashes is not None:
                dashes = (0, tuple(length * PX for length in stroke.dashes))
            xs, ys = zip(*points, strict=True)
            axes.add_artist(
                Line2D(
                    xs, ys, color=theme.color(stroke.tone), linewidth=stroke.width * PX,
                    linestyle=dashes, alpha=stroke.opacity, zorder=2,
                )
            )  # fmt: skip
    if series.mark is None:
        return
    marks = [
        _mark(place((at, value)), series, number)
        for number, (at, value) in enumerate(series.rows)
        if value is not None and number not in series.hidden
    ]
    draw_marks(axes, marks, theme)


def _mark(at: XY, series: PlotSeries, number: int) -> Mark:
    kind = series.mark or MarkKind.COMMON
    return Mark(at[0], at[1], kind, series.radius, number, (), at[0], tip_stacked=False, hit=0.0)


def _ticks(axes: Axes, plot: XYPlot, place: _Place, theme: Theme) -> None:
    """Values at the left, and the first and last date below."""

    def write(x: float, y: float, text: str, anchor: Anchor) -> None:
        draw_text(axes, Text(x, y, text, "tick", size=TICK_SIZE, anchor=anchor), theme)

    if plot.up.shown and plot.up.step > 0:
        count = int((plot.up.high - plot.up.low) / plot.up.step + 1e-9)
        for number in range(count + 1):
            value = plot.up.low + number * plot.up.step
            y = place((plot.across.low, value))[1]
            axes.plot(
                (place.left, place.right), (y, y), color=theme.color(Tone.HAIRLINE),
                linewidth=0.5, zorder=1.5,
            )  # fmt: skip
            write(place.left - 6, y + 4, _number(value, plot.up), Anchor.END)
    if plot.across.shown and "y" in plot.across.code:
        y = place.bottom + 15
        days = [at for series in plot.series for at, value in series.rows if value is not None]
        if days:
            write(place.left, y, _day(min(days), plot.across), Anchor.START)
            write(place.right, y, _day(max(days), plot.across), Anchor.END)


def _number(value: float, axis: PlotAxis) -> str:
    sign = axis.code.split('"')[1] if axis.code.count('"') == 2 else ""
    return f"{value:,.10g}{sign}"


def _day(at: float, axis: PlotAxis) -> str:
    day = _EPOCH + dt.timedelta(days=int(at))
    return f"{day:%b %Y}" if "d" not in axis.code else f"{day:%b} {day.day}, {day.year}"
