"""Diagrams as native shapes: boxes that hold their words, and connectors that stay attached."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from charts.diagram_shapes import Circle, DiagramView, Frame, Path, Shape, icon_shapes, shapes
from charts.diagram_styles import BOLD, STRUCK, Look, look_of, text_tone
from charts.diagram_text import TextLine, text_width
from charts.driver_view import DriverView, EdgeView, NodeView
from charts.icon_shapes import icon_shapes as signal_shapes
from charts.ramp_view import CircleView, RampView
from charts.slides.paper import Paper, TextRun
from charts.stakeholder_view import PersonView, StakeholderView
from charts.strokes import Stroke
from charts.theme import Tone
from charts.view import Anchor, Box, Icon

_LEFT, _RIGHT = 1, 3
"""Numbers of a rectangle's places for connectors."""
_OVAL_LEFT, _OVAL_RIGHT = 2, 6
"""The same of an ellipse, which has eight."""
_PAD = 10.0


def add_diagram(paper: Paper, view: DiagramView, description: str) -> None:
    """Draw a diagram as one group of shapes.

    Parameters
    ----------
    paper : Paper
        Where its origin is.
    view : DriverView, StakeholderView, RampView or AimView
        What is drawn.
    description : str
        Alternative text of the group.
    """
    inside = paper.group(view.title, f"{view.title}. {description}")
    if isinstance(view, DriverView):
        _drivers(inside, view)
    elif isinstance(view, RampView):
        _ramps(inside, view)
    elif isinstance(view, StakeholderView):
        _people(inside, view)
    else:
        for shape in shapes(view):
            _draw(inside, shape)


def add_icon(paper: Paper, icon: Icon, name: str) -> None:
    """Draw a signal icon as a group.

    Parameters
    ----------
    paper : Paper
        Where the origin of its place is.
    icon : Icon
        Which, where and how large.
    name : str
        What it says.
    """
    inside = paper.group(name, name)
    for shape in signal_shapes(icon):
        _draw(inside, shape)


def _drivers(paper: Paper, view: DriverView) -> None:
    _texts(paper, view.headings)
    rule = Stroke(Tone.HAIRLINE, 1)
    paper.line((0.0, view.rule_y), (view.width, view.rule_y), rule, name="Line below the headings")
    boxes = {node.key: _node(paper, node) for node in view.nodes}
    for edge in view.edges:
        _edge(paper, edge, boxes)


def _node(paper: Paper, node: NodeView) -> Any:
    """Draw a node as one shape that holds its words; a change idea has its icon beside it."""
    box = node.box
    drawn = paper.shape("round", Box(box.x, box.y, box.right, box.bottom), node.label, corner=6)
    row = node.css.split()[0] == "dg-row"
    look = Look() if row else look_of(node.css)
    paper.paint(drawn, look.fill, _stroke(look), look.tint * look.opacity)
    left = min((text.x for text in node.texts), default=box.x)
    lines = [_line(text) for text in node.texts]
    if lines:
        paper.fill_text(drawn, lines, Anchor.START, wrap=True, middle=True, inset=_PAD)
        drawn.text_frame.margin_left = paper.size(max(2.0, left - box.x))
        drawn.text_frame.margin_right = 0
        drawn.text_frame.word_wrap = False
    if node.status:
        for shape in icon_shapes(node.status, node.icon_x, node.icon_y):
            _draw(paper, shape)
    return drawn


def _edge(paper: Paper, edge: EdgeView, boxes: dict[str, Any]) -> None:
    """Connect two nodes; the line follows when a box is moved."""
    look = look_of(edge.css)
    stroke = _stroke(look) or Stroke(Tone.CONTROL, 1)
    start, end = edge.points[0], edge.points[-1]
    drawn = paper.line(start, end, stroke, name=f"{edge.source} – {edge.target}", curved=True)
    # Attached without being moved: the line to a change idea ends before its icon.
    drawn._connect_begin_to(boxes[edge.source], _RIGHT)
    drawn._connect_end_to(boxes[edge.target], _LEFT)


def _ramps(paper: Paper, view: RampView) -> None:
    for row in view.rows:
        stroke = Stroke(Tone.HAIRLINE, 1)
        paper.line((view.plot_x, row.y), (view.width, row.y), stroke, name="Scale")
        _block(paper, row.texts)
    _texts(paper, view.ticks)
    circles = {(c.x, c.y): _cycle(paper, c, view.radius) for c in view.circles}
    for line in view.segments:
        stroke = _stroke(look_of(line.css)) or Stroke(Tone.COMMON, 1)
        rim = view.radius / max(math.hypot(line.x1 - line.x0, line.y1 - line.y0), 1.0)
        dx, dy = rim * (line.x1 - line.x0), rim * (line.y1 - line.y0)
        drawn = paper.line(
            (line.x0 + dx, line.y0 + dy), (line.x1 - dx, line.y1 - dy), stroke, name="Next cycle"
        )
        # Attached without being moved: the library knows the four places of a rectangle only.
        drawn._connect_begin_to(circles[line.x0, line.y0], _OVAL_RIGHT)
        drawn._connect_end_to(circles[line.x1, line.y1], _OVAL_LEFT)
    for label in view.labels:
        _block(paper, label.texts)
    for mark in view.key:
        _draw(paper, Circle(mark.x, mark.y, 5.5, mark.css))
        _block(paper, (mark.text,))
    _texts(paper, view.notes)


