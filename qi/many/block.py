"""A block of series, checked and brought to the scale that rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qi.chart_types import ChartType
from qi.constants import LARGEST_NUMBER, LARGEST_RANGE, TOLERANCE
from qi.errors import InvalidValueError
from qi.phases import Layout
from qi.results import BoolArray, FloatArray
from qi.shown import exact


@dataclass(frozen=True, slots=True)
class Block:
    """Series of equal length, padded with missing points; arrays of shape (m, n).

    As in `qi.series.Series`: `plotted` is drawn, `judged` is what limits and rules look at.
    `included` is None where every point is present and none is excluded, `missing` None where
    every point is present. `excluded` are the points left out by choice, None where there are none.
    `size` is the largest absolute raw value behind each point where points are differences of raw
    values. `largest` is the largest absolute included judged value of each series, or raw value.
    """

    numerators: FloatArray
    denominators: FloatArray | None
    plotted: FloatArray
    judged: FloatArray
    missing: BoolArray | None
    included: BoolArray | None
    excluded: BoolArray | None
    spread: FloatArray | None
    size: FloatArray | None
    largest: FloatArray


def read_block(
    kind: ChartType,
    values: NDArray[Any],
    denominators: NDArray[Any] | None,
    exclude: BoolArray | None,
    layout: Layout,
    first: int,
) -> Block:
    """Check some series and compute what is plotted.

    Parameters
    ----------
    kind : ChartType
        The chart.
    values : array of shape (m, n), or (m, n, k) on charts of subgroups
        Values, numerators, or the raw values of each subgroup.
    denominators : array of shape (m, n) or None
        Their denominators.
    exclude : bool array of shape (m, n) or None
        The points that are left out.
    layout : Layout
        The phases.
    first : int
        Number of the first series, for error messages.

    Raises
    ------
    InvalidValueError
        If a value cannot stand on this chart; it names series and point.
    """
    # Time-major memory: what is done to all series at one time point is one stretch.
    numbers = np.asfortranarray(values, dtype=np.float64)
    low, high = numbers.min(axis=1), numbers.max(axis=1)
    # NaN and what is too large fail the comparison; only then is every number looked at.
    gaps = not ((low >= -LARGEST_NUMBER) & (high <= LARGEST_NUMBER)).all()
    if gaps:
        _refuse_large(numbers, "values", first)
    if kind.nonnegative and (gaps or (low < 0).any()):
        _refuse(numbers < 0, "values", f"a {kind.name} chart holds counts of 0 or more", first)
    if kind.positive and (gaps or (low <= 0).any()):
        _refuse(numbers <= 0, "values", f"a {kind.name} chart holds times above 0", first)
    spread, below, size = None, None, None
    if kind.subgroups:
        size = np.where(np.isnan(numbers), 0.0, np.abs(numbers)).max(axis=2)
        numbers, below, spread = _grouped(kind, numbers, first)
        plotted = numbers
        gaps = bool(np.isnan(plotted).any())
    elif denominators is not None:
        below = np.asfortranarray(denominators, dtype=np.float64)
        plotted, gaps = _divided(kind, numbers, below, first)
    else:
        plotted = numbers
    judged = plotted if kind.power == 1 else plotted**kind.power
    missing = np.isnan(judged) if gaps else None
    included = None if missing is None else ~missing
    if exclude is not None:
        exclude = np.asfortranarray(exclude)
        included = ~exclude if included is None else included & ~exclude
    if included is None and judged is numbers and size is None:
        greatest = np.maximum(high, -low)
    else:
        greatest = largest(judged if size is None else size, included)
    block = Block(
        numbers, below, plotted, judged, missing, included, exclude, spread, size, greatest
    )
    return _ranged(block, layout) if kind.name == "mr" else block


def largest(values: FloatArray, included: BoolArray | None) -> FloatArray:
    """Return the largest absolute included value of each row; 0 without any."""
    taken = values if included is None else np.where(included, values, 0.0)
    found: FloatArray = np.maximum(taken.max(axis=1), -taken.min(axis=1))
    return found


def _refuse(wrong: BoolArray, argument: str, message: str, first: int) -> None:
    if wrong.any():
        place = np.unravel_index(int(wrong.argmax()), wrong.shape)
        series = first + int(place[0])
        raise InvalidValueError(
            f"{message} (series {series}, point {int(place[1])})",
            argument=argument,
            position=series,
        )


def _refuse_large(numbers: FloatArray, argument: str, first: int) -> None:
    sizes = np.abs(numbers)
    _refuse(np.isinf(sizes), argument, "expected a finite number, found infinity", first)
    _refuse(
        sizes > LARGEST_NUMBER, argument, f"expected a number up to {exact(LARGEST_NUMBER)}", first
    )


def _divided(
    kind: ChartType, numbers: FloatArray, below: FloatArray, first: int
) -> tuple[FloatArray, bool]:
    least, most = below.min(axis=1), below.max(axis=1)
    ordinary = bool(((least >= 1 / LARGEST_NUMBER) & (most <= LARGEST_NUMBER)).all())
    if not ordinary:
        _refuse_large(below, "denominators", first)
        _refuse(below < 0, "denominators", "expected 0 or more", first)
        empty = below == 0
        over = empty & (np.abs(np.nan_to_num(numbers)) > 0)
        _refuse(over, "denominators", "the denominator is 0 but the numerator is not", first)
        below = np.where(empty, np.nan, below)
        message = f"expected 0, or at least {exact(1 / LARGEST_NUMBER)}"
        _refuse(below < 1 / LARGEST_NUMBER, "denominators", message, first)
    plotted = numbers / below
    high = plotted.max(axis=1)
    gaps = bool(np.isnan(high).any())
    if kind.share and (gaps or (high > 1 + TOLERANCE).any()):
        _refuse(plotted > 1 + TOLERANCE, "values", "the numerator is above its denominator", first)
    if not kind.divided:
        if gaps or (least != most).any():
            missing = np.isnan(plotted)
            present = np.where(missing, np.nan, below)
            other = present != np.fmax.reduce(present, axis=1)[:, None]
            message = f"a {kind.name} chart needs equal denominators"
            _refuse(other & ~missing, "denominators", message, first)
            return np.where(missing, np.nan, numbers), gaps
        return numbers, gaps
    return plotted, gaps


def _grouped(
    kind: ChartType, raw: FloatArray, first: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    present = ~np.isnan(raw)
    sizes = np.count_nonzero(present, axis=2).astype(np.float64)
    if kind.name == "r":
        too_large = sizes > LARGEST_RANGE
        _refuse(too_large, "values", f"an r chart takes up to {LARGEST_RANGE} values", first)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(present, raw, 0.0).sum(axis=2) / sizes
        squares = np.where(present, raw - means[:, :, None], 0.0) ** 2
        spread = np.sqrt(squares.sum(axis=2) / (sizes - 1))
    spread = np.where(sizes > 1, spread, np.nan)
    if kind.name == "xbar":
        return means, sizes, spread
    if kind.name == "s":
        return spread, sizes, spread
    high = np.where(present, raw, -np.inf).max(axis=2)
    low = np.where(present, raw, np.inf).min(axis=2)
    with np.errstate(invalid="ignore"):
        return np.where(sizes > 1, high - low, np.nan), sizes, spread


def _ranged(block: Block, layout: Layout) -> Block:
    """Replace values by moving ranges, as `qi.moving_range.ranges_of` does for one series."""
    ranges, size = np.full_like(block.plotted, np.nan), np.zeros_like(block.plotted)
    for phase in layout.phases:
        span = slice(phase.start, phase.stop)
        ranges[:, span], size[:, span] = _ranges(block, span)
    missing = np.isnan(ranges)
    included = ~missing if block.included is None else block.included & ~missing
    return Block(
        block.numerators,
        block.denominators,
        ranges,
        ranges,
        missing,
        included,
        block.excluded,
        None,
        size,
        largest(size, included),
    )


def _ranges(block: Block, span: slice) -> tuple[FloatArray, FloatArray]:
    values = block.plotted[:, span]
    places = np.broadcast_to(np.arange(values.shape[1]), values.shape)
    taken = places if block.included is None else np.where(block.included[:, span], places, -1)
    before = np.full(values.shape, -1)
    before[:, 1:] = np.maximum.accumulate(taken, axis=1)[:, :-1]
    if block.missing is None:
        broken = before < 0
    else:
        gap = np.maximum.accumulate(np.where(block.missing[:, span], places, -1), axis=1)
        broken = (before < 0) | (before < gap)
    earlier = np.take_along_axis(values, np.maximum(before, 0), axis=1)
    size = np.maximum(np.abs(values), np.abs(earlier))
    ranges: FloatArray = np.where(broken, np.nan, np.abs(values - earlier))
    return ranges, np.where(np.isnan(ranges), 0.0, size)
