"""The key driver diagram: the team's theory of what moves its aim, and what was tested.

Aim, primary drivers, secondary drivers and change ideas stand in columns; a line joins each to
what it serves, and a change idea may serve several drivers. On a phone the same theory is a
nested list.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from charts.clean import clean
from charts.diagram_svg.inline import pair, svg
from charts.diagram_svg.layers import heights
from charts.diagram_text import Box, TextLine, safe_href
from charts.driver_columns import Column, head, share_width
from charts.driver_lanes import ordered, paths_of, reading_order
from charts.driver_outline import key_html, outline_html
from charts.driver_theory import (
    DriverDiagram,
    DriverNode,
    IdeaStatus,
    Level,
    Mark,
    MeasureLine,
    MeasureState,
    OutlineNode,
    outline,
)
from charts.driver_tones import box_css, edge_css, tones_of
from charts.driver_view import DriverView, EdgeView, NodeView
from charts.driver_words import describe, spoken_label, write_box, write_idea

__all__ = [
    "DriverDiagram",
    "DriverNode",
    "DriverView",
    "IdeaStatus",
    "Level",
    "Mark",
    "MeasureLine",
    "MeasureState",
    "OutlineNode",
    "html",
    "key_html",
    "layout",
    "outline",
    "outline_html",
    "svg",
]

_LANE = 12.0  # height kept free for a line that passes a column
_ICON_DROP = 14.0  # from the top of a row to the middle of its first line


def _gap(level: Level, *, siblings: bool) -> float:
    if level is Level.IDEA:
        return 0.0 if siblings else 16.0
    return 16.0 if siblings else 24.0


def layout(diagram: DriverDiagram, width: float = 1120.0) -> DriverView:
    """Place everything.

    Parameters
    ----------
    diagram : DriverDiagram
        The theory.
    width : float, optional
        Width of the drawing in px; made for 1120, readable from about 900.

    Returns
    -------
    DriverView
        The same for the same input.
    """
    by_key = diagram.by_key
    levels = sorted({node.level for node in diagram.nodes})
    columns = share_width(levels, width)
    tones = tones_of(diagram)
    paths = paths_of(diagram, levels)
    reading = reading_order(diagram)
    layers, edges = ordered(diagram, levels, paths, reading)

    drawn = {
        node.key: (write_idea if node.level is Level.IDEA else write_box)(
            node, columns[node.level].width
        )
        for node in diagram.nodes
    }
    tall = {key: height for key, (_, height) in drawn.items()}
    level_of = {key: level for level, layer in zip(levels, layers, strict=True) for key in layer}
    parents: dict[str, set[str]] = {}
    for left, right in edges:
        parents.setdefault(right, set()).add(left)

    def distance(upper: str, lower: str) -> float:
        siblings = bool(parents.get(upper, set()) & parents.get(lower, set()))
        room = (tall.get(upper, _LANE) + tall.get(lower, _LANE)) / 2
        return room + _gap(level_of[upper], siblings=siblings)

    center = heights(layers, edges, distance)

    headings, rule_y = head(columns)
    top = min((center[key] - tall.get(key, _LANE) / 2 for key in center), default=0.0)
    shift = rule_y + 12.0 - top
    center = {key: round(value + shift, 1) for key, value in center.items()}
    height = max((center[key] + tall.get(key, _LANE) / 2 for key in center), default=rule_y) + 4.0

    nodes = tuple(
        _place(by_key[key], columns[by_key[key].level], center[key], drawn[key], tones[key], by_key)
        for key in reading
    )
    edge_views = []
    for (source, target), path in paths.items():
        points = [(columns[by_key[source].level].right, center[source])]
        for vertex in path[1:-1]:
            column = columns[level_of[vertex]]
            points += [(column.x, center[vertex]), (column.right, center[vertex])]
        points.append(_arrival(by_key[target], columns, center[target], tall[target]))
        css = edge_css(by_key[source], by_key[target], tones)
        edge_views.append(EdgeView(source, target, tuple(points), css))
    edge_views.sort(key=lambda edge: edge.css.endswith("improved"))
    return DriverView(
        width=width,
        height=height,
        title=clean(diagram.title),
        description=describe(diagram),
        headings=headings,
        rule_y=rule_y,
        nodes=nodes,
        edges=tuple(edge_views),
    )


def _arrival(
    target: DriverNode, columns: Mapping[Level, Column], center: float, height: float
) -> tuple[float, float]:
    """Return where a line ends: at a frame's middle, or before the icon of an idea."""
    x = columns[target.level].x
    if target.level is Level.IDEA:
        return x - 8.0, center - height / 2 + _ICON_DROP
    return x, center


def _place(
    node: DriverNode,
    column: Column,
    center: float,
    drawn: tuple[list[TextLine], float],
    tone: str,
    by_key: Mapping[str, DriverNode],
) -> NodeView:
    texts, height = drawn
    box = Box(column.x, center - height / 2, column.width, height)
    is_idea = node.level is Level.IDEA
    return NodeView(
        key=node.key,
        level=node.level,
        box=box,
        css="dg-row" if is_idea else box_css(node, tone),
        texts=tuple(
            TextLine(box.x + t.x, box.y + t.y, t.text, t.css, t.size, t.weight, t.anchor)
            for t in texts
        ),
        label=spoken_label(node, by_key),
        href=safe_href(node.href),
        status=(node.status or IdeaStatus.UNTESTED).value if is_idea else "",
        icon_x=box.x + 7.0,
        icon_y=box.y + _ICON_DROP,
    )


def html(diagram: DriverDiagram, uid: str = "driver-diagram") -> Markup:
    """Write drawing and nested list; ids of the drawing start with `uid`."""
    return pair("driver", svg(layout(diagram), uid), outline_html(diagram))
