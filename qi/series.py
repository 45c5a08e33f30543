"""Reading what the caller gave: numbers, denominators and dates, checked one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from qi.chart_types import ChartType
from qi.constants import TOLERANCE
from qi.errors import InvalidValueError, ShapeError
from qi.results import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Series:
    """A checked series: one element of each array per plotted point, in the caller's units.

    `plotted` is the numerator over the denominator where there are denominators; it is NaN where
    either is missing or the denominator is zero.
    """

    numerators: FloatArray
    denominators: FloatArray | None
    plotted: FloatArray
    missing: BoolArray
    any_missing: bool
    x: tuple[Any, ...]


def read_series(kind: ChartType, values: Any, denominators: Any, x: Iterable[Any] | None) -> Series:
    """Check a series and divide it by its denominators.

    Raises
    ------
    ShapeError
        If an argument is empty, not one-dimensional, or does not fit the others in length.
    InvalidValueError
        If a value cannot stand on this chart.
    """
    numerators, gaps = read_numbers("values", values)
    if kind.nonnegative and numerators.size and _least(numerators, gaps=gaps) < 0:
        position = _first(numerators < 0)
        raise InvalidValueError(
            f"a {kind.name} chart holds counts, found {numerators[position]:g}; expected 0 or more",
            argument="values",
            position=position,
        )
    if denominators is None:
        if kind.denominators == "required":
            raise InvalidValueError(
                f"a {kind.name} chart needs one denominator per value", argument="denominators"
            )
        missing = np.isnan(numerators)
        return Series(numerators, None, numerators, missing, gaps, read_x(x, len(numerators)))
    if kind.denominators == "refused":
        raise InvalidValueError(
            f"a {kind.name} chart takes no denominators; a u or p chart does",
            argument="denominators",
        )
    below, below_gaps = read_numbers("denominators", denominators)
    plotted, missing, gaps = _divide(kind, numerators, below, gaps=gaps or below_gaps)
    return Series(numerators, below, plotted, missing, gaps, read_x(x, len(numerators)))


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
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(float), np.nan)
    elif isinstance(values, (str, bytes)) or not hasattr(values, "__len__"):
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
    if np.isfinite(numbers).all():
        return numbers, False
    infinite = np.isinf(numbers)
    if infinite.any():
        raise InvalidValueError(
            "expected a finite number or a missing value, found infinity",
            argument=argument,
            position=_first(infinite),
        )
    return numbers, True


def _number(argument: str, position: int, value: Any) -> float:
    # pandas marks missing values with a type of its own, which qi must not import to recognize.
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return float("nan")
    if not isinstance(value, (str, bytes)):
        try:
            return float(value)
        except (TypeError, ValueError):
            pass
    raise InvalidValueError(
        f"expected a number or a missing value, found {value!r}",
        argument=argument,
        position=position,
    )


def _divide(
    kind: ChartType, numerators: FloatArray, denominators: FloatArray, *, gaps: bool
) -> tuple[FloatArray, BoolArray, bool]:
    if len(denominators) != len(numerators):
        raise ShapeError(
            f"expected {len(numerators)} denominators, one per value, found {len(denominators)}",
            argument="denominators",
        )
    least = _least(denominators, gaps=gaps)
    if least < 0:
        position = _first(denominators < 0)
        raise InvalidValueError(
            f"expected 0 or more, found {denominators[position]:g}",
            argument="denominators",
            position=position,
        )
    if least == 0:
        empty = denominators == 0
        over_nothing = empty & (np.abs(np.nan_to_num(numerators)) > 0)
        if over_nothing.any():
            position = _first(over_nothing)
            raise InvalidValueError(
                f"the denominator is 0 but the numerator is {numerators[position]:g}; "
                "expected a denominator above 0, or a missing point",
                argument="denominators",
                position=position,
            )
        plotted = numerators / np.where(empty, np.nan, denominators)
        gaps = True
    else:
        plotted = numerators / denominators
    missing = np.isnan(plotted)
    if kind.share:
        above = plotted > 1 + TOLERANCE
        if above.any():
            position = _first(above)
            raise InvalidValueError(
                f"the numerator {numerators[position]:g} is above its denominator "
                f"{denominators[position]:g}; a {kind.name} chart takes a part of a whole",
                argument="values",
                position=position,
            )
    return plotted, missing, gaps


def read_x(x: Iterable[Any] | None, n: int) -> tuple[Any, ...]:
    """Check dates or labels; without any, points are numbered from 1.

    Raises
    ------
    ShapeError
        If there is not one per plotted point.
    InvalidValueError
        If dates are missing, cannot be compared, or are out of order.
    """
    if x is None:
        return tuple(range(1, n + 1))
    if isinstance(x, np.ndarray) or type(x).__module__.partition(".")[0] == "pandas":
        array = np.asarray(x)
        # Nanoseconds would come out of tolist() as bare integers.
        labels = (
            array.astype("datetime64[us]").tolist() if array.dtype.kind == "M" else array.tolist()
        )
    else:
        labels = list(x)
    if len(labels) != n:
        raise ShapeError(f"expected {n} labels, one per point, found {len(labels)}", argument="x")
    if is_date(labels[0]) or any(is_date(label) for label in labels):
        _check_order(labels)
    return tuple(labels)


def is_date(label: Any) -> bool:
    """Whether a label is a date, a date and time, or a pandas period."""
    return isinstance(label, date) or type(label).__name__ == "Period"


def _check_order(labels: Sequence[Any]) -> None:
    before = labels[0]
    for position, label in enumerate(labels):
        if not is_date(label) or type(label).__name__ == "NaTType":
            raise InvalidValueError(
                f"expected a date like the others, found {label!r}", argument="x", position=position
            )
        try:
            backwards = label < before
        except TypeError:
            raise InvalidValueError(
                f"{label!r} cannot be compared with {before!r}; expected dates of one kind",
                argument="x",
                position=position,
            ) from None
        if backwards:
            raise InvalidValueError(
                f"{label} comes before {before}; expected dates in order",
                argument="x",
                position=position,
            )
        before = label


def _least(numbers: FloatArray, *, gaps: bool) -> float:
    return float(np.fmin.reduce(numbers)) if gaps else float(numbers.min())


def _first(mask: BoolArray) -> int:
    return int(mask.argmax())
