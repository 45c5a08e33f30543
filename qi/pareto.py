"""The few causes that make most of the effect: the Pareto chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from qi.constants import TOLERANCE
from qi.errors import InvalidValueError, ShapeError
from qi.results import FloatArray
from qi.series import read_numbers
from qi.shown import exact

VITAL_SHARE: Final = 0.8
"""The vital few are the largest categories that together make this share."""


@dataclass(frozen=True, slots=True)
class Pareto:
    """Categories in order of size.

    Parameters
    ----------
    labels : tuple
        Categories, the largest first; equal ones in the caller's order.
    counts, shares, cumulative : float array of shape (k,)
        Their counts, shares of the total, and running shares.
    total : float
        Sum of the counts.
    n_vital : int
        How many of the first categories make 80% of the total.
    """

    labels: tuple[Any, ...]
    counts: FloatArray
    shares: FloatArray
    cumulative: FloatArray
    total: float
    n_vital: int

    @property
    def vital(self) -> tuple[Any, ...]:
        """The vital few."""
        return self.labels[: self.n_vital]


def pareto(counts: Any) -> Pareto:
    """Order categories by size and add up their shares.

    Parameters
    ----------
    counts : mapping or pandas Series of counts, or sequence of (label, count)
        One count per category, 0 or more.

    Returns
    -------
    Pareto
        Categories in order, shares and running shares.

    Raises
    ------
    QIError
        If there is no category, a count is negative or missing, or all counts are 0.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, the magnificent seven.
    """
    if isinstance(counts, Mapping) or hasattr(counts, "items"):
        pairs = list(counts.items())
    else:
        try:
            pairs = [(label, count) for label, count in counts]
        except (TypeError, ValueError):
            raise ShapeError(
                "expected counts by category, or pairs of label and count", argument="counts"
            ) from None
    numbers, gaps = read_numbers("counts", [count for _, count in pairs])
    wrong = np.isnan(numbers) if gaps else numbers < 0
    if wrong.any():
        place = int(wrong.argmax())
        raise InvalidValueError(
            f"expected a count of 0 or more, found {exact(numbers[place])}",
            argument="counts",
            position=place,
        )
    total = float(numbers.sum())
    if total == 0:
        raise InvalidValueError("expected at least one count above 0", argument="counts")
    order = np.argsort(-numbers, kind="stable")
    ordered = numbers[order]
    cumulative = np.cumsum(ordered) / total
    n_vital = int(np.searchsorted(cumulative, VITAL_SHARE - TOLERANCE)) + 1
    shares = ordered / total
    for array in (ordered, shares, cumulative):
        array.flags.writeable = False
    labels = tuple(pairs[place][0] for place in order.tolist())
    return Pareto(labels, ordered, shares, cumulative, total, n_vital)
