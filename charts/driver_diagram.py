"""The key driver diagram: the team's theory of what moves its aim, and what was tested.

Aim, primary drivers, secondary drivers and change ideas stand in columns; a line joins each to
what it serves, and a change idea may serve several drivers. On a phone the same theory is a
nested list.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from charts.diagram_svg import render
from charts.diagram_svg.layers import heights, order
from charts.diagram_text import Box, TextLine, clean, number_ranges, safe_href, wrap
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
from charts.driver_view import DriverView, EdgeView, NodeView
from charts.driver_words import describe, measure_lines, spoken_label, write_box, write_idea

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

_HEADINGS = {
    Level.AIM: "Aim",
    Level.PRIMARY: "Primary drivers",
    Level.SECONDARY: "Secondary drivers, with their process measure",
    Level.IDEA: "Change ideas, with their cycles",
}
# Shares of the width, as in a page 1120 px wide.
_COLUMN = {Level.AIM: 178.0, Level.PRIMARY: 236.0, Level.SECONDARY: 262.0, Level.IDEA: 320.0}
_GAP_AFTER = {Level.AIM: 36.0, Level.PRIMARY: 36.0, Level.SECONDARY: 52.0, Level.IDEA: 0.0}
_MARKED = {
    Mark.ADDED: "added",
    Mark.REMOVED: "unmeasured",
    Mark.CHANGED: "changed",
    Mark.MOVED: "changed",
}
_LANE = 12.0  # height kept free for a line that passes a column
_HEADING_SIZE = 13.0
_ICON_DROP = 14.0  # from the top of a row to the middle of its first line


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width


def _columns(levels: Iterable[Level], width: float) -> dict[Level, _Column]:
    """Share the width among the levels that have a node."""
    present = sorted(levels)
    if not present:
        return {}
    gaps = [_GAP_AFTER[level] for level in present[:-1]]
    unit = (width - sum(gaps)) / sum(_COLUMN[level] for level in present)
    columns: dict[Level, _Column] = {}
    x = 0.0
    for level, gap in zip(present, [*gaps, 0.0], strict=True):
        columns[level] = _Column(x, _COLUMN[level] * unit)
        x = columns[level].right + gap
    return columns


def _own_tone(node: DriverNode) -> str:
    states = {measure.state for measure in node.measures}
    if MeasureState.IMPROVED in states and MeasureState.CONCERN not in states:
        return "improved"
    if MeasureState.CONCERN in states and MeasureState.IMPROVED not in states:
        return "concern"
    return "mixed" if MeasureState.IMPROVED in states else "plain"


def _tones(diagram: DriverDiagram) -> dict[str, str]:
    """Color each node by its measures; a driver without any takes its drivers' common color."""
    tones: dict[str, str] = {}
    for node in sorted(diagram.nodes, key=lambda node: -node.level):
        tone = _own_tone(node)
        if node.level is Level.PRIMARY and not node.measures:
            below = {
                tones[child.key]
                for child in diagram.nodes
                if node.key in child.serves and child.level is not Level.IDEA
            } - {"plain", "unmeasured"}
            tone = below.pop() if len(below) == 1 else "plain"
        if node.level is Level.SECONDARY and not node.measures:
            tone = "unmeasured"
        tones[node.key] = tone
    return tones


def _is_untested(node: DriverNode) -> bool:
    return node.level is Level.IDEA and node.status in {None, IdeaStatus.UNTESTED}


def _via(source: str, level: Level) -> str:
    """Name the lane in which lines of `source` pass a column; no key of a node looks like it."""
    return f"\0{level.value}\0{source}"


def _hops(diagram: DriverDiagram, levels: list[Level]) -> dict[tuple[str, str], list[str]]:
    """Return, for each link from left to right, the vertices it passes in every column."""
    by_key = diagram.by_key
    hops: dict[tuple[str, str], list[str]] = {}
    for node in diagram.nodes:
        for source in dict.fromkeys(node.serves):
            passed = [level for level in levels if by_key[source].level < level < node.level]
            hops[source, node.key] = [
                source,
                *(_via(source, level) for level in passed),
                node.key,
            ]
    return hops


def _reading_order(diagram: DriverDiagram) -> list[str]:
    """Return every key once, each followed by what serves it."""
    seen: dict[str, None] = {}

    def visit(entry: OutlineNode) -> None:
        seen.setdefault(entry.node.key)
        for child in entry.children:
            visit(child)

    for root in outline(diagram):
        visit(root)
    return list(seen)


def _ordered(
    diagram: DriverDiagram,
    levels: list[Level],
    hops: dict[tuple[str, str], list[str]],
    reading: list[str],
) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """Order nodes and lanes in their columns; return them with the short edges between them."""
    by_key = diagram.by_key
    rank = {key: index for index, key in enumerate(reading)}
    layer: dict[Level, dict[str, float]] = {level: {} for level in levels}
    for key, index in rank.items():
        layer[by_key[key].level][key] = index
    for (_, target), path in hops.items():
        for vertex in path[1:-1]:
            level = Level(int(vertex.split("\0")[1]))
            wished = layer[level].get(vertex, float("inf"))
            layer[level][vertex] = min(wished, rank[target])
    start = [sorted(layer[level], key=lambda key: (layer[level][key], key)) for level in levels]
    edges = list(dict.fromkeys(pair for path in hops.values() for pair in itertools.pairwise(path)))
    return order(start, edges), edges


def _gap(level: Level, *, siblings: bool) -> float:
    if level is Level.IDEA:
        return 0.0 if siblings else 16.0
    return 16.0 if siblings else 24.0


