"""Funnel, Pareto, CUSUM, EWMA and calibration as native charts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from charts.calibration import Calibration, calibration_chart, wilson
from charts.clean import clean
from charts.funnel import Funnel, funnel_chart
from charts.layouts import Layout
from charts.pareto import Category, Pareto, pareto_chart
from charts.periods import Period, detect_period
from charts.scales import Axis, value_axis
from charts.sequential import (
    AverageSeries,
    SumSeries,
    average_analysis,
    cusum_chart,
    ewma_chart,
)
from charts.slides.axes import date_scale, value_scale
from charts.slides.control import curve, overlays, panel_around, slide_of
from charts.slides.fit import HEIGHT, fitted, room, trimmed
from charts.slides.view import BarPlot, Panel, PlotSeries, Slide, XYPlot
from charts.strokes import LINES
from charts.timeline import timeline
from charts.view import Box, Drawing, LineKind, MarkKind

_MOST_COLUMNS = 9


def _filling(draw: Callable[[Layout], Drawing]) -> Drawing:
    """Draw a chart as high as the slide has room for."""

    def without(size: Layout) -> Drawing:
        return trimmed(draw(size))

    return without(fitted(without, room()))


def _marked(name: str, rows: Sequence[tuple[float, float]], drawing: Drawing) -> list[PlotSeries]:
    """Points of a drawing, those that differ in shape as series of their own."""
    marks = dict(enumerate(drawing.marks))
    plain = {row for row, mark in marks.items() if mark.kind is MarkKind.COMMON}
    points = tuple((x, y if row in plain else None) for row, (x, y) in enumerate(rows))
    radius = next((m.radius for m in drawing.marks if m.kind is MarkKind.COMMON), 3.4)
    common = PlotSeries(name, points, None, MarkKind.COMMON, radius)
    return [*overlays(rows, marks), common]


def funnel_slide(funnel: Funnel) -> Slide:
    """Lay out a funnel plot on a slide.

    Parameters
    ----------
    funnel : Funnel
        Units and limits.
    """

    def draw(size: Layout) -> Drawing:
        return funnel_chart(funnel, size=size)

    drawing = _filling(draw)
    shown = [u for u in funnel.units if math.isfinite(u.value) and u.size > 0]
    # The scales that the drawing chose, so that its labels stand where the points do.
    highest = max((u.value for u in shown), default=funnel.center)
    smallest = min((u.size for u in shown), default=1.0)
    tall = [limit.upper_998 for limit in funnel.limits if limit.size >= smallest]
    reach = min(max(tall, default=highest), 1.6 * max(highest, funnel.center))
    up = value_axis([0.0, highest, funnel.center, reach], unit=funnel.unit, from_zero=True)
    across = value_axis([u.size for u in shown], ticks=8, from_zero=True)
    series = []
    for field, name, kind in (
        ("lower_998", "Lower 99.8% limit", LineKind.LIMIT),
        ("lower_95", "Lower 95% limit", LineKind.INNER_LIMIT),
        ("upper_95", "Upper 95% limit", LineKind.INNER_LIMIT),
        ("upper_998", "Upper 99.8% limit", LineKind.LIMIT),
    ):
        points = [
            (limit.size, getattr(limit, field))
            for limit in funnel.limits
            if limit.size <= across.high
        ]
        inside = [(x, y) for x, y in points if up.low <= y <= up.high]
        series.append(curve(name, inside, LINES[kind]))
    ends = ((across.low, funnel.center), (across.high, funnel.center))
    series.append(curve("Overall", ends, LINES[LineKind.CENTER]))
    series += _marked(drawing.name, [(u.size, u.value) for u in shown], drawing)
    return _slide(drawing, series, across, up, funnel.unit, clean(funnel.counted) or "Size")


def calibration_slide(chart: Calibration) -> Slide:
    """Lay out a calibration chart on a slide.

    Parameters
    ----------
    chart : Calibration
        Predictions grouped by confidence.
    """
    drawing = _filling(lambda size: calibration_chart(chart, size=size))
    groups = sorted((g for g in chart.groups if g.made > 0), key=lambda g: g.said)
    bars: list[tuple[float, float | None]] = []
    for group in groups:
        low, high = wilson(group.right, group.made)
        bars += [(group.said, low), (group.said, high), (group.said, None)]
    axis = Axis(0.0, 100.0, 25.0)
    series = [
        curve("As sure as right", ((0.0, 0.0), (100.0, 100.0)), LINES[LineKind.IDEAL]),
        PlotSeries("95% interval", tuple(bars[:-1]), LINES[LineKind.RANGE]),
        *_marked("Came true", [(g.said, 100 * g.right / g.made) for g in groups], drawing),
    ]
    return _slide(drawing, series, axis, axis, "%", "How sure, %", sign="%")


def _slide(
    drawing: Drawing, series: Sequence[PlotSeries], across: Axis, up: Axis, unit: str, name: str,
    *, sign: str = "",
) -> Slide:  # fmt: skip
    level = value_scale(across, sign, name)
    plot = XYPlot(tuple(s for s in series if s.rows), level, value_scale(up, unit, drawing.name))
    return slide_of(Panel(drawing, plot, drawing.plot.left, drawing.plot.right))


def cusum_slide(
    series: SumSeries,
    x: Sequence[Any],
    *,
    title: str,
    direction: str | None = None,
    period: Period | None = None,
) -> Slide:
    """Lay out a CUSUM chart on a slide; parameters as for `charts.sequential.cusum_chart`."""

    def draw(size: Layout) -> Drawing:
        return cusum_chart(series, x, title=title, direction=direction, size=size, period=period)

    drawing = _filling(draw)
    sums = (np.array(series.upper, float), -np.array(series.lower, float))
    bounds = [series.decision, -series.decision]
    axis = value_axis([*sums[0].tolist(), *sums[1].tolist(), *bounds], ticks=room().ticks)
    line = timeline(tuple(x), period=period or detect_period(x))
    scale = date_scale(line)
    left = drawing.plot.left + (drawing.plot.right - drawing.plot.left) / line.span / 2
    ends = (scale.place(line.first), scale.place(line.last + 0.5))
    found = [
        curve(name, [(end, bound) for end in ends], LINES[LineKind.LIMIT])
        for name, bound in zip(
            ("Upper decision limit", "Lower decision limit"), bounds, strict=True
        )
    ]
    found.append(curve("Center", [(end, 0.0) for end in ends], LINES[LineKind.CENTER]))
    for values, name in zip(sums, ("Upward", "Downward"), strict=True):
        # Points of both sums share the marks of the drawing; the sign of the sum tells them apart.
        sign = 1 if name == "Upward" else -1
        marks = {m.index: m for m in drawing.marks if sign * (axis_value(drawing, axis, m.y)) > 0}
        rows = tuple(
            (scale.point(k), value if math.isfinite(value) else None)
            for k, value in enumerate(values.tolist())
        )
        found.append(PlotSeries(name, rows, LINES[LineKind.DATA]))
        # A sum at rest has no points: they would hide those of the other one.
        plain = {k: m.radius for k, m in marks.items() if m.kind is MarkKind.COMMON}
        points = tuple((x, y if k in plain else None) for k, (x, y) in enumerate(rows))
        radius = next(iter(plain.values()), 0.0)
        found.append(PlotSeries(f"{name}, points", points, None, MarkKind.COMMON, radius))
        found += overlays(rows, marks)
    across = scale.axis(drawing.plot.right - left)
    (left_end, right_end), (high, low) = ends, bounds
    band = ((left_end, high), (right_end, high), (right_end, low), (left_end, low))
    plot = XYPlot(tuple(found), across, value_scale(axis, name="Sum, sigma"), (band,))
    return slide_of(Panel(drawing, plot, left, drawing.plot.right))


def axis_value(drawing: Drawing, axis: Axis, y: float) -> float:
    """Value of a pixel upward."""
    plot = drawing.plot
    return axis.low + (plot.bottom - y) / (plot.bottom - plot.top) * (axis.high - axis.low)


def pareto_slide(chart: Pareto) -> Slide:
    """Lay out a Pareto chart on a slide: columns, and the line of their running share.

    Parameters
    ----------
    chart : Pareto
        Categories; beyond nine, the smallest stand together, so that no label is turned.
    """
    rows = sorted((c for c in chart.categories if c.count > 0), key=lambda c: -c.count)
    if len(rows) > _MOST_COLUMNS:
        rest = rows[_MOST_COLUMNS - 1 :]
        together = Category(f"{len(rest)} others", sum(c.count for c in rest))
        rows = [*rows[: _MOST_COLUMNS - 1], together]
    total = sum(row.count for row in rows) or 1.0
    below = 46.0
    whole = pareto_chart(chart, size=room())
    drawing = replace(
        whole, height=HEIGHT, plot=Box(48.0, 14.0, room().width, HEIGHT - below), texts=(), lines=()
    )
    plot = BarPlot(
        drawing.name,
        tuple(clean(row.name) for row in rows),
        tuple(row.count for row in rows),
        tuple(round(100 * row.count / total, 2) for row in rows),
        tuple(round(100 * n / total, 2) for n in itertools.accumulate(r.count for r in rows)),
        min(chart.few, len(rows)),
    )
    return slide_of(Panel(drawing, plot, 48.0, room().width))


def ewma_slide(
    series: AverageSeries,
    x: Sequence[Any],
    *,
    title: str,
    unit: str = "",
    direction: str | None = None,
    **options: Any,
) -> Slide:
    """Lay out an EWMA chart on a slide; parameters as for `charts.sequential.ewma_chart`."""
    analysis = average_analysis(series, x, direction)
    numbers = [*series.average, *series.lower, *series.upper, series.center]
    axis = value_axis(numbers, unit=clean(unit), ticks=room().ticks)

    def draw(size: Layout) -> Drawing:
        return ewma_chart(
            series, x, title=title, unit=unit, direction=direction, size=size, axis=axis, **options
        )

    return slide_of(panel_around(_filling(draw), analysis, axis, unit=clean(unit), **options))
