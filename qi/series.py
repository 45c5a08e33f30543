"""Reading what the caller gave: numbers, denominators and dates, checked one by one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from qi.chart_types import ChartType
from qi.constants import LARGEST_NUMBER, LARGEST_RANGE, TOLERANCE
from qi.errors import InvalidValueError, ShapeError
from qi.labels import MISSING, check_order, check_writable, is_missing, listed, read_x
from qi.masked import is_masked_array
from qi.results import BoolArray, FloatArray, IntArray
from qi.shown import exact, shown

__all__ = ["Series", "check_order", "read_numbers", "read_series"]


@dataclass(frozen=True, slots=True)
class Series:
    """A checked series: one element of each array per plotted point, in the caller's units.

    `plotted` is the numerator over the denominator where there are denominators; it is NaN where
    either is missing or the denominator is zero. Limits and rules look at `judged`: the same,
    except on t charts, where it is a power of the plotted value. On charts of subgroups the
    denominators are the subgroup sizes, and `spread` is the standard deviation of each subgroup.
    `size` is the largest absolute raw value behind each point where points are differences of raw
    values: rounding is as large as those, however small their differences.
    """

    numerators: FloatArray
    denominators: FloatArray | None
    plotted: FloatArray
    judged: FloatArray
    missing: BoolArray
    any_missing: bool
    x: tuple[Any, ...]
    spread: FloatArray | None = None
    size: FloatArray | None = None


def read_series(
    kind: ChartType, values: Any, denominators: Any, subgroups: Any, x: Iterable[Any] | None
) -> Series:
    """Check a series and compute what is plotted.

    Raises
    ------
    ShapeError
        If an argument is empty, not one-dimensional, or does not fit the others in length.
    InvalidValueError
        If a value cannot stand on this chart, or an argument is missing or out of place.
    """
    _check_arguments(kind, denominators, subgroups)
    numbers, gaps = read_numbers("values", values)
    _check_range(kind, numbers, gaps=gaps)
    if kind.subgroups:
        return _grouped(kind, numbers, subgroups, x)
    labels = read_x(x, len(numbers))
    if denominators is None:
        judged = numbers if kind.power == 1 else numbers**kind.power
        return Series(numbers, None, numbers, judged, np.isnan(numbers), gaps, labels)
    below, below_gaps = read_numbers("denominators", denominators)
    plotted, gaps = _divide(kind, numbers, below, gaps=gaps or below_gaps)
    missing = np.isnan(plotted)
    if not kind.divided:
        _check_equal(kind, below[~missing], np.flatnonzero(~missing))
        plotted = np.where(missing, np.nan, numbers)
    return Series(numbers, below, plotted, plotted, missing, gaps, labels)


def _check_arguments(kind: ChartType, denominators: Any, subgroups: Any) -> None:
    if kind.subgroups and subgroups is None:
        raise InvalidValueError(
            f"{kind.called} needs one subgroup label per value", argument="subgroups"
        )
    if not kind.subgroups and subgroups is not None:
        raise InvalidValueError(
            f"{kind.called} takes no subgroups; an xbar, s or r chart does",
            argument="subgroups",
        )
    if kind.denominators == "required" and denominators is None:
        raise InvalidValueError(
            f"{kind.called} needs one denominator per value", argument="denominators"
        )
    if kind.denominators == "refused" and denominators is not None:
        raise InvalidValueError(
            f"{kind.called} takes no denominators; a u or p chart does",
            argument="denominators",
        )


def _check_range(kind: ChartType, numbers: FloatArray, *, gaps: bool) -> None:
    if kind.nonnegative and _least(numbers, gaps=gaps) < 0:
        position = _first(numbers < 0)
        raise InvalidValueError(
            f"{kind.called} holds counts, found {exact(numbers[position])}; expected 0 or more",
            argument="values",
            position=position,
        )
    if kind.positive and _least(numbers, gaps=gaps) <= 0:
        position = _first(numbers <= 0)
        raise InvalidValueError(
            f"{kind.called} holds times between events, found {exact(numbers[position])}; "
            "expected more than 0",
            argument="values",
            position=position,
        )


def _check_equal(kind: ChartType, denominators: FloatArray, positions: IntArray) -> None:
    other = denominators != denominators[:1]
    if other.any():
        place = _first(other)
        raise InvalidValueError(
            f"{kind.called} needs equal denominators, found {exact(denominators[0])} and "
            f"{exact(denominators[place])}; a p chart takes unequal ones",
            argument="denominators",
            position=int(positions[place]),
        )


def _grouped(
    kind: ChartType, numbers: FloatArray, subgroups: Any, x: Iterable[Any] | None
) -> Series:
    labels = listed("subgroups", subgroups)
    if len(labels) != len(numbers):
        raise ShapeError(
            f"expected {len(numbers)} labels, one per value, found {len(labels)}",
            argument="subgroups",
        )
    check_writable("subgroups", labels)
    groups: dict[Any, list[float]] = {}
    for position, (label, number) in enumerate(zip(labels, numbers.tolist(), strict=True)):
        if not _is_hashable(label):
            raise InvalidValueError(
                f"expected a label such as a text or a date, found {shown(label)}",
                argument="subgroups",
                position=position,
            )
        if is_missing(label):
            raise InvalidValueError(
                "expected a label, found a missing one", argument="subgroups", position=position
            )
        group = groups.setdefault(label, [])
        if not math.isnan(number):
            group.append(number)
    sizes = np.array([float(len(group)) for group in groups.values()])
    if kind.name == "r" and sizes.max() > LARGEST_RANGE:
        place = _first(sizes > LARGEST_RANGE)
        label = list(groups)[place]
        raise InvalidValueError(
            f"subgroup {shown(label)} has {exact(sizes[place])} values; an r chart takes up to "
            f"{LARGEST_RANGE}, an s chart any number",
            argument="subgroups",
            position=labels.index(label),
        )
    plotted = np.array([_STATISTICS[kind.name](group) for group in groups.values()])
    missing = np.isnan(plotted)
    return Series(
        plotted,
        sizes,
        plotted,
        plotted,
        missing,
        bool(missing.any()),
        read_x(groups if x is None else x, len(groups)),
        np.array([_deviation(group) for group in groups.values()]),
        np.array([max(map(abs, group), default=0.0) for group in groups.values()]),
    )


def _mean(group: list[float]) -> float:
    return math.fsum(group) / len(group) if group else math.nan


def _deviation(group: list[float]) -> float:
    if len(group) < 2:
        return math.nan
    mean = _mean(group)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in group) / (len(group) - 1))


def _range(group: list[float]) -> float:
    return max(group) - min(group) if len(group) > 1 else math.nan


def _is_hashable(label: Any) -> bool:
    """Whether a label can be looked up: not all that have a hash method can be hashed."""
    try:
        hash(label)
    except Exception:  # whatever the label's own method raises
        return False
    return True


_STATISTICS: Final = {"xbar": _mean, "s": _deviation, "r": _range}


def read_numbers(argument: str, values: Any) -> tuple[FloatArray, bool]:
    """Copy one-dimensional numbers into a float array; None, NaN and masked become NaN.

    Returns
    -------
    tuple of (float array of shape (n,), bool)
        The numbers, and whether any is missing.

    Raises
    ------
    ShapeError
        If there are no values, or they are not one-dimensional.
    InvalidValueError
        If a value is text, infinite or otherwise no number.
    """
    if is_masked_array(values):
        values = values.tolist()
    if isinstance(values, (str, bytes)) or not hasattr(values, "__len__"):
        raise ShapeError("expected a sequence of numbers", argument=argument)
    try:
        array = np.array(values)
    except ValueError:
        raise ShapeError(
            "expected one number per point, not sequences", argument=argument
        ) from None
    if array.ndim != 1:
        raise ShapeError(f"expected one dimension, found {array.ndim}", argument=argument)
    if array.size == 0:
        raise ShapeError("expected at least one value, found none", argument=argument)
    if array.dtype.kind not in "fiub":
        array = np.array([_number(argument, k, value) for k, value in enumerate(values)])
    numbers: FloatArray = array.astype(np.float64, copy=False)
    # One comparison for both: NaN and infinity are not within either.
    if (np.abs(numbers) <= LARGEST_NUMBER).all():
        return numbers, False
    infinite = np.isinf(numbers)
    if infinite.any():
        raise InvalidValueError(
            "expected a finite number or a missing value, found infinity",
            argument=argument,
            position=_first(infinite),
        )
    large = np.abs(numbers) > LARGEST_NUMBER
    if large.any():
        raise InvalidValueError(
            f"expected a number up to {exact(LARGEST_NUMBER)}, found "
            f"{exact(numbers[_first(large)])}",
            argument=argument,
            position=_first(large),
        )
    return numbers, True


def _number(argument: str, position: int, value: Any) -> float:
    if value is None or type(value).__name__ in MISSING:
        return float("nan")
    if not isinstance(
        value, (str, bytes, complex, np.complexfloating, np.datetime64, np.timedelta64)
    ):
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError):
            pass
    raise InvalidValueError(
        f"expected a number or a missing value, found {shown(value)}",
        argument=argument,
        position=position,
    )


def _divide(
    kind: ChartType, numerators: FloatArray, denominators: FloatArray, *, gaps: bool
) -> tuple[FloatArray, bool]:
    if len(denominators) != len(numerators):
        raise ShapeError(
            f"expected {len(numerators)} denominators, one per value, found {len(denominators)}",
            argument="denominators",
        )
    least = _least(denominators, gaps=gaps)
    if least < 0:
        position = _first(denominators < 0)
        raise InvalidValueError(
            f"expected 0 or more, found {exact(denominators[position])}",
            argument="denominators",
            position=position,
        )
    if least == 0:
        empty = denominators == 0
        over_nothing = empty & (np.abs(np.nan_to_num(numerators)) > 0)
        if over_nothing.any():
            position = _first(over_nothing)
            raise InvalidValueError(
                f"the denominator is 0 but the numerator is {exact(numerators[position])}; "
                "expected a denominator above 0, or a missing point",
                argument="denominators",
                position=position,
            )
        denominators = np.where(empty, np.nan, denominators)
        gaps = True
        least = _least(denominators, gaps=gaps)
    if least < 1 / LARGEST_NUMBER:
        position = int(np.nanargmin(denominators))
        raise InvalidValueError(
            f"expected 0, or at least {exact(1 / LARGEST_NUMBER)}, found "
            f"{exact(denominators[position])}",
            argument="denominators",
            position=position,
        )
    plotted = numerators / denominators
    if kind.share:
        above = plotted > 1 + TOLERANCE
        if above.any():
            position = _first(above)
            raise InvalidValueError(
                f"the numerator {exact(numerators[position])} is above its denominator "
                f"{exact(denominators[position])}; {kind.called} takes a part of a whole",
                argument="values",
                position=position,
            )
    return plotted, gaps


def _least(numbers: FloatArray, *, gaps: bool) -> float:
    return float(np.fmin.reduce(numbers)) if gaps else float(numbers.min())


def _first(mask: BoolArray) -> int:
    return int(mask.argmax())
