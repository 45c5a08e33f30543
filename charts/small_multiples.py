"""Many small charts on one scale, for comparing without ranks.

The hot path of the comparison: 140 panels a page. Strings are built directly; every text of
people is escaped.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from charts.clean import clean
from charts.formats import number_format
from charts.icons import reading_icon, status_words
from charts.meaning import Meaning, Reading, direction_of, point_meanings, reading
from charts.periods import Period, as_date, detect_period, slot
from charts.scales import Axis, value_axis
from charts.words import caption as caption_words
from qi.results import Analysis

WIDTH = 172
HEIGHT = 104
_PAD = 4.0
_MARK = 2.6


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
    """

    axis: Axis
    period: Period
    first: int
    last: int


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


def shared_scale(
    analyses: Sequence[Analysis], *, unit: str = "", period: Period | None = None
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

    Returns
    -------
    SharedScale
        Limits of single wild points count up to the highest value, so that one team with tiny
        denominators does not flatten all others.
    """
    longest = max(analyses, key=len, default=None)
    period = period or (detect_period(longest.x) if longest is not None else Period.POINT)
    values = [a.values[np.isfinite(a.values)] for a in analyses]
    numbers = np.concatenate(values) if values else np.empty(0)
    centers = [phase.center for a in analyses for phase in a.phases]
    axis = value_axis([*numbers.tolist(), *centers], unit=unit, ticks=4)
    if period is Period.POINT:
        return SharedScale(axis, period, 0, max((len(a) for a in analyses), default=1) - 1)
    slots = [slot(date, period) for a in analyses for date in _ends(a)]
    return SharedScale(axis, period, min(slots, default=0), max(slots, default=1))


def panel_view(
    analysis: Analysis,
    scale: SharedScale,
    *,
    title: str,
    unit: str = "",
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
    title, unit, href : str
        Name of the team, unit of the values, and where the panel leads.
    latest : str or None
        The number beside the title; None takes the latest value.
    caption : str or None
        The words below; None says what the chart shows.
    own : bool
        Whether it is the reader's own team.
    """
    read = reading(analysis)
    xs, to_y = _positions(analysis, scale), _to_y(scale.axis)
    values = analysis.values.tolist()
    known = [k for k, value in enumerate(values) if math.isfinite(value)]
    ys = [to_y(value) if math.isfinite(value) else 0.0 for value in values]
    meanings = point_meanings(analysis, direction_of(analysis))
    by_kind: dict[Meaning, list[str]] = {}
    for k, meaning in sorted(meanings.items()):
        if values[k] == values[k]:
            by_kind.setdefault(meaning, []).append(_mark_path(meaning, xs[k], ys[k]))
    center, trial = _center_paths(analysis, xs, scale, to_y)
    if latest is None:
        last = known[-1] if known else None
        latest = "" if last is None else number_format(values, unit).data(values[last])
    return PanelView(
        title=clean(title),
        latest=latest,
        caption=caption if caption is not None else caption_words(read, scale.period),
        href=href,
        reading=read,
        own=own,
        band=_band_path(analysis, xs, scale, to_y),
        center=center,
        trial=trial,
        data=_data_path(analysis, xs, ys, known, scale),
        marks=tuple((kind.value, "".join(paths)) for kind, paths in by_kind.items()),
        last_point=(xs[known[-1]], ys[known[-1]]) if known and known[-1] not in meanings else None,
        grid="".join(f"M0 {to_y(t):.1f}H{WIDTH}" for t in scale.axis.ticks[1:-1]),
    )


def panel_plot(view: PanelView) -> Markup:
    """Draw only the plot of a panel, hidden from those who hear its words beside it."""
    parts = [
        f'<svg class="panel-plot" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">',
        f'<path class="pn-band" d="{view.band}"/>' if view.band else "",
        f'<path class="pn-grid" d="{view.grid}"/>' if view.grid else "",
        f'<path class="pn-axis" d="M0 {HEIGHT - 0.5}H{WIDTH}"/>',
        f'<path class="pn-center" d="{view.center}"/>' if view.center else "",
        f'<path class="pn-trial" d="{view.trial}"/>' if view.trial else "",
        f'<path class="pn-data" d="{view.data}"/>' if view.data else "",
        *(f'<path class="pn-{kind}" d="{path}"/>' for kind, path in view.marks),
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


def _positions(analysis: Analysis, scale: SharedScale) -> list[float]:
    step = (WIDTH - 2 * _PAD) / max(1, scale.last - scale.first)
    if scale.period is Period.POINT:
        shift = scale.last + 1 - len(analysis)
        return [_PAD + (k + shift) * step for k in range(len(analysis))]
    dates = [as_date(value) for value in analysis.x]
    return [
        _PAD + ((slot(date, scale.period) if date else scale.first) - scale.first) * step
        for date in dates
    ]


class _ToY:
    """Pixel of a value, kept inside the plot."""

    __slots__ = ("_base", "_low", "_scale")

    def __init__(self, axis: Axis) -> None:
        self._low = axis.low
        self._base = HEIGHT - 1.0
        self._scale = (HEIGHT - 4.0) / (axis.high - axis.low)

    def __call__(self, value: float) -> float:
        return min(self._base, max(0.0, self._base - (value - self._low) * self._scale))


def _to_y(axis: Axis) -> _ToY:
    return _ToY(axis)


def _edges(xs: list[float], start: int, stop: int, scale: SharedScale) -> tuple[float, float]:
    """Left and right end of a phase: halfway to its neighbors, half a step at the ends."""
    half = (WIDTH - 2 * _PAD) / max(1, scale.last - scale.first) / 2
    left = (xs[start - 1] + xs[start]) / 2 if start else xs[start] - half
    right = (xs[stop - 1] + xs[stop]) / 2 if stop < len(xs) else xs[stop - 1] + half
    return left, right


def _band_path(analysis: Analysis, xs: list[float], scale: SharedScale, to_y: _ToY) -> str:
    upper, lower = analysis.upper.tolist(), analysis.lower.tolist()
    base, parts = HEIGHT - 1.0, []
    for phase in analysis.phases:
        known = [k for k in range(phase.start, phase.stop) if upper[k] == upper[k]]
        if not known:
            continue
        left, right = _edges(xs, phase.start, phase.stop, scale)
        ends = [(xs[a] + xs[b]) / 2 for a, b in itertools.pairwise(known)] + [right]
        tops = [f"{to_y(upper[k]):.1f}" for k in known]
        lows = [f"{to_y(lower[k]) if lower[k] == lower[k] else base:.1f}" for k in known]
        path = [f"M{left:.1f} {tops[0]}"]
        for number, end in enumerate(ends):
            if number and tops[number] != tops[number - 1]:
                path.append(f"V{tops[number]}")
            if number + 1 == len(ends) or tops[number] != tops[number + 1]:
                path.append(f"H{end:.1f}")
        path.append(f"V{lows[-1]}")
        for number in range(len(ends) - 2, -1, -1):
            if lows[number] != lows[number + 1]:
                path.append(f"H{ends[number]:.1f}V{lows[number]}")
        path.append(f"H{left:.1f}z")
        parts.append("".join(path))
    return "".join(parts)


def _center_paths(
    analysis: Analysis, xs: list[float], scale: SharedScale, to_y: _ToY
) -> tuple[str, str]:
    solid: list[str] = []
    dashed: list[str] = []
    for phase in analysis.phases:
        if phase.center == phase.center and phase.stop > phase.start:
            left, right = _edges(xs, phase.start, phase.stop, scale)
            line = f"M{left:.1f} {to_y(phase.center):.1f}H{right:.1f}"
            (dashed if phase.trial else solid).append(line)
    return "".join(solid), "".join(dashed)


def _data_path(
    analysis: Analysis, xs: list[float], ys: list[float], known: list[int], scale: SharedScale
) -> str:
    """Connect neighbors; a missing period or a new phase lifts the pen."""
    phase = analysis.phase.tolist()
    reach = 1.5 * (WIDTH - 2 * _PAD) / max(1, scale.last - scale.first)
    parts, previous = [], -2
    for k in known:
        apart = k != previous + 1 or phase[k] != phase[previous] or xs[k] - xs[previous] > reach
        parts.append(f"{'M' if apart else 'L'}{xs[k]:.1f} {ys[k]:.1f}")
        previous = k
    return "".join(parts)


def _mark_path(meaning: Meaning, x: float, y: float) -> str:
    if meaning is Meaning.CONCERN:
        return f"M{x:.1f} {y - 3.6:.1f}l3.6 3.6-3.6 3.6-3.6-3.6z"
    if meaning is Meaning.SPECIAL:
        return f"M{x - 2.3:.1f} {y - 2.3:.1f}h4.6v4.6h-4.6z"
    return f"M{x - _MARK:.1f} {y:.1f}a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0"
