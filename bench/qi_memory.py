"""What `analyze_batch` costs in memory, beside the size of the series it is given.

Peaks are those of tracemalloc, which NumPy reports every array to, during the call with
`points=True`; then with every signal and every array per point looked at and kept.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np

import qi
from qi.chart_types import CHART_TYPES

POINTS = 36


def peak_over_input(work: Callable[..., Any], *arrays: Any) -> tuple[float, float]:
    """Return the peak of a call, and what it leaves behind, in sizes of its arguments."""
    # What the first call imports and tabulates is no part of it.
    work(*(array[:10] for array in arrays))
    tracemalloc.start()
    try:
        kept = work(*arrays)
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del kept
    size = sum(array.nbytes for array in arrays)
    return peak / size, left / size


def inputs(chart: str, series: int) -> tuple[Any, ...]:
    """Series for a chart: on p charts overdispersed, on c and g charts mostly outside the limits."""
    rng = np.random.default_rng(8)
    shape = series, POINTS
    if CHART_TYPES[chart].subgroups:
        return (rng.normal(50, 5, (*shape, 5)),)
    if CHART_TYPES[chart].denominators == "required":
        below = np.full(shape, 400.0) if chart == "np" else rng.integers(200, 600, shape)
        return rng.binomial(200, rng.beta(3, 10, shape)).astype(float), below.astype(float)
    if chart in ("c", "g"):
        return (np.where(np.arange(POINTS) % 2, 2.0, 90.0) + rng.integers(0, 3, shape),)
    return (rng.lognormal(2, 1, shape),)


def call(chart: str, *, look: bool) -> Callable[..., Any]:
    """Return the call to be measured; `look` asks for everything that is made on demand."""

    def work(values: Any, denominators: Any = None) -> Any:
        batch = qi.analyze_batch(values, chart, denominators=denominators, points=True)
        seen = [*batch.signals.values(), *(batch.points or {}).values()] if look else []
        return batch, seen

    return work


def table(series: int) -> str:
    """Return the ratios of all chart types."""
    lines = [
        "| chart | signals per series | peak of the call | left | peak with everything looked at |",
        "|---|---:|---:|---:|---:|",
    ]
    for chart in CHART_TYPES:
        given = inputs(chart, series)
        below = given[1] if len(given) > 1 else None
        batch = qi.analyze_batch(given[0], chart, denominators=below)
        signals = float(batch.columns["n_signals"].mean())
        del batch
        peak, left = peak_over_input(call(chart, look=False), *given)
        seen, _ = peak_over_input(call(chart, look=True), *given)
        missed = "" if peak <= 5 else " (goal 5 missed)"
        lines.append(
            f"| {chart} | {signals:.1f} | {peak:.1f} ×{missed} | {left:.1f} × | {seen:.1f} × |"
        )
    return "\n".join(lines)
