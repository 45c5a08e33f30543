"""Signals of many series in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qi.results import IntArray


@dataclass(frozen=True, slots=True)
class Found:
    """Signals of one rule, one element of each array per signal.

    Parameters
    ----------
    rule : str
        Name of the rule.
    row : int array of shape (k,)
        The series.
    first, last, detected : int array of shape (k,)
        Positions of its first and last point, and where it first became true.
    side : int array of shape (k,)
        1 up, −1 down, 0 without a side.
    """

    rule: str
    row: IntArray
    first: IntArray
    last: IntArray
    detected: IntArray
    side: NDArray[Any]

    def moved(self, *, rows: int = 0, positions: int = 0) -> Found:
        """Return the same signals with other numbers of series and positions."""
        return Found(
            self.rule,
            self.row + rows,
            self.first + positions,
            self.last + positions,
            self.detected + positions,
            self.side,
        )

    def only(self, rows: NDArray[np.bool_]) -> Found:
        """Return the signals of some series."""
        if not self.row.size:
            return self
        kept = rows[self.row]
        return Found(
            self.rule,
            self.row[kept],
            self.first[kept],
            self.last[kept],
            self.detected[kept],
            self.side[kept],
        )
