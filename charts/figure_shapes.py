"""Areas, lines, marks and flags of a view as matplotlib artists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Polygon

from charts.strokes import AREAS, LINES, MARKS, Shape, Stroke, flag_style
from charts.theme import TICK_SIZE, Theme, Tone
from charts.view import Anchor, Area, Flag, Line, Mark, MarkKind, Text

PX = 0.75
"""Points in a pixel of 1/96 inch."""

_MARKERS = {
    "circle": ("o", 2.0),
    "diamond": ("D", 2**0.5),
    "square": ("s", 2.0),
    "triangle": ("^", 2.0),
}
"""Marker of matplotlib and its size for half a size of one."""


def _dashes(stroke: Stroke) -> Any:
    if stroke.dashes is None:
        return "solid"
    return (0, tuple(length * PX for length in stroke.dashes))


def draw_area(axes: Axes, area: Area, theme: Theme) -> None:
    """Fill an area of its kind: the band inside the limits, a baseline, a bar."""
    fill = AREAS[area.kind]
    patch = Polygon(area.points, closed=True, facecolor=theme.color(fill.tone), edgecolor="none")
    patch.set(zorder=1, gid=area.kind.value, linewidth=0, alpha=fill.opacity)
    axes.add_artist(patch)


def draw_line(axes: Axes, line: Line, theme: Theme) -> None:
    """Draw a line of its kind; a line's own tone wins over that of its kind."""
    stroke = LINES[line.kind]
    xs, ys = zip(*line.points, strict=True)
    artist = Line2D(
        xs,
        ys,
        color=theme.color(line.tone or stroke.tone),
        linewidth=stroke.width * PX,
        linestyle=_dashes(stroke),
        alpha=stroke.opacity,
        dash_capstyle="butt",
        solid_capstyle="butt",
        solid_joinstyle="round",
        zorder=2,
        gid=f"line-{line.kind.value}",
    )
    axes.add_artist(artist)


def draw_marks(axes: Axes, marks: Sequence[Mark], theme: Theme) -> None:
    """Draw the points, those of one kind and size as one artist; dashed rings one by one."""
    groups: dict[tuple[MarkKind, float], list[Mark]] = {}
    for mark in marks:
        groups.setdefault((mark.kind, mark.radius), []).append(mark)
    for (kind, radius), members in groups.items():
        shape = MARKS[kind]
        if shape.edge.dashes is not None:
            for mark in members:
                _ring(axes, mark, shape, theme)
            continue
        marker, size = _MARKERS[shape.form]
        artist = Line2D(
            [mark.x for mark in members],
            [mark.y for mark in members],
            linestyle="none",
            marker=marker,
            markersize=radius * size * PX,
            markerfacecolor=theme.color(shape.fill),
            markeredgecolor=theme.color(shape.edge.tone),
            markeredgewidth=shape.edge.width * PX,
            zorder=3,
            gid=f"mark-{kind.value}",
        )
        axes.add_artist(artist)


def _ring(axes: Axes, mark: Mark, shape: Shape, theme: Theme) -> None:
    ring = Circle(
        (mark.x, mark.y),
        mark.radius,
        facecolor=theme.color(shape.fill),
        edgecolor=theme.color(shape.edge.tone),
        linewidth=shape.edge.width * PX,
        linestyle=_dashes(shape.edge),
        zorder=3,
        gid=f"mark-{mark.kind.value}",
    )
    axes.add_artist(ring)


def draw_flag(axes: Axes, flag: Flag, theme: Theme) -> Text:
    """Draw the box of a cycle and return the text that goes into it."""
    style, box = flag_style(flag.kind, cause=flag.cause), flag.box
    page, fill = to_rgb(theme.color(Tone.PAGE)), to_rgb(theme.color(style.fill))
    mixed = [style.tint * f + (1 - style.tint) * p for f, p in zip(fill, page, strict=True)]
    patch = FancyBboxPatch(
        (box.left, box.top),
        box.right - box.left,
        box.bottom - box.top,
        boxstyle="round,pad=0,rounding_size=4",
        facecolor=mixed,
        edgecolor=theme.color(style.edge.tone),
        linewidth=style.edge.width * PX,
        linestyle=_dashes(style.edge),
        zorder=4,
        gid=f"flag-{flag.kind.value}",
    )
    axes.add_artist(patch)
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2 + 4.3)
    return Text(*middle, flag.text, "flag", style.text, TICK_SIZE, bold=True, anchor=Anchor.MIDDLE)
