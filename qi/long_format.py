"""A long table, one row per point, as arrays with one row per series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from qi.chart_types import ChartType
from qi.errors import InvalidValueError, ShapeError
from qi.results import FloatArray, IntArray
from qi.series import check_order, read_numbers
from qi.shown import shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Long:
    """Series as arrays of shape (m, n), or (m, n, k) for subgroups, padded with NaN."""

    series: tuple[Any, ...]
    values: NDArray[Any]
    denominators: NDArray[Any] | None


def read_long(
    kind: ChartType,
    frame: pd.DataFrame,
    denominators: Any,
    *,
    series: str,
    x: str,
    value: str,
    subgroups: str | None,
) -> Long:
    """Group a long table by series, in the order in which the series first appear.

    Parameters
    ----------
    kind : ChartType
        The chart.
    frame : pandas.DataFrame
        One row per point; on charts of subgroups one row per raw value.
    denominators : str or None
        Column of the denominators.
    series, x, value, subgroups : str
        The other columns; that of x may be absent if it has its usual name, "x".

    Raises
    ------
    InvalidValueError
        If a column is missing, or dates of a series are out of order.
    """
    import pandas as pd  # noqa: PLC0415 - only a caller who has a frame gets here

    if frame.empty:
        raise ShapeError("expected at least one row, found none", argument="values")
    named = {"denominators": denominators, "series": series, "x": x, "value": value}
    _check_columns(kind, frame, named, subgroups)
    codes, names = pd.factorize(frame[series])
    if (codes < 0).any():
        row = int((codes < 0).argmax())
        raise InvalidValueError("the name of the series is missing", argument=series, position=row)
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    if x in frame.columns:
        _check_order(_dates(frame[x])[order], codes, names, x)
    numbers = read_numbers("values", frame[value])[0][order]
    if subgroups is not None:
        labels = pd.factorize(frame[subgroups])[0]
        if (labels < 0).any():
            raise InvalidValueError(
                "expected a label, found a missing one",
                argument=subgroups,
                position=int((labels < 0).argmax()),
            )
        points, firsts = _ranks(codes, labels[order])
        if x not in frame.columns:
            # As in a single analysis, the labels then are the dates.
            dates = _dates(frame[subgroups])[order][firsts]
            _check_order(dates, codes[firsts], names, subgroups)
        return Long(tuple(names), _cube(codes, points, numbers), None)
    points = _counted(codes)
    below = None
    if denominators is not None:
        below = _square(codes, points, read_numbers("denominators", frame[denominators])[0][order])
    return Long(tuple(names), _square(codes, points, numbers), below)


def _check_columns(
    kind: ChartType,
    frame: pd.DataFrame,
    named: Mapping[str, Any],
    subgroups: Any,
) -> None:
    denominators = named["denominators"]
    if kind.denominators == "required" and denominators is None:
        raise InvalidValueError(
            f"a {kind.name} chart needs a column of denominators", argument="denominators"
        )
    if kind.denominators == "refused" and denominators is not None:
        raise InvalidValueError(
            f"a {kind.name} chart takes no denominators", argument="denominators"
        )
    if kind.subgroups and subgroups is None:
        raise InvalidValueError(
            f"a {kind.name} chart needs a column of subgroup labels", argument="subgroups"
        )
    if not kind.subgroups and subgroups is not None:
        raise InvalidValueError(f"a {kind.name} chart takes no subgroups", argument="subgroups")
    for argument, column in {**named, "subgroups": subgroups}.items():
        if column is None and argument in {"denominators", "subgroups"}:
            continue
        if isinstance(column, str) and (
            column in frame.columns or (argument, column) == ("x", "x")
        ):
            continue
        raise InvalidValueError(f"there is no column {shown(column)}", argument=argument)


def _check_order(x: NDArray[Any], codes: IntArray, names: Any, column: str) -> None:
    if x.dtype.kind not in "mM":
        if x.dtype.kind == "O":
            _check_objects(x, codes, names, column)
        return
    if np.isnat(x).any():
        code = int(codes[np.isnat(x).argmax()])
        raise InvalidValueError(
            f"a date of series {shown(names[code])} is missing", argument=column, position=code
        )
    backwards = (x[1:] < x[:-1]) & (codes[1:] == codes[:-1])
    if backwards.any():
        code = int(codes[1:][backwards.argmax()])
        raise InvalidValueError(
            f"the dates of series {shown(names[code])} are out of order",
            argument=column,
            position=code,
        )


def _dates(column: pd.Series[Any]) -> NDArray[Any]:
    """Return dates with a time zone, and periods, as plain points in time."""
    import pandas as pd  # noqa: PLC0415 - only a caller who has a frame gets here

    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    elif isinstance(column.dtype, pd.PeriodDtype):
        column = column.dt.start_time
    dates = column.to_numpy()
    return dates if dates.dtype.kind in "mMiufb" else column.to_numpy(dtype=object)


def _check_objects(x: NDArray[Any], codes: IntArray, names: Any, column: str) -> None:
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    labels = x.tolist()
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(labels)], strict=True):
        try:
            check_order(labels[start:stop])
        except InvalidValueError as error:
            code = int(codes[start])
            raise InvalidValueError(
                f"the dates of series {shown(names[code])} are not in order: {error.message}",
                argument=column,
                position=code,
            ) from None


def _counted(codes: IntArray) -> IntArray:
    """Return numbers for the rows of each series from 0; codes are in order."""
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    counted: IntArray = np.arange(len(codes)) - starts[codes]
    return counted


def _ranks(codes: IntArray, labels: IntArray) -> tuple[IntArray, IntArray]:
    """Return numbers for the labels of each series from 0, and the row of each one's first.

    Numbers are in the order in which labels first appear; codes are in order.
    """
    cell = codes * (int(labels.max()) + 1) + labels
    _, firsts, inverse = np.unique(cell, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    firsts = firsts[order]
    number = np.empty(len(order), dtype=np.intp)
    number[order] = np.arange(len(order)) - np.searchsorted(codes[firsts], codes[firsts])
    return number[inverse], firsts


def _square(codes: IntArray, points: IntArray, numbers: FloatArray) -> FloatArray:
    square = np.full((int(codes.max()) + 1, int(points.max()) + 1), np.nan)
    square[codes, points] = numbers
    return square


def _cube(codes: IntArray, points: IntArray, numbers: FloatArray) -> FloatArray:
    width = int(points.max()) + 1
    cell = codes * width + points
    order = np.argsort(cell, kind="stable")
    inside = np.empty(len(cell), dtype=np.intp)
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(cell)))
    inside[order] = np.arange(len(cell)) - np.repeat(starts, sizes)
    cube = np.full((int(codes.max()) + 1, width, int(inside.max()) + 1), np.nan)
    cube[codes, points, inside] = numbers
    return cube
