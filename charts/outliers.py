"""A scale for many series that one wild series does not stretch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from charts.scales import Axis, value_axis
from qi.results import Analysis

_FEWEST = 5
"""Series from which on it can be said that one is unlike the others."""

_FAR = 3.0
"""Interquartile ranges above the upper quartile from which a value is far out (Tukey 1977)."""

_WORTH = 0.6
"""A shorter axis is taken only where it is at most this share of the whole one."""


def fair_axis(analyses: Sequence[Analysis], *, unit: str = "", ticks: int = 4) -> Axis:
    """Return an axis for all series, ending below those that reach far above the others.

    Parameters
    ----------
    analyses : sequence of Analysis
        The charts in numbers.
    unit : str
        Unit of the displayed values.
    ticks : int
        Ticks wanted; there may be two more where the axis gets shorter by it.

    Returns
    -------
    Axis
        Holds all values and center lines; if the highest ones of a few series lie beyond Tukey's
        outer fence, only those of the others, provided that they gain much room by it.

    References
    ----------
    Tukey JW (1977), Exploratory Data Analysis, Addison-Wesley, section 2D: fences.
    """
    numbers = [_numbers(analysis) for analysis in analyses]
    whole = _tight(np.concatenate([*numbers, []]).tolist(), unit, ticks)
    tops = np.array([part.max() for part in numbers if len(part)])
    if len(tops) < _FEWEST:
        return whole
    low, high = np.quantile(tops, [0.25, 0.75])
    fence = high + _FAR * (high - low)
    if not np.any(tops > fence):
        return whole
    kept = [part[part <= fence] for part in numbers]
    short = _tight(np.concatenate(kept).tolist(), unit, ticks)
    saved = short.low == whole.low and short.high - short.low <= _WORTH * (whole.high - whole.low)
    return short if saved else whole


def highest_beyond(analysis: Analysis, axis: Axis) -> float | None:
    """Return the highest value of a series if it lies beyond the upper end of an axis.

    Parameters
    ----------
    analysis : Analysis
        The chart in numbers.
    axis : Axis
        Value axis.
    """
    known = analysis.values[np.isfinite(analysis.values)]
    if not len(known) or known.max() <= axis.high * (1 + 1e-9):
        return None
    return float(known.max())


def _tight(values: Sequence[float], unit: str, ticks: int) -> Axis:
    """Return the shortest axis of up to two ticks more; a small panel has no room to waste."""
    axes = [value_axis(values, unit=unit, ticks=ticks + more) for more in (0, 1, 2)]
    return min(axes, key=lambda axis: axis.high - axis.low)


def _numbers(analysis: Analysis) -> np.ndarray:
    centers = [phase.center for phase in analysis.phases]
    numbers = np.concatenate([analysis.values, np.array(centers, float)])
    found: np.ndarray = numbers[np.isfinite(numbers)]
    return found
