"""Put the parts of a control chart together, from the scales outward."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from charts.control import axes, brackets, key, labels, lane, limits, points
from charts.control.canvas import Canvas
from charts.control.notes import draw_note
from charts.control.spans import draw_spans, mark_axis
from charts.formats import NumberFormat, number_format
from charts.inputs import Annotation, Draft, PhaseLabel, Span
from charts.layouts import Layout
from charts.meaning import Meaning, direction_of, point_meanings
from charts.metrics import text_width
from charts.periods import Period, as_date
from charts.scales import Axis, value_axis
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
    timeline: Timeline
    cycles: tuple[lane.LaneCycle, ...]
    annotations: tuple[Annotation, ...]
    phase_labels: tuple[PhaseLabel | None, ...]
    target_since: dt.date | None
    signal_words: Mapping[int, str]
    hrefs: Mapping[int, str]
    draft: Draft | None
    from_zero: bool | None
    axis: Axis | None = None
    key: bool = True
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is the same in every size of a chart, found once.

    Parameters
    ----------
    direction : Side or None
        Which way is better.
    meanings : mapping of int to Meaning
        Points in a signal.
    formats : NumberFormat
        How values are written.
    tips : mapping of int to tuple of str
        What each point says.
    key : tuple of KeyEntry
        The numbered signals.
    """

    direction: Side | None
    meanings: Mapping[int, Meaning]
    formats: NumberFormat
    tips: Mapping[int, tuple[str, ...]]
    key: tuple[key.KeyEntry, ...]


def facts(
    analysis: Analysis,
    unit: str,
    period: Period,
    draft: Draft | None,
    notes: Mapping[int, str],
    words: Mapping[int, str],
) -> Facts:
    """Find what all sizes share.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    unit : str
        Unit of the values.
    period : Period
        Pace of the series.
    draft : Draft or None
        A value that is not saved yet.
    notes, words : mapping of int to str
        Remarks on points, and own words for signals.
    """
    direction = direction_of(analysis)
    values = analysis.values.tolist() + ([] if draft is None else [draft.value])
    formats = number_format(values, unit)
    return Facts(
        direction,
        point_meanings(analysis, direction),
        formats,
        point_tips(analysis, formats, period, notes),
        key.signal_key(analysis, period, direction, words),
    )


def time_axis(
    analysis: Analysis,
    period: Period,
    also: Sequence[dt.date],
    draft: Draft | None,
    through: dt.date | None,
) -> Timeline:
    """Lay out the horizontal axis, the same in every size that shows the same things.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    period : Period
        Pace of the series.
    also : sequence of datetime.date
        Days of cycles and events in the lane.
    draft : Draft or None
        A value that is not saved yet.
    through : datetime.date or None
        Day that the axis must reach.
    """
    drafted = as_date(draft.x) if draft else None
    if drafted is not None:
        through = max(through, drafted) if through else drafted
    extra = draft is not None and (period is Period.POINT or drafted is None)
    return timeline(analysis.x, period=period, also=also, through=through, extra=1 if extra else 0)


def assemble(analysis: Analysis, parts: ChartParts, known: Facts) -> Canvas:
    """Lay out the whole chart.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    parts : ChartParts
        What else goes on it.
    known : Facts
        What is the same in every size.
    """
    meanings = dict(known.meanings)
    canvas, ends = _canvas(analysis, parts, known)
    axes.draw_value_axis(canvas)
    below = axes.draw_time_axis(canvas)
    if not parts.size.lane:
        mark_axis(canvas, parts.spans)
    limits.draw_limits(canvas)
    limits.draw_breaks(canvas, 3.0 if parts.size.headings else canvas.plot.top)
    limits.draw_target(canvas, analysis.target, parts.target_since)
    points.draw_line(canvas)
    points.draw_marks(canvas, meanings, known.tips, parts.hrefs)
    if parts.draft is not None:
        points.draw_draft(canvas, parts.draft)
    for heading in _headings(canvas, parts):
        canvas.text(heading)
    labels.draw_end_labels(canvas, ends)
    if parts.size.bracket:
        numbers = {entry.signal: entry.number for entry in known.key}
        brackets.draw_brackets(canvas, known.direction, parts.signal_words, numbers)
        key.draw_numbers(canvas, known.key)
    labels.draw_phase_labels(canvas)
    draw_note(canvas)
    limits.draw_baseline_names(canvas)
    bottom = lane.draw_lane(canvas, parts.cycles, canvas.plot.bottom + below)
    if parts.size.lane:
        bottom = draw_spans(canvas, parts.spans, bottom)
    bottom = lane.draw_events(canvas, parts.annotations, bottom)
    if parts.size.bracket and parts.key:
        bottom = key.draw_key(canvas, known.key, bottom, len(analysis.signals))
    canvas.height = math.ceil(bottom + 4)
    return canvas


def _canvas(
    analysis: Analysis, parts: ChartParts, known: Facts
) -> tuple[Canvas, tuple[labels.EndLabel, ...]]:
    """Choose scales and the rectangle of the axes, beside which the labels at its end have room."""
    size = parts.size
    drawn = [analysis.values, analysis.center, analysis.lower, analysis.upper]
    numbers = np.concatenate(drawn).tolist()
    numbers += [] if analysis.target is None else [analysis.target]
    numbers += [] if parts.draft is None else [parts.draft.value]
    from_zero = parts.from_zero
    if from_zero is None and not size.axis:
        from_zero = min((n for n in numbers if math.isfinite(n)), default=0.0) >= 0
    axis = parts.axis or value_axis(numbers, unit=parts.unit, ticks=size.ticks, from_zero=from_zero)
    room = Box(0, 0, size.width, size.plot_height)
    canvas = Canvas(size, room, analysis, parts.timeline, axis, known.formats)
    ends = labels.end_labels(canvas, dict(known.meanings), parts.draft, analysis.target)
    beside = labels.labels_room(ends, stacked=size.stacked)
    right = size.width - 10 - max(beside, size.labels - 10)
    left = size.left
    if size.axis:
        ticks = axes.tick_labels(axis.labels, parts.unit)
        left = max(left, max(text_width(text, TICK_SIZE) for text in ticks) + 9)
    top = _top(canvas, parts, left, right)
    canvas.settle(Box(round(left), top, round(right), top + size.plot_height))
    return canvas, ends


def _top(canvas: Canvas, parts: ChartParts, left: float, right: float) -> float:
    """Room above the axes: headings, then the words of a point, or the unit."""
    canvas.place(Box(round(left), 0, round(right), parts.size.plot_height))
    headings = _headings(canvas, parts)
    rows = max((text.y for text in headings), default=-3.0) + 8
    return rows + (_TIP_ROW if parts.size.axis else 16)


def _headings(canvas: Canvas, parts: ChartParts) -> tuple[Text, ...]:
    if not parts.size.headings:
        return ()
    names = parts.phase_labels or (None,) * len(canvas.analysis.phases)
    return labels.phase_headings(canvas, names, rows=1 if parts.size.short else 2)
