"""The run and control chart: from an analysis to everything that is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from charts.alt_text import alt_description, alt_title
from charts.clean import clean
from charts.control.assemble import ChartParts, assemble, facts, time_axis
from charts.control.empty import empty_chart
from charts.control.lane import lane_cycles
from charts.inputs import Annotation, CycleFlag, Draft, PhaseLabel, Span
from charts.layouts import FULL, RESPONSIVE, Layout
from charts.passport import passport_line
from charts.periods import Period, detect_period
from charts.scales import Axis
from charts.spans import shown
from charts.spans import words as span_words
from charts.timeline import timeline
from charts.view import ControlChartView
from qi.results import Analysis

Hrefs = Mapping[int, str] | Callable[[int], str] | None


def control_chart(
    analysis: Analysis,
    *,
    title: str,
    unit: str = "",
    size: Layout = FULL,
    period: Period | None = None,
    flags: Sequence[CycleFlag] = (),
    annotations: Sequence[Annotation] = (),
    phase_labels: Sequence[PhaseLabel | str | None] = (),
    target_since: dt.date | None = None,
    signal_words: Mapping[int, str] | None = None,
    point_notes: Mapping[int, str] | None = None,
    hrefs: Hrefs = None,
    draft: Draft | None = None,
    through: dt.date | None = None,
    from_zero: bool | None = None,
    axis: Axis | None = None,
    definition: str = "",
    key: bool = True,
    spans: Sequence[Span] = (),
) -> ControlChartView:
    """Lay out a run or control chart.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers; its target and direction are drawn and judged by.
    title : str
        Name of the measure; used for the description, not written on the chart.
    unit : str
        "%", "per 1,000", "days", ... of the displayed values.
    size : Layout
        `FULL`, `MEDIUM`, `PHONE`, `COMPACT` or `COMPACT_PHONE` of `charts.layouts`.
    period : Period or None
        Pace of the series; None tells it from the dates.
    flags : sequence of CycleFlag
        PDSA cycles for the lane below the axis.
    annotations : sequence of Annotation
        Events for the row below the cycles.
    phase_labels : sequence of PhaseLabel, str or None
        One a phase.
    target_since : datetime.date or None
        Day on which the target was set; None draws it all along.
    signal_words : mapping of int to str or None
        Own words on the bracket of a signal, by its number in `analysis.signals`.
    point_notes : mapping of int to str or None
        Remark on a point, for example why it is left out.
    hrefs : mapping, callable or None
        Where each point leads, by its 0-based position.
    draft : Draft or None
        A value typed and not saved yet, outside the analysis.
    through : datetime.date or None
        Day that the time axis must reach.
    from_zero : bool or None
        Whether the value axis starts at zero; None decides from unit and values.
    axis : Axis or None
        A value axis shared with other charts; it must hold all values.
    definition : str
        Version of the measure's definition, for the passport line of files.
    key : bool
        Whether the sentences of the numbered signals stand below the chart; a page may write
        them itself, from `charts.control.key.signal_key`.
    spans : sequence of Span
        Named times for the row below the cycles, such as action periods.

    Returns
    -------
    ControlChartView
        Everything to draw, with title and description; an example where there is no value yet.
    """
    options: dict[str, Any] = {
        "flags": flags, "annotations": annotations, "phase_labels": phase_labels,
        "target_since": target_since, "signal_words": signal_words, "point_notes": point_notes,
        "hrefs": hrefs, "draft": draft, "through": through, "from_zero": from_zero, "axis": axis,
        "definition": definition, "key": key, "spans": spans,
    }  # fmt: skip
    return _charts(analysis, (size,), title=title, unit=unit, period=period, **options)[0]


def responsive_charts(
    analysis: Analysis, *, sizes: Sequence[Layout] = RESPONSIVE, **options: Any
) -> tuple[ControlChartView, ...]:
    """Lay out the same chart in several sizes, of which a page shows the one that fits.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    sizes : sequence of Layout
        From wide to narrow.
    **options
        As for `control_chart`, without `size`.
    """
    return _charts(analysis, sizes, **options)


def _charts(
    analysis: Analysis,
    sizes: Sequence[Layout],
    *,
    title: str,
    unit: str = "",
    period: Period | None = None,
    flags: Sequence[CycleFlag] = (),
    annotations: Sequence[Annotation] = (),
    phase_labels: Sequence[PhaseLabel | str | None] = (),
    signal_words: Mapping[int, str] | None = None,
    point_notes: Mapping[int, str] | None = None,
    hrefs: Hrefs = None,
    draft: Draft | None = None,
    definition: str = "",
    spans: Sequence[Span] = (),
    **more: Any,
) -> tuple[ControlChartView, ...]:
    """Find words and meanings once, then lay out each size."""
    title, unit = clean(title), clean(unit)
    period = period or detect_period(analysis.x)
    alt = alt_title(analysis, title, period)
    if not np.isfinite(analysis.values).any() and draft is None:
        return tuple(empty_chart(size, title, alt) for size in sizes)
    names = tuple(_phase_label(name) for name in phase_labels)
    words = {n: clean(text) for n, text in (signal_words or {}).items()}
    known = facts(analysis, unit, period, draft, point_notes or {}, words)
    headings = [name.text if name else "" for name in names]
    description = alt_description(analysis, known.formats, period, headings)
    named = tuple(replace(each, name=clean(each.name)) for each in spans)
    if named:
        line = timeline(analysis.x, period=period)
        told = span_words(shown(named, period, line.first, line.last))
        description = f"{description} {told}".rstrip()
    passport = passport_line(analysis, title, period, definition=clean(definition))
    cycles = tuple(_clean_flag(flag) for flag in flags)
    events = tuple(Annotation(note.date, clean(note.text), note.href) for note in annotations)
    links = _hrefs(hrefs, len(analysis))
    days = [cycle.date for cycle in cycles] + [event.date for event in events]
    through = more.get("through")
    lines = {
        lane: time_axis(analysis, period, days if lane else (), draft, through)
        for lane in {size.lane for size in sizes}
    }
    placed = lane_cycles(lines[True], cycles) if True in lines else ()
    views = []
    for size in sizes:
        parts = ChartParts(
            size=size,
            unit=unit,
            period=period,
            timeline=lines[size.lane],
            cycles=placed if size.lane else (),
            annotations=events if size.lane else (),
            phase_labels=names if size.headings else (),
            target_since=more.get("target_since"),
            signal_words=words,
            hrefs=links,
            draft=draft,
            from_zero=more.get("from_zero"),
            axis=more.get("axis"),
            key=more.get("key", True),
            spans=named,
        )
        canvas = assemble(analysis, parts, known)
        views.append(
            ControlChartView(
                width=size.width,
                height=canvas.height,
                title=alt,
                description=description,
                areas=tuple(canvas.areas),
                lines=tuple(canvas.lines),
                marks=tuple(canvas.marks),
                flags=tuple(canvas.flags),
                texts=tuple(canvas.texts),
                tip_y=canvas.plot.top - 14,
                plot=canvas.plot,
                size=size.name,
                name=title,
                passport=passport,
            )
        )
    return tuple(views)


def _clean_flag(flag: CycleFlag) -> CycleFlag:
    return CycleFlag(
        flag.date,
        clean(flag.number),
        flag.kind,
        clean(flag.ramp),
        clean(flag.title),
        flag.href,
        flag.cause,
    )


def _phase_label(name: PhaseLabel | str | None) -> PhaseLabel | None:
    if name is None:
        return None
    if isinstance(name, str):
        return PhaseLabel(clean(name))
    return PhaseLabel(clean(name.text), clean(name.short))


def _hrefs(hrefs: Hrefs, count: int) -> Mapping[int, str]:
    if hrefs is None:
        return {}
    return {n: hrefs(n) for n in range(count)} if callable(hrefs) else hrefs
