"""Moving ranges as a series of their own, for the MR chart."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from qi.phases import Layout
from qi.results import BoolArray
from qi.series import Series


def ranges_of(series: Series, layout: Layout, included: BoolArray) -> tuple[Series, BoolArray]:
    """Replace a series by its moving ranges.

    Excluded points close up exactly as they do on an I chart, so that both share one mean range:
    the next included point is compared with the one before them. Their own range is still shown.

    Parameters
    ----------
    series : Series
        The values.
    layout : Layout
        The phases: the first range of each is missing.
    included : bool array of shape (n,)
        The present points that are not excluded.

    Returns
    -------
    tuple of (Series, bool array of shape (n,))
        The ranges, and which of them are included.
    """
    values, taken = series.plotted.tolist(), included.tolist()
    ranges = [math.nan] * len(values)
    size = [0.0] * len(values)
    for phase in layout.phases:
        before: float | None = None
        for place in range(phase.start, phase.stop):
            value = values[place]
            if math.isnan(value):
                before = None
                continue
            if before is not None:
                ranges[place] = abs(value - before)
                size[place] = max(abs(value), abs(before))
            if taken[place]:
                before = value
    plotted = np.array(ranges)
    missing = np.isnan(plotted)
    made = replace(
        series,
        plotted=plotted,
        judged=plotted,
        missing=missing,
        any_missing=True,
        size=np.array(size),
    )
    return made, included & ~missing
