"""The key driver diagram: the team's theory of what moves its aim, and what was tested.

Aim, primary drivers, secondary drivers and change ideas stand in columns; a line joins each to
what it serves, and a change idea may serve several drivers. On a phone the same theory is a
nested list.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from charts.diagram_svg import render, short_number
from charts.diagram_svg.layers import heights, order
from charts.diagram_text import Box, TextLine, clean, number_ranges, safe_href, text_width, wrap
from charts.driver_theory import (
    DriverDiagram,
    DriverNode,
    IdeaStatus,
    Level,
    MeasureLine,
    MeasureState,
    OutlineNode,
    outline,
)

__all__ = [
    "DriverDiagram",
    "DriverNode",
    "DriverView",
    "IdeaStatus",
    "Level",
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
_SPOKEN = {
    Level.AIM: "Aim",
    Level.PRIMARY: "Primary driver",
    Level.SECONDARY: "Secondary driver",
    Level.IDEA: "Change idea",
}
# Shares of the width, as in a page 1120 px wide.
_COLUMN = {Level.AIM: 178.0, Level.PRIMARY: 236.0, Level.SECONDARY: 262.0, Level.IDEA: 320.0}
_GAP_AFTER = {Level.AIM: 36.0, Level.PRIMARY: 36.0, Level.SECONDARY: 52.0, Level.IDEA: 0.0}
_PADDING = 12.0
_INSET = 6.0  # above and below the text of a frame
_IDEA_INDENT = 22.0
_CYCLES_WIDTH = 76.0
_LANE = 12.0  # height kept free for a line that passes a column
_HEADING_SIZE = 13.0
_TEXT_SIZE = 13.0
_SMALL_SIZE = 12.0
_BIG_SIZE = 18.0
_ICON_DROP = 14.0  # from the top of a row to the middle of its first line
_NO_MEASURE = "No measure yet"


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
class DriverView:
    """The whole drawing.

    Parameters
    ----------
    width, height : float
        Size in px.
    title, description : str
        For those who hear it.
    headings : tuple of TextLine
        Names of the columns.
    rule_y : float
        The hairline below the headings.
    nodes : tuple of NodeView
        In reading order.
    edges : tuple of EdgeView
        Those that improved last, so that they lie on top.
    """

    width: float
    height: float
    title: str
    description: str
    headings: tuple[TextLine, ...]
    rule_y: float
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]


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


def _measure_lines(node: DriverNode) -> tuple[tuple[str, str, str], ...]:
    """Return (change, state, class) of each measure line of a node."""
    if node.measures:
        return tuple(
            (clean(line.change), line.state.value, f"dg-m-{line.state.name.lower()}")
            for line in node.measures
        )
    return ((_NO_MEASURE, "", "dg-m-none"),) if node.level is Level.SECONDARY else ()


def _label(node: DriverNode, by_key: Mapping[str, DriverNode]) -> str:
    parts = [f"{_SPOKEN[node.level]}: {clean(node.text)}."]
    for measure in node.measures:
        name = f"{clean(measure.name)}: " if measure.name else ""
        parts.append(f"{name}{clean(measure.change)}, {measure.state.value}.")
    if node.level is Level.SECONDARY and not node.measures:
        parts.append(f"{_NO_MEASURE}.")
    if node.level is Level.IDEA:
        parts.append(f"{(node.status or IdeaStatus.UNTESTED).value.capitalize()}.")
    if node.cycles:
        word = "Cycle" if len(set(node.cycles)) == 1 else "Cycles"
        parts.append(f"{word} {number_ranges(node.cycles)}.")
    if node.serves:
        served = "; ".join(clean(by_key[key].text) for key in dict.fromkeys(node.serves))
        parts.append(f"Serves: {served}.")
    return " ".join(parts)


class _Pen:
    """Collects lines of text downward, relative to a node's top left corner."""

    def __init__(self, x: float, top: float) -> None:
        self.x = x
        self.y = top
        self.texts: list[TextLine] = []

    def write(
        self, lines: Iterable[str], css: str, size: float, leading: float, weight: int = 400
    ) -> None:
        for line in lines:
            baseline = self.y + (leading + 0.72 * size) / 2
            self.texts.append(TextLine(self.x, baseline, line, css, size, weight))
            self.y += leading


def _write_measure(pen: _Pen, line: tuple[str, str, str], room: float, node: DriverNode) -> None:
    change, state, css = line
    strong = css in {"dg-m-improved", "dg-m-concern"}
    weight = 650 if strong else 400
    if node.level is Level.AIM:
        pen.write(wrap(change, room, _BIG_SIZE, 650), f"dg-t18 {css}", _BIG_SIZE, 25, 650)
        pen.write(wrap(state, room, _SMALL_SIZE, 650), f"dg-t12 {css}", _SMALL_SIZE, 17, 650)
        return
    needed = text_width(change, _SMALL_SIZE, weight) + text_width(state, _SMALL_SIZE, weight) + 10
    top = pen.y
    classes = f"dg-t12 {css}"
    if needed <= room:
        pen.write((change,), classes, _SMALL_SIZE, 16, weight)
        if state:
            line_y = top + (16 + 0.72 * _SMALL_SIZE) / 2
            pen.texts.append(
                TextLine(pen.x + room, line_y, state, classes, _SMALL_SIZE, weight, "end")
            )
        return
    pen.write(wrap(change, room, _SMALL_SIZE, weight), classes, _SMALL_SIZE, 16, weight)
    pen.write(wrap(state, room, _SMALL_SIZE, weight), classes, _SMALL_SIZE, 16, weight)


