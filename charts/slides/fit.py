"""The room of a slide, and charts that are drawn to fill it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from charts.arranging import moved
from charts.layouts import SLIDE, Layout
from charts.view import Drawing, LineKind

WIDTH = 900.0
"""Pixels across the content of a slide; one is about a point, so that labels can be read."""
HEIGHT = 402.0
"""Pixels for the content between the title and the footer."""

_LEAST = 70.0


def room(width: float = WIDTH) -> Layout:
    """Return the layout of a chart on a slide."""
    return replace(SLIDE, width=round(width), plot_height=200)


def trimmed(drawing: Drawing) -> Drawing:
    """Take away the room above a chart that pages need for the words of a point."""
    tops = [text.y - text.size for text in drawing.texts if text.role not in {"tick", "year"}]
    tops += [y for line in drawing.lines for _, y in line.points if line.kind is not LineKind.BREAK]
    up = min([*tops, drawing.plot.top - 8])
    return replace(moved(drawing, 0.0, -up), height=drawing.height - up) if up > 0 else drawing


def fitted(draw: Callable[[Layout], Drawing], size: Layout, height: float = HEIGHT) -> Layout:
    """Return the layout in which a drawing is as high as its room.

    Parameters
    ----------
    draw : callable
        Draws the chart in a layout; its height grows evenly with that of the axes.
    size : Layout
        A first layout.
    height : float
        Pixels to fill.
    """
    low, high = size.plot_height, size.plot_height + 100
    first, second = (draw(replace(size, plot_height=p)).height for p in (low, high))
    growth = max(0.2, (second - first) / 100)
    best = max(_LEAST, low + (height - first) / growth)
    # Labels that find more room may need a row less or more; once more settles it.
    drawn = draw(replace(size, plot_height=best)).height
    best = max(_LEAST, best + (height - drawn) / growth) if drawn > height else best
    return replace(size, plot_height=round(best, 1))
