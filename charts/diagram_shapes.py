"""What a diagram consists of, shape by shape in drawing order, for renderers other than the page.

The page's templates and this module read the same views; a test holds them to the same elements.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from charts.aim_view import AimView
from charts.diagram_styles import OLDER
from charts.diagram_text import Box, TextLine
from charts.driver_view import DriverView
from charts.ramp_view import RampView
from charts.stakeholder_view import StakeholderView

Letter = Literal["M", "L", "C", "Z"]
Step = tuple[Letter, tuple[float, ...]]
DiagramView = DriverView | StakeholderView | RampView | AimView


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and curves: M, L, C and Z with absolute coordinates."""

    steps: tuple[Step, ...]
    css: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float
    css: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle with round corners."""

    box: Box
    css: str
    corner: float = 6.0


Shape = Path | Circle | Frame | TextLine


def shapes(view: DiagramView) -> Iterator[Shape]:
    """List everything that is drawn.

    Parameters
    ----------
    view : DriverView, StakeholderView, RampView or AimView
        A diagram that was laid out.
    """
    if isinstance(view, DriverView):
        return _driver(view)
    if isinstance(view, StakeholderView):
        return _stakeholders(view)
    return _ramp(view) if isinstance(view, RampView) else _aim(view)


def segment(x0: float, y0: float, x1: float, y1: float, css: str, opacity: float = 1.0) -> Path:
    """Return a straight line."""
    return Path((("M", (x0, y0)), ("L", (x1, y1))), css, opacity)


def _driver(view: DriverView) -> Iterator[Shape]:
    yield from view.headings
    yield segment(0.0, view.rule_y, view.width, view.rule_y, "dg-hair")
    for edge in view.edges:
        yield Path(tuple(_curve(edge.points)), edge.css)
    for node in view.nodes:
        # Rows of change ideas have a frame for the pointer only.
        if node.css.split()[0] != "dg-row":
            yield Frame(node.box, node.css)
        if node.status:
            yield from icon_shapes(node.status, node.icon_x, node.icon_y)
        yield from node.texts


def _curve(points: tuple[tuple[float, float], ...]) -> Iterable[Step]:
    yield ("M", points[0])
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if abs(y0 - y1) < 0.05:
            yield ("L", (x1, y0))
        else:
            middle = (x0 + x1) / 2
            yield ("C", (middle, y0, middle, y1, x1, y1))


def icon_shapes(status: str, x: float, y: float) -> Iterator[Shape]:
    """Icon of a change idea: its shape says the status."""
    if status == "adopted":
        yield Circle(x, y, 6.5, "dg-i-solid")
        yield _strokes("dg-i-cut", (x - 3, y + 0.2), (x - 0.9, y + 2.3), (x + 3, y - 2.1))
    elif status == "adapted":
        yield Circle(x, y, 5.9, "dg-i-line")
        yield _strokes("dg-i-line", (x - 2.8, y + 0.2), (x - 0.8, y + 2.2), (x + 2.8, y - 1.9))
    elif status == "testing":
        yield Circle(x, y, 5.9, "dg-i-test")
        r, bow = 5.9, 5.9 * 0.5523
        half: tuple[Step, ...] = (
            ("M", (x, y - r)),
            ("C", (x + bow, y - r, x + r, y - bow, x + r, y)),
            ("C", (x + r, y + bow, x + bow, y + r, x, y + r)),
            ("Z", ()),
        )
        yield Path(half, "dg-i-half")
    elif status == "abandoned":
        yield Circle(x, y, 5.9, "dg-i-gone")
        cross: tuple[Step, ...] = (
            ("M", (x - 2.3, y - 2.3)),
            ("L", (x + 2.3, y + 2.3)),
            ("M", (x + 2.3, y - 2.3)),
            ("L", (x - 2.3, y + 2.3)),
        )
        yield Path(cross, "dg-i-gone")
    else:
        yield Circle(x, y, 5.9, "dg-i-none")


def _strokes(css: str, *points: tuple[float, float]) -> Path:
    first, *rest = points
    return Path((("M", first), *(("L", point) for point in rest)), css)


def _polygon(css: str, corners: tuple[tuple[float, float], ...], opacity: float = 1.0) -> Path:
    first, *rest = corners
    return Path((("M", first), *(("L", point) for point in rest), ("Z", ())), css, opacity)


def _stakeholders(view: StakeholderView) -> Iterator[Shape]:
    for box in view.quadrants:
        yield Frame(box, "dg-field")
    for line in view.grid:
        yield segment(*line, "dg-grid")
    yield from view.headings
    yield from view.axis
    for move in view.moves:
        opacity = 1.0 if move.stops_at_dot else OLDER
        yield Circle(move.x0, move.y0, 3.5, "dg-was", opacity)
        yield segment(*move.shaft, "dg-move", opacity)
        yield _polygon("dg-move-head", move.corners, opacity)
    for person in view.items:
        if person.lived_experience:
            yield Circle(person.x, person.y, 7.5, "dg-lived")
        yield Circle(person.x, person.y, 4.5, "dg-here")
        yield from person.texts
    for mark in view.key:
        x, y = mark.x, mark.y
        if mark.kind == "was":
            yield Circle(x, y, 3.5, "dg-was")
            yield segment(x + 5, y, x + 19, y, "dg-move")
            yield _polygon("dg-move-head", ((x + 24, y), (x + 17.5, y - 3), (x + 17.5, y + 3)))
        else:
            if mark.kind == "lived":
                yield Circle(x, y, 7.5, "dg-lived")
            yield Circle(x, y, 4.5, "dg-here")
        yield mark.text


def _ramp(view: RampView) -> Iterator[Shape]:
    for row in view.rows:
        yield segment(view.plot_x, row.y, view.width, row.y, "dg-grid")
        yield from row.texts
    yield from view.ticks
    for line in view.segments:
        yield segment(line.x0, line.y0, line.x1, line.y1, line.css)
    for label in view.labels:
        yield from label.texts
    for circle in view.circles:
        yield Circle(circle.x, circle.y, view.radius, circle.css)
        css = f"dg-t12 dg-bold {circle.css}-no"
        yield TextLine(circle.x, circle.y + 4.3, str(circle.number), css, 12.0, 650, "middle")
    for mark in view.key:
        yield Circle(mark.x, mark.y, 5.5, mark.css)
        yield mark.text
    yield from view.notes


def _aim(view: AimView) -> Iterator[Shape]:
    yield from view.texts
    yield Frame(view.track, "dg-track", 3.0)
    if view.fill:
        yield Frame(view.fill, f"dg-fill-{view.tone}", 3.0)
    top, middle = view.track.y - 5.0, view.track.y + 3.0
    if view.baseline_inside:
        yield segment(view.baseline_x, top, view.baseline_x, top + 16, "dg-tick-ink")
    yield segment(view.target_x, top, view.target_x, top + 16, "dg-tick-target")
    if view.now_x is not None:
        x, css = view.now_x, f"dg-mark-{view.tone}"
        if view.tone == "concern":
            corners = ((x, middle - 7.5), (x + 7.5, middle), (x, middle + 7.5), (x - 7.5, middle))
            yield _polygon(css, corners)
        else:
            yield Circle(x, middle, 7.5, css)
    if view.dates:
        line = view.dates
        if line.passed_x < line.x1:
            yield segment(line.passed_x, line.y, line.x1, line.y, "dg-time-left")
        if line.passed_x > line.x0:
            yield segment(line.x0, line.y, line.passed_x, line.y, "dg-time")
        for x in line.ticks:
            yield segment(x, line.y - 4, x, line.y + 4, "dg-time")
