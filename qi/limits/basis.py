"""What limits are computed from, and what they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi.constants import D2_N2, D4_N2, TOLERANCE
from qi.results import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Basis:
    """The points of one phase, and which of them center and limits rest on.

    Parameters
    ----------
    plotted, numerators : float array of shape (n,)
        Every point of the phase; NaN where missing.
    denominators : float array of shape (n,) or None
        Their denominators.
    use : int array of shape (m,) or slice
        The included, present points of the baseline, in order; m is at least 1.
    segments : int array of shape (m,) or None
        Number of missing points before each of them; None where there is none.
    spread : float array of shape (n,) or None
        Standard deviations of the subgroups, on charts of subgroups.
    """

    plotted: FloatArray
    numerators: FloatArray
    denominators: FloatArray | None
    use: IntArray | slice
    segments: IntArray | None
    spread: FloatArray | None = None

    def moving_ranges(self, values: FloatArray, scale: FloatArray | float = 1.0) -> FloatArray:
        """Absolute differences of neighbors among `values`, one per basis point.

        Excluded points close up: their neighbors form a range. A missing point breaks the
        sequence: no range is taken across it. Each range is divided by its `scale`.
        """
        ranges: FloatArray = np.abs(values[1:] - values[:-1]) / scale
        if self.segments is None:
            return ranges
        joined: FloatArray = ranges[self.segments[1:] == self.segments[:-1]]
        return joined


@dataclass(frozen=True, slots=True)
class Limits:
    """Center and limits of one phase, in the caller's units.

    `sigma` and the limits are one number for the phase, or one per point; they are NaN where
    there are none. `middle` is what sigma counts from; it is the center except on g charts.
    """

    center: float
    lower: FloatArray | float
    upper: FloatArray | float
    sigma: FloatArray | float
    middle: float
    sigma_z: float | None = None


def center_only(center: float) -> Limits:
    """Limits of a chart that has a center line and nothing else."""
    return Limits(center, np.nan, np.nan, np.nan, center)


def mean_range(ranges: FloatArray, *, screen: bool) -> float:
    """Mean moving range; NaN where there is none.

    Screening drops ranges at or above 3.267 times their mean once, and takes the mean again.
    """
    if not ranges.size:
        return np.nan
    mean = float(ranges.mean())
    if screen and mean > 0:
        mean = float(ranges[ranges < D4_N2 * mean * (1 - TOLERANCE)].mean())
    return mean


def sigma_from_ranges(ranges: FloatArray, *, screen: bool) -> float:
    """Sigma as the mean moving range over d2(2) = 1.128."""
    return mean_range(ranges, screen=screen) / D2_N2
