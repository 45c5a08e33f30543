"""Small multiples as one drawing, for files and slides; pages use `charts.small_multiples`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from charts.alt_text import chart_name
from charts.arranging import arrange
from charts.clean import clean
from charts.formats import NumberFormat
from charts.icons import status_words
from charts.inputs import Span
from charts.layouts import FULL, Layout
from charts.meaning import Status, reading
from charts.metrics import wrap
from charts.outliers import highest_beyond
from charts.panel_drawing import name_rows, panel_drawing
from charts.panel_order import Order, Panel, ordered
from charts.passport import data_up_to, rules_words
from charts.periods import Period
from charts.scales import Axis
from charts.small_multiples import SharedScale, shared_scale
from charts.spans import shown, words
from charts.theme import TICK_SIZE
from charts.view import (
    Drawing,
    Text,
)
from charts.words import sentence_case
from qi.results import Analysis

MOST = 300
"""Panels of one drawing; more of them nobody compares."""

_LEAST = 150.0
"""Least width of a panel."""

_MOST_NAMED = 20
"""Panels of one kind of signal that the description names."""
_GAP = (20.0, 18.0)


def free_scale(
    analysis: Analysis,
    *,
    unit: str = "",
    period: Period | None = None,
    common: SharedScale | None = None,
) -> SharedScale:
    """Return the scale of one series alone, for panels that are not to be compared in size.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    unit : str
        Unit of its values.
    period : Period or None
        Its pace.
    common : SharedScale or None
        Of all panels, whose calendar it then keeps.
    """
    own = shared_scale((analysis,), unit=unit, period=period)
    if common is None:
        return own
    return replace(common, axis=own.axis, grid=own.grid, formats=own.formats)


def multiples(
    panels: Sequence[Panel],
    *,
    title: str,
    unit: str = "",
    order: Order = Order.SIGNAL,
    free: bool = False,
    size: Layout = FULL,
    period: Period | None = None,
    definition: str = "",
    spans: Sequence[Span] = (),
) -> Drawing:
    """Lay out 1 to 300 small charts as one drawing.

    Parameters
    ----------
    panels : sequence of Panel
        The series.
    title, unit : str
        Name of the measure and its unit.
    order : Order
        How they follow each other.
    free : bool
        Whether each has a scale of its own, which it then names.
    size : Layout
        Width of the whole.
    period : Period or None
        Pace of the series; None tells it from the dates.
    definition : str
        Version of the measure's definition, for the passport.
    spans : sequence of Span
        Named times that each panel marks along its axis; the description says them once.

    Raises
    ------
    ValueError
        With no panel or more than 300.
    """
    if not 1 <= len(panels) <= MOST:
        raise ValueError(f"panels: expected 1 to {MOST}, found {len(panels)}")
    analyses = [panel.analysis for panel in panels]
    common = shared_scale(analyses, unit=unit, period=period, spans=spans)
    row = max(1, int((size.width + _GAP[0]) // (_LEAST + _GAP[0])))
    width = math.floor((size.width - _GAP[0] * (row - 1)) / row)
    title = clean(title)
    has_outliers = not free and any(
        highest_beyond(each, common.axis) is not None for each in analyses
    )
    drawn: list[Drawing] = []
    counts = dict.fromkeys(Status, 0)
    scaled = [
        (each, free_scale(each.analysis, unit=unit, period=period, common=common) if free else common)
        for each in ordered(panels, order)
    ]  # fmt: skip
    for start in range(0, len(scaled), row):
        beside = scaled[start : start + row]
        rows = max(len(name_rows(panel, scale, width)) for panel, scale in beside)
        for panel, scale in beside:
            read = reading(panel.analysis)
            counts[read.status] += 1
            foot = _foot(panel, scale, free=free, has_outliers=has_outliers)
            drawn.append(panel_drawing(panel, read, scale, width, foot=foot, rows=max(rows, 1)))
    said = ", ".join(f"{status_words(s).lower()} {n}" for s, n in counts.items() if n)
    scale_words = (
        "each on its own scale"
        if free
        else f"all on one scale, {_ends(common.axis, common.formats)}"
    )
    if has_outliers:
        scale_words += "; triangles are points above it"
    # All panels are of one measure, so the first one tells chart and rules.
    facts = (
        title, clean(definition), chart_name(analyses[0]), rules_words(analyses[0]),
        f"{len(panels)} charts, {scale_words}", data_up_to(analyses, common.period),
        bars_words(common, spans).strip().removesuffix("."),
    )  # fmt: skip
    whole = arrange(
        drawn,
        columns=row,
        gap=_GAP,
        title=f"{title}, {len(panels)} charts",
        description=f"{sentence_case(said)}. {sentence_case(scale_words)}.{bars_words(common, spans)}{signal_names(panels)}",
        name=title,
        passport=" · ".join(part for part in facts if part),
        size=size.name,
    )
    return whole if free else _with_scale(whole, sentence_case(f"{scale_words}."), size.width)


def bars_words(scale: SharedScale, spans: Sequence[Span]) -> str:
    """Say what the bars along the axis are: " Bars along the axis: Action period 1: ..."; "" for none."""
    found = shown(spans, scale.period, scale.first, scale.last)
    return f" Bars along the axis: {words(found)}" if found else ""


def signal_names(panels: Sequence[Panel]) -> str:
    """Name the panels in a signal, in the order given: " Concern: Lakeside; Mill Street.".

    Parameters
    ----------
    panels : sequence of Panel
        The series.
    """
    found = [(reading(panel.analysis).status, clean(panel.name)) for panel in panels]
    said = ""
    for status in (Status.IMPROVEMENT, Status.CONCERN, Status.SPECIAL):
        names = [name for of, name in found if of is status]
        rest = len(names) - _MOST_NAMED
        told = [*names[:_MOST_NAMED], *([f"{rest} more"] if rest > 0 else [])]
        said += f" {status_words(status)}: {'; '.join(told)}." if told else ""
    return said


def _with_scale(whole: Drawing, words: str, width: float) -> Drawing:
    """Say below all panels which scale they share."""
    lines = wrap(words, TICK_SIZE, width, lines=2)
    texts = tuple(
        Text(0.0, whole.height + 24 + 17 * row, line, "note", size=TICK_SIZE)
        for row, line in enumerate(lines)
    )
    height = whole.height + 13 + 17 * len(lines)
    return replace(whole, width=width, height=height, texts=(*whole.texts, *texts))


def _foot(panel: Panel, scale: SharedScale, *, free: bool, has_outliers: bool) -> str | None:
    """Return the last line of a panel; None where no panel has one."""
    if free:
        return f"Scale {_ends(scale.axis, scale.formats)}"
    if not has_outliers:
        return None
    highest = highest_beyond(panel.analysis, scale.axis)
    return "" if highest is None else f"Triangles up to {scale.formats.short_data(highest)}"


def _ends(axis: Axis, formats: NumberFormat) -> str:
    labels = axis.labels
    return (
        f"{labels[0]} to {labels[-1]}{'%' if formats.unit == '%' else f' {formats.unit}'.rstrip()}"
    )
