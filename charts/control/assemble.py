"""Put the parts of a control chart together, from the scales outward."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from charts.control import axes, brackets, labels, lane, limits, points
from charts.control.canvas import Canvas
from charts.control.notes import draw_note
from charts.formats import number_format
from charts.inputs import Annotation, CycleFlag, Draft, PhaseLabel
from charts.layouts import Layout
from charts.meaning import Meaning
from charts.metrics import text_width
from charts.periods import Period, as_date
from charts.scales import value_axis
from charts.theme import TICK_SIZE
from charts.timeline import Timeline, timeline
from charts.tips import point_tips
from charts.view import Box, Text
from qi.results import Analysis, Side

_TIP_ROW = 30.0
"""Room above the axes for the words of a point that is pointed at."""


@dataclass(frozen=True, slots=True)
class ChartParts:
    """Everything beside the analysis that goes on a chart; see `control_chart`."""

    size: Layout
    unit: str
    period: Period
    flags: tuple[CycleFlag, ...]
    annotations: tuple[Annotation, ...]
    phase_labels: tuple[PhaseLabel | None, ...]
    target_since: dt.date | None
    signal_words: Mapping[int, str]
    hrefs: Mapping[int, str]
    draft: Draft | None
    through: dt.date | None
    from_zero: bool | None


def assemble(
    analysis: Analysis,
    parts: ChartParts,
    meanings: Mapping[int, Meaning],
    direction: Side | None,
    notes: Mapping[int, str] | None,
) -> Canvas:
    """Lay out the whole chart.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    parts : ChartParts
        What else goes on it.
    meanings : mapping of int to Meaning
        Points in a signal.
    direction : Side or None
        Which way is better.
    notes : mapping of int to str or None
        Remarks on points.
    """
    canvas = _canvas(analysis, parts, dict(meanings))
    ends = labels.end_labels(canvas, dict(meanings), parts.draft, analysis.target)
    axes.draw_value_axis(canvas)
    below = axes.draw_time_axis(canvas)
    limits.draw_limits(canvas)
    limits.draw_breaks(canvas, 3.0 if parts.size.headings else canvas.plot.top)
    limits.draw_target(canvas, analysis.target, parts.target_since)
    points.draw_line(canvas)
    tips = point_tips(analysis, canvas.formats, canvas.period, notes or {})
    points.draw_marks(canvas, meanings, tips, parts.hrefs)
    if parts.draft is not None:
        points.draw_draft(canvas, parts.draft)
    for heading in _headings(canvas, parts):
        canvas.text(heading)
    labels.draw_end_labels(canvas, ends)
    if parts.size.bracket:
        brackets.draw_brackets(canvas, direction, parts.signal_words)
    labels.draw_phase_labels(canvas)
    draw_note(canvas)
    bottom = lane.draw_lane(canvas, parts.flags, canvas.plot.bottom + below)
    bottom = lane.draw_events(canvas, parts.annotations, bottom)
    canvas.height = math.ceil(bottom + 4)
    return canvas


def _canvas(analysis: Analysis, parts: ChartParts, meanings: dict[int, Meaning]) -> Canvas:
    """Choose scales and the rectangle of the axes."""
    size = parts.size
    drawn = [analysis.values, analysis.center, analysis.lower, analysis.upper]
    numbers = np.concatenate(drawn).tolist()
    numbers += [] if analysis.target is None else [analysis.target]
    numbers += [] if parts.draft is None else [parts.draft.value]
    from_zero = parts.from_zero
    if from_zero is None and not size.axis:
        from_zero = min((n for n in numbers if math.isfinite(n)), default=0.0) >= 0
    axis = value_axis(numbers, unit=parts.unit, ticks=size.ticks, from_zero=from_zero)
    values = analysis.values.tolist() + ([] if parts.draft is None else [parts.draft.value])
    formats = number_format(values, parts.unit)
    line = _timeline(analysis, parts)
    canvas = Canvas(analysis, size, line, axis, formats, Box(0, 0, size.width, size.plot_height))
    ends = labels.end_labels(canvas, meanings, parts.draft, analysis.target)
    room = labels.labels_room(ends, stacked=size.stacked)
    right = size.width - 10 - max(room, size.labels - 10)
    left = size.left
    if size.axis:
        ticks = axes.tick_labels(axis.labels, parts.unit)
        left = max(left, max(text_width(text, TICK_SIZE) for text in ticks) + 9)
    top = _top(canvas, parts, left, right)
    canvas.settle(Box(round(left), top, round(right), top + size.plot_height))
    return canvas


def _timeline(analysis: Analysis, parts: ChartParts) -> Timeline:
    dates = [flag.date for flag in parts.flags] + [note.date for note in parts.annotations]
    through = parts.through
    drafted = as_date(parts.draft.x) if parts.draft else None
    if drafted is not None:
        through = max(through, drafted) if through else drafted
    extra = parts.draft is not None and (parts.period is Period.POINT or drafted is None)
    return timeline(
        analysis.x, period=parts.period, also=dates, through=through, extra=1 if extra else 0
    )


def _top(canvas: Canvas, parts: ChartParts, left: float, right: float) -> float:
    """Room above the axes: headings, then the words of a point, or the unit."""
    canvas.settle(Box(round(left), 0, round(right), parts.size.plot_height))
    headings = _headings(canvas, parts)
    rows = max((text.y for text in headings), default=-3.0) + 8
    return rows + (_TIP_ROW if parts.size.axis else 16)


def _headings(canvas: Canvas, parts: ChartParts) -> tuple[Text, ...]:
    if not parts.size.headings:
        return ()
    names = parts.phase_labels or (None,) * len(canvas.analysis.phases)
    return labels.phase_headings(canvas, names, rows=1 if parts.size.short else 2)
