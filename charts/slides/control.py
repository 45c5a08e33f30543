"""Run and control charts as native charts."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from charts.clean import clean
from charts.control_chart import control_chart
from charts.inputs import Span
from charts.layouts import Layout
from charts.periods import detect_period
from charts.scales import Axis, value_axis
from charts.slides.axes import DateScale, date_scale, value_scale
from charts.slides.fit import HEIGHT, fitted, room, trimmed
from charts.slides.view import Panel, PanelGrid, PlotSeries, Slide, XYPlot
from charts.spans import dated, places
from charts.strokes import LINES, Stroke
from charts.theme import COMMON_RADIUS
from charts.timeline import timeline
from charts.view import XY, Drawing, LineKind, Mark, MarkKind
from charts.words import center_word
from qi.results import Analysis

Rows = list[tuple[float, float | None]]

NAMES: Mapping[MarkKind, str] = {
    MarkKind.IMPROVEMENT: "Improvement",
    MarkKind.CONCERN: "Concern",
    MarkKind.SPECIAL: "Special cause",
    MarkKind.GHOST: "Left out",
    MarkKind.OWN: "Own",
    MarkKind.OWN_IMPROVEMENT: "Own, improvement",
    MarkKind.OWN_CONCERN: "Own, concern",
}
"""Points that are not common cause."""


def control_slide(analysis: Analysis, *, title: str, unit: str = "", **options: Any) -> Slide:
    """Lay out a run or control chart on a slide.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    title, unit : str
        Name of the measure and its unit.
    **options
        As for `charts.control_chart`, without `size` and `draft`.

    Returns
    -------
    Slide
        Data, center, limits and target are series of one native chart.
    """
    return slide_of(control_panel(analysis, title=title, unit=unit, **options))


def slide_of(panel: Panel) -> Slide:
    """Return a slide of one chart, which names itself."""
    drawing = panel.drawing
    subtitle = drawing.title if drawing.title != drawing.name else ""
    return Slide(
        drawing.name, subtitle, PanelGrid((panel,)), drawing.passport,
        f"{drawing.title}. {drawing.description}",
    )  # fmt: skip


def control_panel(
    analysis: Analysis,
    *,
    title: str,
    unit: str = "",
    size: Layout | None = None,
    height: float | None = HEIGHT,
    axis: Axis | None = None,
    **options: Any,
) -> Panel:
    """Lay out a run or control chart for a part of a slide.

    Parameters
    ----------
    analysis, title, unit, **options
        As for `control_slide`.
    size : Layout or None
        Width and kind of labels; None takes the whole slide.
    height : float or None
        Pixels to fill; None takes the axes as high as `size` has them.
    axis : Axis or None
        A value axis shared with other charts.
    """
    unit = clean(unit)
    axis = axis or _axis(analysis, unit, options.get("from_zero"))

    def draw(layout: Layout) -> Drawing:
        return trimmed(
            control_chart(analysis, title=title, unit=unit, size=layout, axis=axis, **options)
        )

    size = size or room()
    if height is not None:
        size = fitted(draw, size, height)
    return panel_around(draw(size), analysis, axis, unit=unit, **options)


def panel_around(
    drawing: Drawing, analysis: Analysis, axis: Axis, *, unit: str = "", **options: Any
) -> Panel:
    """Put the native chart of an analysis under the labels of its drawing."""
    line = timeline(
        analysis.x,
        period=options.get("period") or detect_period(analysis.x),
        also=[each.date for key in ("flags", "annotations") for each in options.get(key, ())],
        through=options.get("through"),
    )
    scale = date_scale(line)
    plot = drawing.plot
    left = plot.left + (plot.right - plot.left) / line.span / 2
    series = [
        *_spans(options.get("along", ()), scale, axis),
        *_breaks(analysis, scale, axis),
        *_limits(analysis, scale),
        *_centers(analysis, scale),
        *_target(analysis, scale, options.get("target_since")),
        *data_series(analysis, scale, drawing)[::-1],
    ]
    native = XYPlot(
        tuple(each for each in series if each.rows),
        scale.axis(plot.right - left),
        value_scale(axis, unit, drawing.name),
        _bands(analysis, scale, axis),
    )
    return Panel(drawing, native, left, plot.right)


def data_series(analysis: Analysis, scale: DateScale, drawing: Drawing) -> list[PlotSeries]:
    """Return the points; a missing one and the start of a phase leave a gap in their line.

    Points in a signal and those left out are series of their own beside the same dates, so that
    their shape and color hold in every program.
    """
    marks = {mark.index: mark for mark in drawing.marks}
    rows: Rows = []
    at: dict[int, int] = {}
    dashed = []
    for k, value in enumerate(analysis.values.tolist()):
        if k and analysis.phase[k] != analysis.phase[k - 1]:
            rows.append((between(scale, k), None))
        if k and not (analysis.included[k] and analysis.included[k - 1]):
            dashed.append(len(rows))
        at[len(rows)] = k
        rows.append((scale.point(k), value if math.isfinite(value) else None))
    # A point is drawn once: programs differ in which series lies on top.
    drawn = {row: marks[k] for row, k in at.items() if k in marks}
    special = tuple(row for row, mark in drawn.items() if mark.kind is not MarkKind.COMMON)
    common = next((m.radius for m in marks.values() if m.kind is MarkKind.COMMON), COMMON_RADIUS)
    data = PlotSeries(
        drawing.name or "Value", tuple(rows), LINES[LineKind.DATA], MarkKind.COMMON, common,
        special, tuple(dashed),
    )  # fmt: skip
    return [*overlays(rows, {row: marks[k] for row, k in at.items() if k in marks}), data]


def overlays(
    rows: Sequence[tuple[float, float | None]], marks: Mapping[int, Mark]
) -> list[PlotSeries]:
    """Points that are not common cause, a series for each kind.

    Parameters
    ----------
    rows : sequence of (float, float or None)
        Place and value of all points.
    marks : mapping of int to Mark
        How each row is drawn.
    """
    found = []
    for kind, name in NAMES.items():
        own = {row: mark for row, mark in marks.items() if mark.kind is kind}
        if own:
            points = tuple((x, y if row in own else None) for row, (x, y) in enumerate(rows))
            radius = next(iter(own.values())).radius
            found.append(PlotSeries(name, points, None, kind, radius))
    return found


def _axis(analysis: Analysis, unit: str, from_zero: bool | None) -> Axis:  # noqa: FBT001 - as the chart's option
    lines = (analysis.values, analysis.center, analysis.lower, analysis.upper)
    numbers = np.concatenate(lines).tolist()
    numbers += [] if analysis.target is None else [analysis.target]
    return value_axis(numbers, unit=unit, ticks=room().ticks, from_zero=from_zero)


def between(scale: DateScale, index: int) -> float:
    """Place between a point and the one before it: half a step outside at the ends."""
    positions = scale.line.positions
    half = min(0.5, scale.line.step / 2)
    if index == 0:
        # The native axis begins at its first position.
        return scale.place(max(positions[0] - half, scale.line.first))
    if index == len(positions):
        return scale.place(positions[-1] + half)
    return scale.place((positions[index - 1] + positions[index]) / 2)


def _breaks(analysis: Analysis, scale: DateScale, axis: Axis) -> list[PlotSeries]:
    rows: Rows = []
    for phase in analysis.phases[1:]:
        x = between(scale, phase.start)
        rows += [(x, axis.low), (x, axis.high), (x, None)]
    return [PlotSeries("Start of a phase", tuple(rows[:-1]), LINES[LineKind.BREAK])]


def _centers(analysis: Analysis, scale: DateScale) -> list[PlotSeries]:
    name = center_word(analysis)
    kinds: tuple[tuple[bool, str, LineKind], ...] = (
        (False, name, LineKind.CENTER),
        (True, f"{name}, on trial", LineKind.TRIAL_CENTER),
    )
    found = []
    for trial, called, kind in kinds:
        rows: Rows = []
        for phase in analysis.phases:
            if phase.trial is trial and phase.stop > phase.start and math.isfinite(phase.center):
                ends = (between(scale, phase.start), between(scale, phase.stop))
                rows += [(ends[0], None)] * bool(rows)
                rows += [(ends[0], phase.center), (ends[1], phase.center)]
        found.append(PlotSeries(called, tuple(rows), LINES[kind]))
    return found


def _limits(analysis: Analysis, scale: DateScale) -> list[PlotSeries]:
    found = []
    for name, limit in (("Upper limit", analysis.upper), ("Lower limit", analysis.lower)):
        for trial, kind in ((False, LineKind.LIMIT), (True, LineKind.TRIAL_LIMIT)):
            rows: Rows = []
            for phase in analysis.phases:
                if phase.trial is trial:
                    steps = _steps(scale, limit, phase.start, phase.stop)
                    rows += [(x, None) for x, _ in steps[:1] if rows]
                    rows += steps
            called = f"{name}, on trial" if trial else name
            found.append(PlotSeries(called, tuple(rows), LINES[kind]))
    return found


def _spans(spans: Sequence[Span], scale: DateScale, axis: Axis) -> list[PlotSeries]:
    """Named times as bars along the axis."""
    line = scale.line
    rows: Rows = []
    for first, last in places(spans, line.period, line.first, line.last):
        # The native axis begins at its first position.
        ends = scale.place(max(first, line.first)), scale.place(last)
        rows += [(ends[0], None)] * bool(rows)
        rows += [(ends[0], axis.low), (ends[1], axis.low)]
    name = "; ".join(dated(each) for each in spans)
    return [PlotSeries(name, tuple(rows), LINES[LineKind.SPAN])]


def _bands(analysis: Analysis, scale: DateScale, axis: Axis) -> tuple[tuple[XY, ...], ...]:
    """Corners of each phase's band, down to the axis where it has no lower limit."""
    found = []
    for phase in analysis.phases:
        upper, lower = (
            _steps(scale, limit, phase.start, phase.stop)
            for limit in (analysis.upper, analysis.lower)
        )
        if upper:
            base = [(upper[0][0], axis.low), (upper[-1][0], axis.low)]
            found.append((*upper, *reversed(lower or base)))
    return tuple(found)


