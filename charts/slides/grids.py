"""Slides of several charts: pairs, strata and small multiples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from charts.alt_text import chart_name
from charts.arranging import headed, moved
from charts.clean import clean
from charts.control_chart import control_chart
from charts.icons import status_words
from charts.inputs import Span
from charts.layouts import PHONE, Layout
from charts.meaning import reading
from charts.metrics import is_cut, shorten, text_width, wrap
from charts.panel_order import Order, ordered
from charts.panel_order import Panel as Series
from charts.panels import bars_words, free_scale, multiples, signal_names
from charts.periods import Period
from charts.scales import value_axis
from charts.slides.axes import value_scale
from charts.slides.control import control_panel, panel_around
from charts.slides.fit import HEIGHT, WIDTH, room
from charts.slides.view import Panel, PanelGrid, Slide, XYPlot
from charts.small_multiples import SharedScale, shared_scale
from charts.strata import Stratum, gap_analysis, strata_chart, widest
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.view import Anchor, Drawing, Text
from charts.words import caption
from qi.results import Analysis

GAP = 16.0
MOST_PANELS = 12
"""Small charts on one slide; more of them go on further slides."""

_HEADING = 25.0
_LEADING = 16.0


def pair_slide(
    location: Analysis, spread: Analysis, *, title: str, unit: str = "", **options: Any
) -> Slide:
    """Lay out the chart of the location above the chart of the spread.

    Parameters
    ----------
    location, spread, title, unit, **options
        As for `charts.pairs.pair_chart`.
    """
    plain = replace(spread, target=None, options={**spread.options, "direction": None})
    shared: dict[str, Any] = {key: options[key] for key in ("period", "through") if key in options}
    high = HEIGHT - GAP - 2 * _HEADING
    panels = []
    # Drawn with one margin, so that both have the same axis from left to right.
    size = replace(room(), left=64, labels=150)
    parts: tuple[tuple[Analysis, dict[str, Any], float], ...] = (
        (location, options, 0.58),
        (plain, shared, 0.42),
    )
    for analysis, more, share in parts:
        panel = control_panel(
            analysis, title=title, unit=unit, size=size, height=share * high, **more
        )
        panels.append(_headed(panel, chart_name(analysis)))
    names = " and ".join(chart_name(a) for a in (location, spread))
    drawings = [panel.drawing for panel in panels]
    said = " ".join(
        f"{chart_name(a)}: {d.description}"
        for a, d in zip((location, spread), drawings, strict=True)
    )
    return Slide(
        clean(title), f"{names} of {clean(title)}", PanelGrid(tuple(panels)),
        f"{drawings[0].passport} · with {chart_name(spread)}", said,
    )  # fmt: skip


def strata_slide(
    strata: Sequence[Stratum],
    *,
    title: str,
    unit: str = "",
    gap: tuple[int, int] | None = None,
    **options: Any,
) -> Slide:
    """Lay out a chart for each stratum, all on one scale, and one of the gap.

    Parameters
    ----------
    strata, title, unit, gap, **options
        As for `charts.strata.strata_chart`.
    """
    whole = strata_chart(strata, title=title, unit=unit, gap=gap, **options)
    chosen = gap or widest(strata)
    count = len(strata) + (chosen is not None)
    columns = 1 if count == 1 else 2 if count <= 4 else 3
    rows = math.ceil(count / columns)
    width = (WIDTH - GAP * (columns - 1)) / columns
    high = (HEIGHT - GAP * (rows - 1)) / rows - _HEADING
    size = replace(PHONE, name="slide", width=round(width), lane=False, bracket=False,
                   stacked=False, labels=110)  # fmt: skip
    numbers = [
        value
        for s in strata
        for lines in (s.analysis.values, s.analysis.upper, s.analysis.lower, s.analysis.center)
        for value in lines.tolist()
    ] + [s.analysis.target for s in strata if s.analysis.target is not None]
    axis = value_axis(numbers, unit=unit, ticks=size.ticks)
    parts: list[tuple[str, Analysis, dict[str, Any]]] = [
        (
            clean(s.name),
            s.analysis,
            {"title": f"{title}, {s.name}", "unit": unit, "axis": axis, **options},
        )
        for s in strata
    ]
    if chosen is not None:
        one, other = (strata[k] for k in chosen)
        points = "points" if unit == "%" else unit
        parts.append(
            (
                f"Gap: {clean(one.name)} less {clean(other.name)}",
                gap_analysis(one.analysis, other.analysis),
                {"title": f"Gap in {title}", "unit": points, "from_zero": True},
            )
        )
    panels = _level(parts, size, high)
    grid = PanelGrid(tuple(panels), columns)
    return Slide(whole.name, whole.title, grid, whole.passport, whole.description)


def _level(
    parts: Sequence[tuple[str, Analysis, dict[str, Any]]], size: Layout, height: float
) -> list[Panel]:
    """Lay out charts with axes of one height that begin at one height, so that they compare."""
    first = [control_panel(a, size=size, height=height, **o).drawing.plot for _, a, o in parts]
    least = min(plot.bottom - plot.top for plot in first)
    size = replace(size, plot_height=least)
    drawn = [control_panel(a, size=size, height=None, **o) for _, a, o in parts]
    top = max(panel.drawing.plot.top for panel in drawn)
    return [
        _headed(replace(panel, drawing=_lowered(panel.drawing, top)), name)
        for panel, (name, _, _) in zip(drawn, parts, strict=True)
    ]


def _lowered(drawing: Drawing, top: float) -> Drawing:
    down = top - drawing.plot.top
    return replace(moved(drawing, 0.0, down), height=drawing.height + down)


def multiples_slides(
    panels: Sequence[Series],
    *,
    title: str,
    unit: str = "",
    order: Order = Order.SIGNAL,
    free: bool = False,
    period: Period | None = None,
    definition: str = "",
    spans: Sequence[Span] = (),
) -> tuple[Slide, ...]:
    """Lay out small charts, twelve on a slide, all slides on one scale.

    Parameters
    ----------
    panels, title, unit, order, free, period, definition, spans
        As for `charts.panels.multiples`.
    """
    whole = multiples(
        panels,
        title=title,
        unit=unit,
        order=order,
        free=free,
        period=period,
        definition=definition,
        spans=spans,
    )
    common = shared_scale([each.analysis for each in panels], unit=unit, period=period)
    # What is in a signal stands first on the slides, so their subtitle only counts.
    counted = whole.description.removesuffix(signal_names(panels)).removesuffix(
        bars_words(common, spans)
    )
    found = ordered(panels, order)
    count = math.ceil(len(found) / MOST_PANELS)
    columns = min(4, len(found))
    # Slides of one comparison share their grid, so that they can be leafed through.
    rows = math.ceil(min(len(found), MOST_PANELS) / columns)
    width = (WIDTH - GAP * (columns - 1)) / columns
    high = min(260.0, (HEIGHT - GAP * (rows - 1)) / rows)
    slides = []
    for number in range(count):
        part = [
            (each, free_scale(each.analysis, unit=unit, period=period, common=common) if free else common)
            for each in found[number * MOST_PANELS : (number + 1) * MOST_PANELS]
        ]  # fmt: skip
        # All charts of a slide keep one height, so that they compare.
        lines = max(len(_name(each, scale, width)) for each, scale in part)
        drawn = tuple(
            _small(each, scale, unit, (width, high), lines, spans) for each, scale in part
        )
        page = f", part {number + 1} of {count}" if count > 1 else ""
        slides.append(
            Slide(whole.name, f"{whole.title}{page}. {counted}", PanelGrid(drawn, columns),
                  whole.passport, whole.description)
        )  # fmt: skip
    return tuple(slides)


def _headed(panel: Panel, heading: str) -> Panel:
    return replace(panel, drawing=headed(panel.drawing, heading))


def _latest(series: Series, scale: SharedScale) -> str:
    known = [value for value in series.analysis.values.tolist() if math.isfinite(value)]
    return scale.formats.data(known[-1]) if known else ""


def _name(series: Series, scale: SharedScale, width: float) -> tuple[str, ...]:
    """Wrap a name beside the latest value, into two lines at most."""
    room = width - text_width(_latest(series, scale), LABEL_SIZE) - 10
    return wrap(clean(series.name), LABEL_SIZE, room, lines=2, bold=True) or ("",)


def _small(
    series: Series,
    scale: SharedScale,
    unit: str,
    room: tuple[float, float],
    lines: int,
    spans: Sequence[Span],
) -> Panel:
    """Lay out one small chart: name and latest value, plot, and what it says."""
    width, height = room
    analysis, name = series.analysis, clean(series.name)
    down = _LEADING * (lines - 1)
    size = replace(
        PHONE, name="mini", width=round(width), headings=False, lane=False, bracket=False,
        line_labels=False, labels=0, plot_height=max(36.0, height - 62 - down), ticks=3, mark_scale=0.75,
    )  # fmt: skip
    period = scale.period
    view = control_chart(analysis, title=name, unit=unit, size=size, axis=scale.axis, period=period)
    read = reading(analysis)
    words = f"{status_words(read.status)}: {caption(read, period)}"
    says = shorten(caption(read, period), TICK_SIZE, width)
    named = _name(series, scale, width)
    cut = name if is_cut(named) else ""
    left = max(text_width(label, TICK_SIZE) for label in scale.axis.labels) + 16
    top = 26.0 + down
    plot = replace(view.plot, left=left, right=width - 8, top=top, bottom=top + size.plot_height)
    drawing = replace(
        view, width=width, height=height, plot=plot, lines=(), flags=(), areas=(),
        title=name, description=words,
        texts=(
            *(
                Text(0.0, 14.0 + _LEADING * row, line, "panel", Tone.INK, bold=True, full=cut)
                for row, line in enumerate(named)
            ),
            Text(width, 14.0, _latest(series, scale), "panel", Tone.INK, anchor=Anchor.END),
            Text(0.0, plot.bottom + 34, says, "panel", size=TICK_SIZE,
                 full=words if says != caption(read, period) else ""),
        ),
    )  # fmt: skip
    panel = panel_around(drawing, analysis, scale.axis, unit=unit, period=period, along=spans)
    native = panel.plot
    if isinstance(native, XYPlot):
        fewer = tuple(s for s in native.series if s.name != "Start of a phase")
        native = replace(native, series=fewer, up=value_scale(scale.axis, unit, name))
    return replace(panel, plot=native, left=left + 4)
