"""CUSUM and EWMA charts: the charts that remember, for small and lasting changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from charts.alt_text import alt_title
from charts.clean import clean
from charts.control import axes, labels, limits
from charts.control.canvas import Canvas
from charts.control.points import tip_place
from charts.control_chart import control_chart
from charts.formats import number_format
from charts.geometry import push_apart
from charts.layouts import FULL, Layout
from charts.metrics import text_width
from charts.passport import passport_line
from charts.periods import Period, detect_period, long_name
from charts.scales import value_axis
from charts.sheet import RADII
from charts.theme import HIT_RADIUS, LABEL_SIZE, TICK_SIZE, Tone
from charts.timeline import timeline
from charts.view import Box, ControlChartView, Drawing, LineKind, Mark, MarkKind, Text
from charts.words import sentence_case
from qi.results import Analysis, Assurance, PhaseSummary, Side, Signal, Variation, Verdict
from qi.sequential import Cusum, Ewma

_TIP_ROW = 30.0


@dataclass(frozen=True, slots=True)
class SumSeries:
    """A tabular CUSUM in numbers, in sigma.

    Parameters
    ----------
    upper, lower : sequence of float
        Sums upward and downward, both 0 or more; NaN where a value is missing.
    decision : float
        The sum from which on there is a signal.
    slack : float
        What each value is allowed for.
    """

    upper: tuple[float, ...]
    lower: tuple[float, ...]
    decision: float
    slack: float


@dataclass(frozen=True, slots=True)
class AverageSeries:
    """An exponentially weighted moving average in numbers, in display units.

    Parameters
    ----------
    average, lower, upper : sequence of float
        The average and its limits, one a point; NaN where a value is missing.
    center : float
        What it is compared with.
    weight : float
        Weight of the newest value.
    """

    average: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    center: float
    weight: float


def sums_of(result: Cusum) -> SumSeries:
    """Take both sums as `qi.cusum` answers them."""
    return SumSeries(tuple(result.upper.tolist()), tuple(result.lower.tolist()), result.h, result.k)


def average_of(result: Ewma) -> AverageSeries:
    """Take the average and its limits as `qi.ewma` answers them."""
    average, lower, upper = (
        tuple(line.tolist()) for line in (result.average, result.lower, result.upper)
    )
    return AverageSeries(average, lower, upper, result.center, result.lam)


def ewma_chart(
    series: AverageSeries,
    x: Sequence[Any],
    *,
    title: str,
    unit: str = "",
    direction: str | None = None,
    size: Layout = FULL,
    **options: Any,
) -> ControlChartView:
    """Lay out an EWMA chart: the average as a control chart with widening limits.

    Parameters
    ----------
    series : AverageSeries
        The average and its limits.
    x : sequence
        Dates or labels, one a point.
    title, unit : str
        Name of the measure and its unit.
    direction : {"up", "down"} or None
        Which way is better.
    size : Layout
        The size it is drawn in.
    **options
        As for `control_chart`.
    """
    analysis = average_analysis(series, x, direction)
    view = control_chart(analysis, title=title, unit=unit, size=size, **options)
    return replace(view, passport=f"{view.passport} · weight {series.weight:g}")


def average_analysis(
    series: AverageSeries, x: Sequence[Any], direction: str | None = None
) -> Analysis:
    """Dress a moving average up as an analysis, for tables and slides.

    Parameters
    ----------
    series : AverageSeries
        The average and its limits.
    x : sequence
        Dates or labels, one a point.
    direction : {"up", "down"} or None
        Which way is better.
    """
    average, low, high = (np.array(a, float) for a in (series.average, series.lower, series.upper))
    return _analysis("ewma", x, (average, low, high), series.center, direction)


def cusum_chart(
    series: SumSeries,
    x: Sequence[Any],
    *,
    title: str,
    direction: str | None = None,
    size: Layout = FULL,
    period: Period | None = None,
) -> Drawing:
    """Lay out a CUSUM chart: what adds up above the center, and below it mirrored.

    Parameters
    ----------
    series : SumSeries
        Both sums.
    x : sequence
        Dates or labels, one a point.
    title : str
        Name of the measure.
    direction : {"up", "down"} or None
        Which way is better.
    size : Layout
        The size it is drawn in.
    period : Period or None
        Pace of the series; None tells it from the dates.
    """
    title = clean(title)
    period = period or detect_period(x)
    sums = (np.array(series.upper, float), -np.array(series.lower, float))
    bound = np.full(len(x), series.decision)
    analysis = _analysis("cusum", x, (sums[0], -bound, bound), 0.0, direction)
    canvas = _canvas(analysis, sums, series.decision, size, period)
    axes.draw_value_axis(canvas)
    below = axes.draw_time_axis(canvas)
    limits.draw_limits(canvas)
    side = {"up": Side.UP, "down": Side.DOWN}.get(direction or "")
    signals = []
    for values, where in zip(sums, (Side.UP, Side.DOWN), strict=True):
        signals += _draw_sum(canvas, values, where, side, series.decision)
    _name_ends(canvas, sums, series.decision)
    canvas.height = math.ceil(canvas.plot.bottom + below + 4)
    told = "; ".join(signals) or "No signal"
    return Drawing(
        width=size.width,
        height=canvas.height,
        title=alt_title(analysis, title, period),
        description=f"Sums in sigma, signals beyond {series.decision:g}. {told}.",
        areas=tuple(canvas.areas),
        lines=tuple(canvas.lines),
        marks=tuple(canvas.marks),
        flags=(),
        texts=tuple(canvas.texts),
        tip_y=canvas.plot.top - 14,
        plot=canvas.plot,
        size=size.name,
        name=title,
        passport=f"{passport_line(analysis, title, period)} · k {series.slack:g}, h {series.decision:g}",
    )


def _analysis(
    chart: str,
    x: Sequence[Any],
    lines: tuple[np.ndarray, np.ndarray, np.ndarray],
    center: float,
    direction: str | None,
) -> Analysis:
    """Dress a series up as an analysis, with a signal at each point beyond its limits."""
    values, lower, upper = lines
    n = len(values)
    with np.errstate(invalid="ignore"):
        out = [(values > upper, Side.UP), (values < lower, Side.DOWN)]
    signals = tuple(
        Signal("outside", k, k + 1, (k,), side, 0, k)
        for where, side in out
        for k in np.flatnonzero(where).tolist()
    )
    last = max((k for k in range(n) if np.isfinite(values[k])), default=-1)
    now = next((s.side for s in signals if s.start == last), None)
    better = {"up": Side.UP, "down": Side.DOWN}.get(direction or "")
    variation = Variation.COMMON_CAUSE
    if now is not None:
        names = {Side.UP: "HIGH", Side.DOWN: "LOW"}
        word = "SPECIAL_CAUSE" if better is None else "IMPROVEMENT" if now is better else "CONCERN"
        variation = Variation[f"{word}_{names[now]}"]
    known = int(np.isfinite(values).sum())
    phase = PhaseSummary(0, n, center, known, known, 0, None, 0, None, 0, None, None, None, trial=False)  # fmt: skip
    return Analysis(
        chart, tuple(x), values, values, None, np.zeros(n, np.intp), np.full(n, fill_value=True),
        np.full(n, center), lower, upper, (upper - lower) / 6, (phase,), signals,
        Verdict(variation, Assurance.NONE, "outside" if now else None), {"direction": direction},
    )  # fmt: skip


def _canvas(
    analysis: Analysis,
    sums: tuple[np.ndarray, np.ndarray],
    decision: float,
    size: Layout,
    period: Period,
) -> Canvas:
    numbers = np.concatenate([*sums, analysis.upper, analysis.lower]).tolist()
    axis = value_axis(numbers, ticks=size.ticks)
    line = timeline(analysis.x, period=period)
    formats = number_format(numbers)
    canvas = Canvas(size, Box(0, 0, size.width, 0), analysis, line, axis, formats)
    names = ("Downward", f"Limit −{decision:g}")
    right = size.width - 14 - max(text_width(name, LABEL_SIZE, bold=True) for name in names)
    left = max(size.left, max(text_width(text, TICK_SIZE) for text in axis.labels) + 9)
    canvas.settle(Box(round(left), _TIP_ROW + 6, round(right), _TIP_ROW + 6 + size.plot_height))
    return canvas


def _draw_sum(
    canvas: Canvas, values: np.ndarray, where: Side, better: Side | None, decision: float
) -> list[str]:
    """Draw one of the two sums and say when it first gave a signal."""
    known = np.flatnonzero(np.isfinite(values)).tolist()
    # A sum at rest is a line on the axis; marks there would hide those of the other one.
    resting = {k for k in known if values[k] == 0}
    points = [(canvas.x_of(k), canvas.y(float(values[k]))) for k in known]
    if len(points) > 1:
        canvas.line(LineKind.DATA, *points)
        canvas.paths.append(tuple(points))
    crowd = min(1.0, max(0.4, canvas.pixels * canvas.timeline.step / 11))
    name = "upward" if where is Side.UP else "downward"
    first = ""
    for k, (x, y) in zip(known, points, strict=True):
        if k in resting:
            continue
        beyond = abs(float(values[k])) > decision * (1 + 1e-9)
        kind = MarkKind.COMMON
        if beyond:
            kind = MarkKind.SPECIAL
            if better is not None:
                kind = MarkKind.IMPROVEMENT if where is better else MarkKind.CONCERN
        day = sentence_case(long_name(canvas.analysis.x[k], canvas.period))
        first = first or (f"{name} since {day}" if beyond else "")
        tip: tuple[str, ...] = (f"{day}: {abs(float(values[k])):.2f} sigma {name}",)
        if beyond:
            tip = (*tip, f"Beyond {decision:g}")
        tip_x, stacked = tip_place(canvas, x, tip)
        radius = round(RADII[kind] * canvas.layout.mark_scale * crowd, 1)
        hit = round(min(HIT_RADIUS, max(4.0, canvas.pixels / 2)), 1)
        canvas.put(Mark(x, y, kind, radius, k, tip, tip_x, stacked, hit))
    return [f"Signal {first}"] if first else []


def _name_ends(canvas: Canvas, sums: tuple[np.ndarray, np.ndarray], decision: float) -> None:
    """Name both sums and both limits at their right end."""
    ends = []
    for values, name in zip(sums, ("Upward", "Downward"), strict=True):
        known = labels.last_known(values)
        if known is not None:
            ends.append((canvas.y(float(values[known])), name, Tone.INK, True))
    ends += [
        (
            canvas.y(sign * decision),
            f"Limit {sign * decision:+g}".replace("-", "−"),
            Tone.SECONDARY,
            False,
        )
        for sign in (1, -1)
    ]
    placed = push_apart(
        [e[0] for e in ends], [18.0] * len(ends), canvas.plot.top - 9, canvas.plot.bottom
    )
    left = canvas.plot.right + 10
    for (_, text, tone, bold), y in zip(ends, placed, strict=True):
        canvas.text(Text(left, round(y + 4.5, 1), text, "name", tone, LABEL_SIZE, bold))
