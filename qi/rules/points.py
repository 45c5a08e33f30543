"""What the rules look at: the included points of one phase, as plain lists.

A series has a few dozen points. Plain lists and one readable loop per rule are faster at that
size than arrays are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi.results import Side, Signal


@dataclass(frozen=True, slots=True)
class Points:
    """The included, present points of one phase, in order.

    Parameters
    ----------
    at : sequence of int
        Position of each point in the whole series.
    values : list of float
        The plotted values.
    sides : list of {-1, 0, 1}
        Below, on or above the center line.
    deviations : list of float
        Distances from the middle of the limits.
    lower, upper, sigma : list of float
        Limits and sigma of each point; empty on charts without limits.
    limits_vary : bool
        Whether the limits differ from point to point.
    tolerance : float
        Absolute tolerance of every comparison.
    phase : int
        Number of the phase.
    """

    at: Sequence[int]
    values: list[float]
    sides: list[int]
    deviations: list[float]
    lower: list[float]
    upper: list[float]
    sigma: list[float]
    limits_vary: bool
    tolerance: float
    phase: int

    def signal(self, rule: str, places: Sequence[int], side: int, detected: int) -> Signal:
        """Signal carried by the points at these places; `detected` is a place as well."""
        at = self.at
        indices = tuple([at[place] for place in places])
        return Signal(
            rule,
            indices[0],
            indices[-1] + 1,
            indices,
            SIDES[side],
            self.phase,
            at[detected],
        )


SIDES = {1: Side.UP, -1: Side.DOWN, 0: None}
