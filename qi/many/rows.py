"""Points of many series laid end to end, and runs of equal marks among them.

Rules look at the included points only. Laid end to end without gaps, those of all series are one
long array in which a rule is a handful of array operations, however ragged the series are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qi.results import BoolArray, IntArray

Signs = NDArray[np.int8]


def where(flags: BoolArray) -> IntArray:
    """Return the places of the flags that are set: `np.flatnonzero` in half the time."""
    places: IntArray = flags.nonzero()[0]
    return places


@dataclass(frozen=True, slots=True)
class Rows:
    """Which points are taken from arrays of shape (m, n), row by row.

    Parameters
    ----------
    shape : tuple of int
        Number of series m and of points n.
    mask : bool array of shape (m, n) or None
        The points taken; None if all are.
    bounds : int array of shape (m + 1,)
        Row k lies from bounds[k] to bounds[k + 1] in a flat array.
    row, column : int array or None
        Where each flat point comes from; None if all points are taken.
    """

    shape: tuple[int, int]
    mask: BoolArray | None
    bounds: IntArray
    row: IntArray | None
    column: IntArray | None

    def take(self, array: NDArray[Any]) -> NDArray[Any]:
        """Lay the taken points of an array of shape (m, n) end to end."""
        return array.reshape(-1) if self.mask is None else array[self.mask]

    def rows_of(self, points: IntArray) -> IntArray:
        """Return the row of flat points."""
        found: IntArray = points // self.shape[1] if self.row is None else self.row[points]
        return found

    def columns_of(self, points: IntArray) -> IntArray:
        """Return the column of flat points."""
        found: IntArray = points % self.shape[1] if self.column is None else self.column[points]
        return found

    def spread(self, per_row: NDArray[Any]) -> NDArray[Any]:
        """Repeat one value per row for each of its flat points."""
        return np.repeat(per_row, self.shape[1]) if self.row is None else per_row[self.row]

    def places(self) -> IntArray:
        """Return the place of each flat point within its row."""
        found: IntArray = np.arange(self.bounds[-1]) - self.spread(self.bounds[:-1])
        return found


def rows(mask: BoolArray | None, shape: tuple[int, int]) -> Rows:
    """Take the points of a mask; all points if there is none or it is full."""
    m, n = shape
    if mask is None or mask.all():
        return Rows(shape, None, np.arange(m + 1) * n, None, None)
    row, column = mask.nonzero()
    bounds = np.concatenate(([0], np.cumsum(np.count_nonzero(mask, axis=1))))
    return Rows(shape, mask, bounds, row, column)


@dataclass(frozen=True, slots=True)
class Runs:
    """Maximal runs of equal marks, row after row.

    Parameters
    ----------
    index : int array or None
        Flat points that the runs are counted in; None if they are the flat points themselves.
    start, length : int array of shape (r,)
        First member and number of members of each run, in `index`.
    mark : int array of shape (r,)
        Their mark.
    edges : int array of shape (r + 1,)
        Where runs start, and the end of the last one.
    bounds : int array of shape (m + 1,)
        Bounds of the rows, in `index`.
    """

    index: IntArray | None
    start: IntArray
    length: IntArray
    mark: Signs
    edges: IntArray
    bounds: IntArray

    def point(self, places: IntArray) -> IntArray:
        """Return the flat points at these places of `index`."""
        return places if self.index is None else self.index[places]


def runs(marks: Signs, laid: Rows, *, zeros_break: bool) -> Runs:
    """Find the runs of equal marks in every row.

    Parameters
    ----------
    marks : int array
        −1, 0 or 1 for each flat point.
    laid : Rows
        The rows they belong to.
    zeros_break : bool
        Whether a 0 is a mark of its own, so that it ends a run; otherwise it is passed over.
    """
    bounds, index = laid.bounds, None
    if not zeros_break and not marks.all():
        used = marks != 0
        index = where(used)
        bounds = np.searchsorted(index, bounds)
        marks = marks[index]
    change = np.empty(len(marks) + 1, dtype=bool)
    np.not_equal(marks[1:], marks[:-1], out=change[1:-1])
    # The end of all points is a change as well, so that every run has one behind it.
    change[bounds] = True
    edges = where(change)
    start = edges[:-1]
    length = edges[1:] - start
    return Runs(index, start, length, marks[start], edges, bounds)