def _draw_box(node: DriverNode, column: _Column) -> tuple[list[TextLine], float]:
    """Write an aim or driver from the top left corner (0, 0); return texts and height."""
    pen = _Pen(_PADDING, _INSET)
    room = column.width - 2 * _PADDING
    pen.write(wrap(node.text, room, _TEXT_SIZE, 550), "dg-t13 dg-strong", _TEXT_SIZE, 18, 550)
    for line in _measure_lines(node):
        _write_measure(pen, line, room, node)
    return pen.texts, pen.y + _INSET


def _draw_idea(node: DriverNode, column: _Column) -> tuple[list[TextLine], float]:
    """Write a change idea as a row; return texts and height."""
    cycles = wrap(number_ranges(node.cycles), _CYCLES_WIDTH, _SMALL_SIZE)
    taken = max((text_width(line, _SMALL_SIZE) for line in cycles), default=-10.0) + 10
    pen = _Pen(_IDEA_INDENT, 5.0)
    room = max(column.width - _IDEA_INDENT - taken, 40.0)
    css = f"dg-t13 dg-idea-{(node.status or IdeaStatus.UNTESTED).value}"
    pen.write(wrap(node.text, room, _TEXT_SIZE), css, _TEXT_SIZE, 18)
    side = _Pen(column.width, 5.0)
    side.write(cycles, "dg-t12 dg-quiet", _SMALL_SIZE, 18)
    right = [
        TextLine(line.x, line.y, line.text, line.css, line.size, line.weight, "end")
        for line in side.texts
    ]
    return pen.texts + right, max(pen.y, side.y, 23.0) + 5.0


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
    diagram: DriverDiagram, levels: list[Level], hops: dict[tuple[str, str], list[str]]
) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """Order nodes and lanes in their columns; return them with the short edges between them."""
    by_key = diagram.by_key
    rank = {key: index for index, key in enumerate(_reading_order(diagram))}
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


def _describe(diagram: DriverDiagram) -> str:
    """Say in a sentence or two what the drawing shows."""
    count = Counter(node.level for node in diagram.nodes)
    nouns = {
        Level.AIM: ("aim", "aims"),
        Level.PRIMARY: ("primary driver", "primary drivers"),
        Level.SECONDARY: ("secondary driver", "secondary drivers"),
        Level.IDEA: ("change idea", "change ideas"),
    }
    said = [
        f"{count[level]} {words[0] if count[level] == 1 else words[1]}"
        for level, words in nouns.items()
        if count[level]
    ]
    parts = [", ".join(said) + "." if said else "Nothing in it yet."]
    statuses = Counter(
        (node.status or IdeaStatus.UNTESTED).value
        for node in diagram.nodes
        if node.level is Level.IDEA
    )
    if statuses:
        told = [f"{statuses[s.value]} {s.value}" for s in IdeaStatus if statuses[s.value]]
        parts.append(f"Change ideas: {', '.join(told)}.")
    for state in (MeasureState.IMPROVED, MeasureState.CONCERN):
        names = [
            clean(node.text)
            for node in diagram.nodes
            if any(measure.state is state for measure in node.measures)
        ]
        if names:
            parts.append(f"{state.value.capitalize()}: {'; '.join(names)}.")
    return " ".join(parts)


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
    layers, edges = _ordered(diagram, levels, hops)

    drawn = {
        node.key: (_draw_idea if node.level is Level.IDEA else _draw_box)(node, columns[node.level])
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
        for key in _reading_order(diagram)
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
        description=_describe(diagram),
        headings=headings,
        rule_y=rule_y,
        nodes=nodes,
        edges=tuple(edge_views),
    )


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
        css="dg-row" if is_idea else f"dg-box dg-box-{tone}",
        texts=tuple(
            TextLine(box.x + t.x, box.y + t.y, t.text, t.css, t.size, t.weight, t.anchor)
            for t in texts
        ),
        label=_label(node, by_key),
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
        for change, state, css in _measure_lines(node)
    ]
    return {
        "level": node.level.name.lower(),
        "text": clean(node.text),
        "href": safe_href(node.href),
        "status": (node.status or IdeaStatus.UNTESTED).value if is_idea else "",
        "cycles": number_ranges(node.cycles),
        "css": f"dg-bar-{tones[node.key]}",
        "measures": measures,
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
