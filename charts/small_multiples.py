"""Many small charts on one scale, for comparing without ranks.

The hot path of the comparison: 140 panels a page. Strings are built directly; every text of
people is escaped.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from charts.clean import clean
from charts.formats import NumberFormat, number_format
from charts.icons import reading_icon, status_words
from charts.inputs import Span
from charts.meaning import Meaning, Reading, direction_of, point_meanings, reading
from charts.outliers import fair_axis
from charts.panel_paths import (
    HEIGHT,
    WIDTH,
    band_path,
    beyond_paths,
    center_paths,
    columns,
    data_path,
    heights,
    mark_paths,
    span_bars,
)
from charts.periods import Period, as_date, detect_period, slot
from charts.scales import Axis
from charts.words import caption as caption_words
from qi.results import Analysis


@dataclass(frozen=True, slots=True)
class SharedScale:
    """One scale for all panels of a page.

    Parameters
    ----------
    axis : Axis
        Value axis.
    period : Period
        Pace of the series.
    first, last : int
        First and last step of the calendar, or 0 and the greatest length less one.
    formats : NumberFormat
        How values are written.
    grid : str
        Path data of the thin lines between the ends of the axis.
    """

    axis: Axis
    period: Period
    first: int
    last: int
    formats: NumberFormat
    grid: str
    spans: tuple[tuple[float, float], ...] = ()
    """Where named times begin and end along the axis, in pixels."""

    @property
    def span_path(self) -> str:
        """Path data of the bars along the axis."""
        return "".join(f"M{a:.1f} {HEIGHT - 1.5}H{b:.1f}" for a, b in self.spans)


@dataclass(frozen=True, slots=True)
class PanelView:
    """One small chart with its words.

    Parameters
    ----------
    title, latest, caption, href : str
        Words around the plot and where it leads.
    reading : Reading
        What the chart says now: icon and order.
    own : bool
        Whether it is the reader's own team.
    band, center, trial, data : str
        Path data of the parts.
    marks : tuple of (str, str)
        Kind ("improvement", "concern", "special") and path data of the points in a signal.
    last_point : tuple of float or None
        Middle of the latest point, if it is in no signal.
    grid : str
        Path data of the grid lines.
    beyond : str
        Path data of the triangles that stand for points above the axis.
    """

    title: str
    latest: str
    caption: str
    href: str
    reading: Reading
    own: bool
    band: str
    center: str
    trial: str
    data: str
    marks: tuple[tuple[str, str], ...]
    last_point: tuple[float, float] | None
    grid: str
    beyond: str = ""
    spans: str = ""
    """Path data of the named times along the axis."""


def shared_scale(
    analyses: Sequence[Analysis],
    *,
    unit: str = "",
    period: Period | None = None,
    spans: Sequence[Span] = (),
) -> SharedScale:
    """Find the scale that holds all series.

    Parameters
    ----------
    analyses : sequence of Analysis
        The charts in numbers.
    unit : str
        Unit of the displayed values.
    period : Period or None
        Pace; None tells it from the longest series.
    spans : sequence of Span
        Named times that every panel marks along its axis, such as action periods.

    Returns
    -------
    SharedScale
        Limits of single wild points count up to the highest value, so that one team with tiny
        denominators does not flatten all others; nor does one far above all others. Points above
        the axis stand at its upper edge as triangles.
    """
    longest = max(analyses, key=len, default=None)
    period = period or (detect_period(longest.x) if longest is not None else Period.POINT)
    values = [a.values[np.isfinite(a.values)] for a in analyses]
    numbers = np.concatenate(values) if values else np.empty(0)
    axis = fair_axis(analyses, unit=unit, ticks=4)
    formats = number_format(numbers.tolist(), unit)
    grid = "".join(f"M0 {y:.1f}H{WIDTH}" for y in heights(axis.ticks[1:-1], axis))
    if period is Period.POINT:
        longest_length = max((len(a) for a in analyses), default=1)
        return SharedScale(axis, period, 0, longest_length - 1, formats, grid)
    slots = [slot(date, period) for a in analyses for date in _ends(a)]
    first, last = min(slots, default=0), max(slots, default=1)
    bars = span_bars(spans, period, first, last) if spans else ()
    return SharedScale(axis, period, first, last, formats, grid, bars)


def panel_view(
    analysis: Analysis,
    scale: SharedScale,
    *,
    title: str,
    href: str = "",
    latest: str | None = None,
    caption: str | None = None,
    own: bool = False,
) -> PanelView:
    """Lay out one small chart.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    scale : SharedScale
        The scale of the page.
    title, href : str
        Name of the team and where the panel leads.
    latest : str or None
        The number beside the title; None takes the latest value.
    caption : str or None
        The words below; None says what the chart shows.
    own : bool
        Whether it is the reader's own team.
    """
    read = reading(analysis)
    spots = columns(analysis.x, scale.period, scale.first, scale.last)
    values = analysis.values.tolist()
    ys = heights(values, scale.axis)
    last = max((k for k, value in enumerate(values) if math.isfinite(value)), default=None)
    meanings = point_meanings(analysis, direction_of(analysis))
    over = [k for k, value in enumerate(values) if value > scale.axis.high]
    center, trial = center_paths(analysis, spots, scale.axis)
    if latest is None:
        latest = "" if last is None else scale.formats.short_data(values[last])
    return PanelView(
        title=clean(title),
        latest=latest,
        caption=caption if caption is not None else caption_words(read, scale.period),
        href=href,
        reading=read,
        own=own,
        band=band_path(analysis, spots, scale.axis),
        center=center,
        trial=trial,
        data=data_path(analysis, spots, ys),
        marks=_marks(
            {k: v for k, v in meanings.items() if k not in over} if over else meanings, spots.xs, ys
        ),
        last_point=None
        if last is None or last in meanings or last in over
        else (spots.xs[last], ys[last]),
        grid=scale.grid,
        beyond=beyond_paths([spots.xs[k] for k in over]),
        spans=scale.span_path,
    )


def _marks(
    meanings: Mapping[int, Meaning], xs: Sequence[float], ys: Sequence[float]
) -> tuple[tuple[str, str], ...]:
    """Points in a signal, by meaning."""
    found = []
    for meaning in Meaning:
        points = [(xs[k], ys[k]) for k, own in meanings.items() if own is meaning]
        if points:
            found.append((meaning.value, mark_paths(meaning, points)))
    return tuple(found)


def panel_plot(view: PanelView) -> Markup:
    """Draw only the plot of a panel, hidden from those who hear its words beside it."""
    parts = [
        f'<svg class="panel-plot" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">',
        f'<path class="pn-band" d="{view.band}"/>' if view.band else "",
        f'<path class="pn-grid" d="{view.grid}"/>' if view.grid else "",
        f'<path class="pn-axis" d="M0 {HEIGHT - 0.5}H{WIDTH}"/>',
        f'<path class="pn-span" d="{view.spans}"/>' if view.spans else "",
        f'<path class="pn-center" d="{view.center}"/>' if view.center else "",
        f'<path class="pn-trial" d="{view.trial}"/>' if view.trial else "",
        f'<path class="pn-data" d="{view.data}"/>' if view.data else "",
        *(f'<path class="pn-{kind}" d="{path}"/>' for kind, path in view.marks),
        f'<path class="pn-beyond" d="{view.beyond}"/>' if view.beyond else "",
    ]
    if view.last_point:
        x, y = view.last_point
        parts.append(f'<circle class="pn-last" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>')
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - numbers and constants only


def panel_svg(view: PanelView) -> Markup:
    """Draw a whole panel: a link with icon, title, latest number, plot and caption.

    Parameters
    ----------
    view : PanelView
        What is drawn.

    Returns
    -------
    markupsafe.Markup
        One `a` element (an `article` where the panel leads nowhere).
    """
    status = view.reading.status
    css = f"panel panel-{status.name.lower().replace('_', '-')}" + (
        " panel-own" if view.own else ""
    )
    tag, href = ("a", f' href="{escape(view.href)}"') if view.href else ("article", "")
    title = escape(view.title)
    said = escape(status_words(status, view.reading.arrow))
    return Markup(  # noqa: S704 - all texts are escaped
        f'<{tag} class="{css}"{href}><span class="panel-head">'
        f"{reading_icon(view.reading, label=False)}"
        f'<span class="panel-title" title="{title}">{title}</span>'
        f'<span class="panel-latest">{escape(view.latest)}</span></span>'
        f"{panel_plot(view)}"
        f'<span class="panel-caption"><span class="visually-hidden">{said}: </span>'
        f"{escape(view.caption)}</span></{tag}>"
    )


def panels_svg(views: Iterable[PanelView]) -> Markup:
    """Draw panels one after the other."""
    return Markup("").join(panel_svg(view) for view in views)


def _ends(analysis: Analysis) -> tuple[dt.date, ...]:
    if not analysis.x:
        return ()
    ends = (as_date(analysis.x[0]), as_date(analysis.x[-1]))
    return tuple(date for date in ends if date is not None)