def _cycle(paper: Paper, circle: CircleView, radius: float) -> Any:
    drawn = _circle(paper, Circle(circle.x, circle.y, radius, circle.css), circle.label)
    tone = text_tone(f"{circle.css}-no")
    number = TextRun(str(circle.number), 12.0, tone, bold=True)
    paper.fill_text(drawn, (number,), Anchor.MIDDLE, wrap=False, middle=True)
    return drawn


def _people(paper: Paper, view: StakeholderView) -> None:
    for box in view.quadrants:
        _draw(paper, Frame(box, "dg-field"))
    for x0, y0, x1, y1 in view.grid:
        paper.line((x0, y0), (x1, y1), Stroke(Tone.HAIRLINE, 1), name="Grid")
    _texts(paper, (*view.headings, *view.axis))
    for move in view.moves:
        _draw(paper, Circle(move.x0, move.y0, 3.5, "dg-was"))
        x0, y0, _, _ = move.shaft
        tip = move.corners[0]
        arrow = paper.line((x0, y0), tip, Stroke(Tone.COMMON, 1.25), name="Moved")
        _head(arrow)
    for person in view.items:
        _person(paper, person)
    for mark in view.key:
        if mark.kind == "was":
            _draw(paper, Circle(mark.x, mark.y, 3.5, "dg-was"))
            ends = ((mark.x + 5, mark.y), (mark.x + 24, mark.y))
            _head(paper.line(*ends, Stroke(Tone.COMMON, 1.25), name="Moved"))
        else:
            if mark.kind == "lived":
                _draw(paper, Circle(mark.x, mark.y, 7.5, "dg-lived"))
            _draw(paper, Circle(mark.x, mark.y, 4.5, "dg-here"))
        _block(paper, (mark.text,))


def _person(paper: Paper, person: PersonView) -> None:
    inside = paper.group(person.label, person.label)
    if person.lived_experience:
        _draw(inside, Circle(person.x, person.y, 7.5, "dg-lived"))
    _draw(inside, Circle(person.x, person.y, 4.5, "dg-here"))
    _block(inside, person.texts)


def _head(connector: Any) -> None:
    """Give a connector an arrow head, which the library cannot."""
    line = connector.line._get_or_add_ln()  # the library has no arrow heads
    end = line.makeelement(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tailEnd",
        {"type": "triangle", "w": "med", "len": "med"},
    )
    line.append(end)


def _draw(paper: Paper, shape: Shape) -> None:
    """Draw any shape of a diagram by itself."""
    if isinstance(shape, TextLine):
        _block(paper, (shape,))
    elif isinstance(shape, Circle):
        _circle(paper, shape, "Mark")
    elif isinstance(shape, Frame):
        box, look = shape.box, look_of(shape.css)
        drawn = paper.shape(
            "round", Box(box.x, box.y, box.right, box.bottom), "Field", corner=shape.corner
        )
        paper.paint(drawn, look.fill, _stroke(look), look.tint * look.opacity)
    else:
        _path(paper, shape)


def _circle(paper: Paper, circle: Circle, name: str) -> Any:
    look, r = look_of(circle.css), circle.radius
    box = Box(circle.x - r, circle.y - r, circle.x + r, circle.y + r)
    return paper.paint(
        paper.shape("oval", box, name), look.fill, _stroke(look), look.tint * look.opacity
    )


def _path(paper: Paper, path: Path) -> None:
    """Draw straight lines piece by piece; closed ones and curves as a shape of many corners."""
    look = look_of(path.css)
    pieces: list[list[tuple[float, float]]] = []
    closed = False
    for letter, numbers in path.steps:
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        if letter == "M":
            pieces.append(pairs)
        elif letter == "L":
            pieces[-1] += pairs
        elif letter == "C":
            pieces[-1] += _bezier(pieces[-1][-1], pairs)
        closed = closed or letter == "Z"
    for piece in pieces:
        if len(piece) == 2 and not closed:
            paper.line(piece[0], piece[1], _stroke(look) or Stroke(Tone.CONTROL, 1))
        elif len(piece) > 1:
            drawn = paper.polygon(piece, "Mark", close=closed)
            paper.paint(drawn, look.fill if closed else None, _stroke(look), look.tint)


def _bezier(
    start: tuple[float, float], pairs: Sequence[tuple[float, float]], steps: int = 8
) -> list[tuple[float, float]]:
    corners = (start, *pairs)
    found = []
    for n in range(1, steps + 1):
        t = n / steps
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        found.append(
            (
                sum(s * x for s, (x, _) in zip(shares, corners, strict=True)),
                sum(s * y for s, (_, y) in zip(shares, corners, strict=True)),
            )
        )
    return found


def _stroke(look: Look) -> Stroke | None:
    return None if look.stroke is None else Stroke(look.stroke, look.width, look.dashes)


def _line(text: TextLine) -> TextRun:
    names = set(text.css.split())
    bold = text.weight >= 500 or bool(BOLD & names)
    return TextRun(text.text, text.size, text_tone(text.css), bold, STRUCK in names)


def _texts(paper: Paper, texts: Sequence[TextLine]) -> None:
    for text in texts:
        _block(paper, (text,))


def _block(paper: Paper, texts: Sequence[TextLine]) -> None:
    """Write lines that belong together as the paragraphs of one text box."""
    if not texts:
        return
    lines = [_line(text) for text in texts]
    widths = [text_width(text.text, text.size, text.weight) for text in texts]
    leading = 1.2
    if len(texts) > 1:
        leading = max(1.0, (texts[-1].y - texts[0].y) / (len(texts) - 1) / texts[0].size)
    paper.write(texts[0].x, texts[0].y, lines, Anchor(texts[0].anchor), max(widths) + 8, leading)