def _edge_css(source: DriverNode, target: DriverNode, tones: Mapping[str, str]) -> str:
    if _is_untested(target) or tones[target.key] == "unmeasured":
        return "dg-edge dg-edge-open"
    if tones[source.key] == "improved" == tones[target.key]:
        return "dg-edge dg-edge-improved"
    return "dg-edge"


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
    columns = _columns(levels, width)
    tones = _tones(diagram)
    hops = _hops(diagram, levels)
    reading = _reading_order(diagram)
    layers, edges = _ordered(diagram, levels, hops, reading)

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

    heading_lines = {
        level: wrap(
            _HEADINGS[level], columns[level].width + _GAP_AFTER[level] - 12.0, _HEADING_SIZE
        )
        for level in levels
    }
    most = max((len(lines) for lines in heading_lines.values()), default=1)
    headings = tuple(
        TextLine(columns[level].x, 13.0 + 18.0 * number, line, "dg-t13 dg-quiet", _HEADING_SIZE)
        for level, lines in heading_lines.items()
        for number, line in enumerate(lines)
    )
    rule_y = 18.0 * most + 5.0
    top = min((center[key] - tall.get(key, _LANE) / 2 for key in center), default=0.0)
    shift = rule_y + 12.0 - top
    center = {key: round(value + shift, 1) for key, value in center.items()}
    height = max((center[key] + tall.get(key, _LANE) / 2 for key in center), default=rule_y) + 4.0

    nodes = tuple(
        _place(by_key[key], columns[by_key[key].level], center[key], drawn[key], tones[key], by_key)
        for key in reading
    )
    edge_views = []
    for (source, target), path in hops.items():
        points = [(columns[by_key[source].level].right, center[source])]
        for vertex in path[1:-1]:
            column = columns[level_of[vertex]]
            points += [(column.x, center[vertex]), (column.right, center[vertex])]
        points.append(_arrival(by_key[target], columns, center[target], tall[target]))
        css = _edge_css(by_key[source], by_key[target], tones)
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


def _box_css(node: DriverNode, tone: str) -> str:
    """Name the classes of a frame: what its measure did, else whether anything was tried."""
    if node.mark is not None:
        return f"dg-box dg-box-{_MARKED[node.mark]}"
    tried = " dg-box-tested" if node.tested and tone in {"plain", "unmeasured"} else ""
    return f"dg-box{tried} dg-box-{tone}"


def _arrival(
    target: DriverNode, columns: Mapping[Level, _Column], center: float, height: float
) -> tuple[float, float]:
    """Return where a line ends: at a frame's middle, or before the icon of an idea."""
    x = columns[target.level].x
    if target.level is Level.IDEA:
        return x - 8.0, center - height / 2 + _ICON_DROP
    return x, center


def _place(
    node: DriverNode,
    column: _Column,
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
        css="dg-row" if is_idea else _box_css(node, tone),
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


def svg(view: DriverView, uid: str = "driver-diagram") -> Markup:
    """Draw the diagram as inline SVG.

    Parameters
    ----------
    view : DriverView
        From `layout`.
    uid : str, optional
        Unique on the page; ids start with it.

    Returns
    -------
    Markup
        One ``svg`` element, styled by the page's classes.
    """
    return render("driver_diagram.svg", view=view, uid=uid)


def _row(entry: OutlineNode, tones: Mapping[str, str]) -> dict[str, object]:
    node = entry.node
    is_idea = node.level is Level.IDEA
    measures = [
        {"text": f"{change}, {state}" if state else change, "css": css}
        for change, state, css in measure_lines(node)
    ]
    return {
        "level": node.level.name.lower(),
        "text": clean(node.text),
        "href": safe_href(node.href),
        "status": (node.status or IdeaStatus.UNTESTED).value if is_idea else "",
        "cycles": number_ranges(node.cycles),
        "css": f"dg-bar-{tones[node.key]}",
        "measures": measures,
        "tested": clean(node.tested),
        "mark": node.mark.value if node.mark else "",
        "also": "; ".join(clean(text) for text in entry.also_serves),
        "children": [_row(child, tones) for child in entry.children],
    }


def outline_html(diagram: DriverDiagram) -> Markup:
    """Write the theory as a nested list, for phones and for those who prefer lists.

    Parameters
    ----------
    diagram : DriverDiagram
        The theory.

    Returns
    -------
    Markup
        A ``ul`` element.
    """
    tones = _tones(diagram)
    rows = [_row(entry, tones) for entry in outline(diagram)]
    return render("driver_outline.html", rows=rows)


def key_html(diagram: DriverDiagram) -> Markup:
    """Write the key of the status icons that the diagram uses.

    Parameters
    ----------
    diagram : DriverDiagram
        The theory.

    Returns
    -------
    Markup
        A ``ul`` element; "" without change ideas.
    """
    used = {
        node.status or IdeaStatus.UNTESTED for node in diagram.nodes if node.level is Level.IDEA
    }
    shown = (
        IdeaStatus.ADOPTED,
        IdeaStatus.ADAPTED,
        IdeaStatus.TESTING,
        IdeaStatus.UNTESTED,
        IdeaStatus.ABANDONED,
    )
    statuses = [status.value for status in shown if status in used]
    return render("driver_key.html", statuses=statuses) if statuses else Markup("")


def html(diagram: DriverDiagram, uid: str = "driver-diagram") -> Markup:
    """Write drawing and nested list together; the page's width decides which one shows.

    Parameters
    ----------
    diagram : DriverDiagram
        The theory.
    uid : str, optional
        Unique on the page.

    Returns
    -------
    Markup
        One ``div`` element.
    """
    return render(
        "pair.html",
        kind="driver",
        wide=svg(layout(diagram), uid),
        narrow=outline_html(diagram),
        after="",
    )
