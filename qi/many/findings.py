"""Signals of many series in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.results import IntArray

_NARROW: Final = int(np.iinfo(np.int16).max)


@dataclass(frozen=True, slots=True)
class Found:
    """Signals of one rule, one element of each array per signal.

    There can be one at every point, so numbers are as narrow as they can be.

    Parameters
    ----------
    rule : str
        Name of the rule.
    row : int32 array of shape (k,)
        The series.
    first, last, detected : int array of shape (k,)
        Positions of its first and last point, and where it first became true.
    side : int8 array of shape (k,)
        1 up, −1 down, 0 without a side.
    """

    rule: str
    row: NDArray[np.int32]
    first: NDArray[Any]
    last: NDArray[Any]
    detected: NDArray[Any]
    side: NDArray[np.int8]

    def moved(self, *, rows: int) -> Found:
        """Return the same signals with other numbers of series."""
        return Found(
            self.rule, self.row + np.int32(rows), self.first, self.last, self.detected, self.side
        )

    def later(self, positions: int, n: int) -> Found:
        """Return the same signals at positions of a series of n points."""
        width = _width(n)
        first = self.first.astype(width) + width(positions)
        last = first if self.last is self.first else self.last.astype(width) + width(positions)
        detected = last if self.detected is self.last else self.detected + width(positions)
        return Found(self.rule, self.row, first, last, detected, self.side)

    def only(self, rows: NDArray[np.bool_]) -> Found:
        """Return the signals of some series."""
        kept = rows[self.row]
        if kept.all():
            return self
        first = self.first[kept]
        last = first if self.last is self.first else self.last[kept]
        detected = last if self.detected is self.last else self.detected[kept]
        return Found(self.rule, self.row[kept], first, last, detected, self.side[kept])


def found(
    rule: str,
    row: IntArray,
    first: IntArray,
    last: IntArray,
    detected: IntArray,
    side: NDArray[np.int8],
    n: int,
) -> Found:
    """Store signals in series of n points; what is the same is stored once."""
    width = _width(n)
    start = first.astype(width)
    stop = start if last is first else last.astype(width)
    true = stop if detected is last else detected.astype(width)
    return Found(rule, row.astype(np.int32), start, stop, true, side)


def _width(n: int) -> type[Any]:
    return np.int16 if n <= _NARROW else np.int32
