"""The points of many series of one phase, compared with their center, limits and neighbors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi.chart_types import ChartType
from qi.many.limits import Basis, Limits
from qi.many.scans import before
from qi.results import BoolArray, FloatArray
from qi.rules.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class Marks:
    """Points on either side of something: bool arrays of shape (m, n), False where not included."""

    up: BoolArray
    down: BoolArray

    def either(self) -> BoolArray:
        """Return the points on one side or the other."""
        return self.up | self.down


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one phase, as rules see them.

    Parameters
    ----------
    included : bool array of shape (m, n) or None
        The points that rules look at; None if all.
    sides : Marks
        Above and below the center line.
    moves : Marks or None
        Up and down from the included point before; None if no rule asks.
    outside : Marks or None
        Outside the control limits; None without limits.
    beyond : dict of float to Marks
        Beyond so many sigma.
    flat : bool array of shape (m, 1) or (m, n), or None
        Whether the limits have no width; None if no rule asks.
    limits_vary : bool array of shape (m,) or None
        Whether the limits of a series differ from point to point; None if none do.
    """

    included: BoolArray | None
    sides: Marks
    moves: Marks | None
    outside: Marks | None
    beyond: dict[float, Marks]
    flat: BoolArray | None
    limits_vary: BoolArray | None

    @property
    def shape(self) -> tuple[int, int]:
        """Number of series and of points."""
        m, n = self.sides.up.shape
        return m, n


def points_of(
    judged: FloatArray,
    included: BoolArray | None,
    basis: Basis,
    limits: Limits,
    kind: ChartType,
    rules: RuleSet,
    tolerance: FloatArray,
) -> Points:
    """Compare points with their center, limits and neighbors.

    Parameters
    ----------
    judged : float array of shape (m, n)
        Every point.
    included : bool array of shape (m, n) or None
        The points that rules look at; None if all.
    basis : Basis
        The phase.
    limits : Limits
        Its center and limits.
    kind : ChartType
        The chart.
    rules : RuleSet
        What will be asked.
    tolerance : float array of shape (m,)
        How far apart equal numbers may lie.
    """
    wide = tolerance[:, None]
    sides = _beyond(judged, limits.center - wide, limits.center + wide, included)
    outside, flat = None, None
    beyond: dict[float, Marks] = {}
    if kind.limits:
        levels = {float(zone.sigmas) for zone in rules.zones}
        if rules.inner is not None or rules.both_sides is not None:
            levels.add(1.0)
        deviations = judged - limits.middle if levels else judged
        for level in levels:
            width = level * limits.sigma + wide
            beyond[level] = _beyond(deviations, -width, width, included)
        outside = _beyond(judged, limits.lower - wide, limits.upper + wide, included)
        if rules.inner is not None:
            flat = ~(limits.sigma > wide)
    moves = None
    if rules.trend is not None or rules.alternating is not None:
        moves = _moves(judged, included, basis, wide)
    return Points(included, sides, moves, outside, beyond, flat, _vary(basis, included, kind))


def _beyond(
    values: FloatArray, low: FloatArray, high: FloatArray, included: BoolArray | None
) -> Marks:
    up, down = values > high, values < low
    if included is not None:
        up &= included
        down &= included
    return Marks(up, down)


def _moves(judged: FloatArray, included: BoolArray | None, basis: Basis, wide: FloatArray) -> Marks:
    up, down = np.zeros_like(judged, dtype=bool), np.zeros_like(judged, dtype=bool)
    if included is None:
        np.greater(basis.steps, wide, out=up[:, 1:])
        np.less(basis.steps, -wide, out=down[:, 1:])
        return Marks(up, down)
    steps = judged - before(judged.T, included.T).T
    return _beyond(steps, -wide, wide, included)


def _vary(basis: Basis, included: BoolArray | None, kind: ChartType) -> BoolArray | None:
    sizes = basis.denominators
    if sizes is None or not (kind.subgroups or kind.denominators == "required"):
        return None
    least, most = sizes, sizes
    if included is not None:
        least, most = np.where(included, sizes, np.inf), np.where(included, sizes, -np.inf)
    differ: BoolArray = least.min(axis=1) < most.max(axis=1)
    return differ
