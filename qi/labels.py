"""Dates and labels of points: checked, and read as what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np

from qi.errors import InvalidValueError, ShapeError
from qi.shown import shown

MISSING: Final = frozenset({"NAType", "NaTType"})
"""Types by which pandas marks missing values; qi must not import pandas to recognize them."""

_LONGEST_BITS: Final = 14_000
"""Python refuses to write whole numbers of more than 4,300 digits; these have fewer."""


def read_x(x: Iterable[Any] | None, n: int) -> tuple[Any, ...]:
    """Check dates or labels; without any, points are numbered from 1.

    Texts that are all full dates, such as "2025-04-30", stay texts but must be in order, too.

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
        if array.ndim != 1:
            raise ShapeError(f"expected one dimension, found {array.ndim}", argument="x")
        # Nanoseconds would come out of tolist() as bare integers.
        labels = (
            array.astype("datetime64[us]").tolist() if array.dtype.kind == "M" else array.tolist()
        )
    else:
        labels = listed("x", x)
    if len(labels) != n:
        raise ShapeError(f"expected {n} labels, one per point, found {len(labels)}", argument="x")
    if any(isinstance(label, (list, np.ndarray)) for label in labels):
        raise ShapeError("expected one label per point, not sequences", argument="x")
    labels = [_plain(label) for label in labels]
    check_writable("x", labels)
    check_order(labels)
    return tuple(labels)


def _plain(label: Any) -> Any:
    if isinstance(label, np.datetime64):
        return label.astype("datetime64[us]").item()
    return label


def check_writable(argument: str, labels: Sequence[Any]) -> None:
    """Check that labels can be written into a sentence.

    Raises
    ------
    InvalidValueError
        If one of them is a whole number of thousands of digits.
    """
    for position, label in enumerate(labels):
        if isinstance(label, int) and label.bit_length() > _LONGEST_BITS:
            raise InvalidValueError(
                f"expected a label that can be written out, found {shown(label)}",
                argument=argument,
                position=position,
            )


def check_order(labels: Sequence[Any]) -> None:
    """Check that dates are in order, if the labels are dates.

    Raises
    ------
    InvalidValueError
        If dates are missing, cannot be compared, or are out of order.
    """
    written = isinstance(labels[0], str) and all(_is_written_date(label) for label in labels)
    if written or is_date(labels[0]) or any(is_date(label) for label in labels):
        _check_order([date.fromisoformat(label) for label in labels] if written else labels)


def _is_written_date(label: Any) -> bool:
    if not isinstance(label, str) or len(label) != len("2025-04-30") or label[4] != "-":
        return False
    try:
        date.fromisoformat(label)
    except ValueError:
        return False
    return True


def listed(argument: str, given: Any) -> list[Any]:
    """Copy labels into a list.

    Raises
    ------
    ShapeError
        If they are no sequence, or a text, which is a sequence of letters.
    """
    if (
        isinstance(given, (str, bytes))
        or not isinstance(given, Iterable)
        or (getattr(given, "ndim", 1) == 0)
    ):
        raise ShapeError("expected a sequence of labels", argument=argument)
    return list(given)


def is_date(label: Any) -> bool:
    """Whether a label is a date, a date and time, or a pandas period."""
    return isinstance(label, date) or type(label).__name__ == "Period"


def _check_order(labels: Sequence[Any]) -> None:
    before = labels[0]
    for position, label in enumerate(labels):
        if not is_date(label) or type(label).__name__ == "NaTType":
            raise InvalidValueError(
                f"expected a date like the others, found {shown(label)}",
                argument="x",
                position=position,
            )
        try:
            backwards = label < before
        except TypeError:
            raise InvalidValueError(
                f"{shown(label)} cannot be compared with {shown(before)}; expected dates of one kind",
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


def is_missing(label: Any) -> bool:
    """Whether a label is None, NaN, NaT or NA."""
    if label is None or type(label).__name__ in MISSING:
        return True
    return isinstance(label, (float, np.floating, np.datetime64)) and bool(label != label)  # noqa: PLR0124 - only NaN and NaT differ from themselves