def _steps(scale: DateScale, limit: np.ndarray, start: int, stop: int) -> list[XY]:
    """Corners of a stepped limit; a period without one is bridged by its neighbors."""
    known = [k for k in range(start, stop) if math.isfinite(limit[k])]
    if not known:
        return []
    rows = [(between(scale, start), float(limit[known[0]]))]
    for before, after in itertools.pairwise(known):
        old, new = float(limit[before]), float(limit[after])
        if old != new:
            positions = scale.line.positions
            x = scale.place((positions[before] + positions[after]) / 2)
            rows += [(x, old), (x, new)]
    return [*rows, (between(scale, stop), float(limit[known[-1]]))]


def _target(analysis: Analysis, scale: DateScale, since: dt.date | None) -> list[PlotSeries]:
    if analysis.target is None or not math.isfinite(analysis.target):
        return []
    line = scale.line
    start = line.first if since is None else max(line.first, line.of_date(since))
    ends = (scale.place(start), scale.place(line.last + 0.5))
    rows = tuple((x, analysis.target) for x in ends)
    return [PlotSeries("Target", rows, LINES[LineKind.TARGET])]


def curve(name: str, rows: Sequence[tuple[float, float]], stroke: Stroke) -> PlotSeries:
    """Return a line without points, those without a number left out."""
    return PlotSeries(
        name, tuple((x, y) for x, y in rows if math.isfinite(x) and math.isfinite(y)), stroke
    )
