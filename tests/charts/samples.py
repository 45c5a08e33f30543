"""Analyses for the tests of drawing, from a few lines of plain arithmetic."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import numpy as np

from qi.results import Analysis, Assurance, PhaseSummary, Side, Signal, Variation, Verdict


def months(count: int, start: dt.date = dt.date(2024, 1, 1)) -> tuple[dt.date, ...]:
    first = start.year * 12 + start.month - 1
    return tuple(dt.date(n // 12, n % 12 + 1, 1) for n in range(first, first + count))


def frozen(values: Any) -> np.ndarray:
    array = np.asarray(values, dtype=float)
    array.flags.writeable = False
    return array


def build(
    values: Any,
    *,
    x: Any = None,
    breaks: tuple[int, ...] = (),
    chart: str = "i",
    denominators: Any = None,
    signals: tuple[Signal, ...] = (),
    direction: str | None = "down",
    target: float | None = None,
    variation: Variation = Variation.COMMON_CAUSE,
    rule: str | None = None,
    exclude: tuple[int, ...] = (),
    width: float | None = None,
) -> Analysis:
    """Centers are means of the phases; limits as on I or P charts in percent."""
    y = np.asarray(values, dtype=float)
    n = len(y)
    x = months(n) if x is None else tuple(x)
    phase = np.zeros(n, dtype=np.intp)
    for start in breaks:
        phase[start:] += 1
    included = np.isfinite(y)
    included[list(exclude)] = False
    center, lower, upper = (np.full(n, np.nan) for _ in range(3))
    phases = []
    edges = [0, *breaks, n] if n else []
    for start, stop in itertools.pairwise(edges):
        part = y[start:stop][included[start:stop]]
        middle = float(part.mean()) if len(part) else float("nan")
        center[start:stop] = middle
        if chart != "run" and len(part):
            if denominators is not None:
                share = middle / 100
                half = 300 * np.sqrt(
                    share * (1 - share) / np.asarray(denominators, float)[start:stop]
                )
            else:
                ranges = np.abs(np.diff(part))
                half = np.full(stop - start, 3 * ranges.mean() / 1.128 if len(ranges) else np.nan)
            if width is not None:
                half = np.full(stop - start, width)
            lower[start:stop], upper[start:stop] = middle - half, middle + half
            if denominators is not None:
                lower[start:stop] = np.maximum(lower[start:stop], 0)
        count = int(included[start:stop].sum())
        phases.append(
            PhaseSummary(start, stop, middle, count, count, 3, 7, 9, 7, 10, 7, 17, None, count < 12)
        )
    nd = None if denominators is None else frozen(denominators)
    numerators = y if nd is None else np.round(y * nd / 100)
    sigma = (upper - lower) / 6
    return Analysis(
        chart, x, frozen(y), frozen(numerators), nd, phase, included, frozen(center),
        frozen(lower), frozen(upper), frozen(sigma), tuple(phases), signals,
        Verdict(variation, Assurance.NONE, rule), {"direction": direction, "rules": "ihi"}, target,
    )  # fmt: skip


def shift(start: int, stop: int, side: Side, phase: int = 0) -> Signal:
    return Signal("shift", start, stop, tuple(range(start, stop)), side, phase, start + 7)


def urgent_visits(**options: Any) -> Analysis:
    """Two phases of twelve months, nine of the last below the center line."""
    values = [14.3, 13.6, 12.4, 16.3, 13.9, 16.1, 16.7, 20.0, 16.8, 13.5, 11.8, 16.3]
    values += [13.7, 15.4, 13.6, 8.9, 9.2, 7.5, 9.1, 6.4, 9.3, 9.2, 7.5, 9.0]
    counts = [190, 192, 196, 196, 198, 200, 206, 208, 209, 213, 215, 217]
    counts += [221, 222, 225, 229, 230, 231, 233, 233, 236, 238, 241, 244]
    return build(
        values,
        breaks=(12,),
        chart="p",
        denominators=counts,
        signals=(shift(15, 24, Side.DOWN, 1),),
        target=8.0,
        variation=Variation.IMPROVEMENT_LOW,
        rule="shift",
        **options,
    )


def busy() -> Analysis:
    """36 months in two phases, with a point outside, a shift and a trend."""
    noise = np.random.default_rng(5)
    values = np.round(np.r_[noise.normal(41, 4, 18), noise.normal(34, 3, 18)], 1)
    values[5] = 66.0
    values[8:16] = 37 + noise.normal(0, 0.8, 8)
    values[28:34] = [29, 30, 31, 32.5, 33, 36]
    signals = (
        Signal("outside", 5, 6, (5,), Side.UP, 0, 5),
        shift(8, 16, Side.DOWN),
        Signal("trend", 28, 34, tuple(range(28, 34)), Side.UP, 1, 33),
    )
    return build(values, breaks=(18,), signals=signals, target=30.0)
