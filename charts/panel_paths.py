"""Path data of small panels.

The comparison draws 140 of them on a page. A series this short is scaled faster as a list than as
an array, and what depends on the dates alone is kept, since teams of one network share them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from charts.inputs import Span
from charts.meaning import Meaning
from charts.periods import Period, as_date, slot
from charts.scales import Axis
from charts.spans import GAP, places
from qi.results import Analysis, PhaseSummary

WIDTH = 172
HEIGHT = 104
BASE = HEIGHT - 1.0
PAD = 4.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Horizontal pixels of a series.

    Parameters
    ----------
    xs : tuple of float
        One a point.
    edges : tuple of str
        Left edge of each point's column as text, and the right edge of the last one.
    joined : tuple of bool
        Whether a point is the direct neighbor of the one before it.
    """

    xs: tuple[float, ...]
    edges: tuple[str, ...]
    joined: tuple[bool, ...]


@lru_cache(maxsize=512)
def columns(x: tuple[Any, ...], period: Period, first: int, last: int) -> Columns:
    """Place the points; a series without dates ends where the longest one ends.

    Parameters
    ----------
    x : tuple
        Dates or labels.
    period : Period
        Pace of the shared scale.
    first, last : int
        Its first and last step.
    """
    step = (WIDTH - 2 * PAD) / max(1, last - first)
    if period is Period.POINT:
        steps = [k + last + 1 - len(x) for k in range(len(x))]
    else:
        dates = [as_date(value) for value in x]
        steps = [slot(date, period) - first if date else 0 for date in dates]
    xs = [round(PAD + number * step, 1) for number in steps]
    if not xs:
        return Columns((), (), ())
    edges = [xs[0] - step / 2, *((a + b) / 2 for a, b in pairwise(xs)), xs[-1] + step / 2]
    joined = (False, *(b - a < 1.5 * step for a, b in pairwise(xs)))
    return Columns(tuple(xs), tuple(f"{edge:.1f}" for edge in edges), joined)


def span_bars(
    spans: Sequence[Span], period: Period, first: int, last: int
) -> tuple[tuple[float, float], ...]:
    """Return the left and right end of each named time along the axis, in pixels."""
    step = (WIDTH - 2 * PAD) / max(1, last - first)

    def x(place: float) -> float:
        return round(min(max(PAD + (place - first) * step, 0.0), WIDTH), 1)

    return tuple(
        (x(a) + GAP, max(x(b) - GAP, x(a) + GAP + 1)) for a, b in places(spans, period, first, last)
    )


def heights(values: Sequence[float], axis: Axis) -> list[float]:
    """Return pixels of values, kept inside the plot; NaN stays NaN."""
    scale = (HEIGHT - 4.0) / (axis.high - axis.low)
    start = BASE + axis.low * scale
    ys = [start - value * scale for value in values]
    return [0.0 if y < 0 else BASE if y > BASE else y for y in ys]


def band_path(analysis: Analysis, spots: Columns, axis: Axis) -> str:
    """Return the outline of the band inside the limits, stepped where they change.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    spots : Columns
        Horizontal pixels.
    axis : Axis
        Value axis.
    """
    upper, lower = analysis.upper.tolist(), analysis.lower.tolist()
    parts: list[str] = []
    for phase in analysis.phases:
        where = [k for k in range(phase.start, phase.stop) if math.isfinite(upper[k])]
        if where:
            _phase_band(parts, phase, where, (upper, lower), spots.edges, axis)
    return "".join(parts)


def _phase_band(
    parts: list[str],
    phase: PhaseSummary,
    where: list[int],
    limits: tuple[list[float], list[float]],
    edges: tuple[str, ...],
    axis: Axis,
) -> None:
    """Add the outline of one phase: along its upper limit, and back along the lower one."""
    upper, lower = limits
    tops = _written(heights([upper[k] for k in where], axis))
    lows = _written(
        heights([lower[k] if math.isfinite(lower[k]) else axis.low for k in where], axis)
    )
    parts.append(f"M{edges[phase.start]} {tops[0]}")
    level = tops[0]
    for k, top in zip(where, tops, strict=True):
        if top != level:
            parts.append(f"H{edges[k]}V{top}")
            level = top
    level = lows[-1]
    parts.append(f"H{edges[phase.stop]}V{level}")
    right = edges[phase.stop]
    for k, low in zip(reversed(where), reversed(lows), strict=True):
        if low != level:
            parts.append(f"H{right}V{low}")
            level = low
        right = edges[k]
    parts.append(f"H{edges[phase.start]}z")


def center_paths(analysis: Analysis, spots: Columns, axis: Axis) -> tuple[str, str]:
    """Return the center lines, settled and on trial."""
    solid: list[str] = []
    dashed: list[str] = []
    for phase in analysis.phases:
        if math.isfinite(phase.center) and phase.stop > phase.start:
            y = heights((phase.center,), axis)[0]
            path = f"M{spots.edges[phase.start]} {y:.1f}H{spots.edges[phase.stop]}"
            (dashed if phase.trial else solid).append(path)
    return "".join(solid), "".join(dashed)


def data_path(analysis: Analysis, spots: Columns, ys: list[float]) -> str:
    """Connect neighbors; a missing period or a new phase lifts the pen.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    spots : Columns
        Horizontal pixels.
    ys : list of float
        Vertical pixels, NaN where a value is missing.
    """
    known = tuple(k for k, y in enumerate(ys) if y == y)  # noqa: PLR0124 - not NaN
    starts = tuple(phase.start for phase in analysis.phases)
    return _pen(spots, known, starts) % tuple([ys[k] for k in known])


def mark_paths(meaning: Meaning, points: Sequence[tuple[float, float]]) -> str:
    """Return marks of one meaning: circles, diamonds or squares."""
    shape = {
        Meaning.CONCERN: "M%.1f %.1fm0-3.6l3.6 3.6-3.6 3.6-3.6-3.6z",
        Meaning.SPECIAL: "M%.1f %.1fm-2.3-2.3h4.6v4.6h-4.6z",
        Meaning.IMPROVEMENT: "M%.1f %.1fm-2.6 0a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0",
    }[meaning]
    return shape * len(points) % tuple([number for point in points for number in point])


def beyond_paths(xs: Sequence[float]) -> str:
    """Return triangles at the upper edge, for points above the axis."""
    return "".join(f"M{x:.1f} .5l3.6 6.6h-7.2z" for x in xs)


@lru_cache(maxsize=512)
def _pen(spots: Columns, known: tuple[int, ...], starts: tuple[int, ...]) -> str:
    """Path data with the heights left open."""
    parts: list[str] = []
    previous = -2
    for k in known:
        on = k == previous + 1 and spots.joined[k] and k not in starts
        parts.append(f"{'L' if on else 'M'}{spots.xs[k]:.1f} %.1f")
        previous = k
    return "".join(parts)


def _written(ys: list[float]) -> list[str]:
    return (" %.1f" * len(ys) % tuple(ys)).split()
