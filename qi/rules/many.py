"""The same rules on many complete series at once: which of them have a signal.

Arrays are time-major: one row per point, one column per series, so that each step of a rule is
one operation on contiguous memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from qi.constants import RUNS_EXPECTED
from qi.results import BoolArray, FloatArray
from qi.rules.rulesets import RuleSet, Zone
from qi.runs import crossings_limit, longest_run_limit

Marks = NDArray[np.int8]


def any_signal(
    values: FloatArray,
    center: FloatArray,
    sigma: FloatArray | None,
    rules: RuleSet,
    tolerance: FloatArray,
) -> BoolArray:
    """Say which series have at least one signal.

    Parameters
    ----------
    values : float array of shape (n, m)
        n points of m series, none missing.
    center : float array of shape (m,)
        Center lines.
    sigma : float array of shape (m,) or None
        Sigma of each series; None on charts without limits.
    rules : RuleSet
        The rules.
    tolerance : float array of shape (m,)
        Absolute tolerance of each series.

    Returns
    -------
    bool array of shape (m,)
        True where any rule signals.
    """
    found = np.zeros(values.shape[1], dtype=bool)
    deviations = values - center
    sides = signs(deviations, tolerance)
    if sigma is not None:
        found |= _any_limit_rule(deviations, sides, sigma, rules, tolerance)
    breaks = rules.on_center == "break"
    longest, runs = run_lengths(sides, zeros_break=False)
    if rules.shift is not None:
        longest_shift = run_lengths(sides, zeros_break=True)[0] if breaks else longest
        found |= longest_shift >= rules.shift
    if rules.trend is not None:
        moves = signs(np.diff(values, axis=0), tolerance)
        found |= run_lengths(moves, zeros_break=rules.ties == "break")[0] >= rules.trend - 1
    useful = np.count_nonzero(sides, axis=0)
    n = len(values)
    if rules.longest_run:
        limits = np.array([longest_run_limit(k) or 0 for k in range(n + 1)])
        found |= longest > limits[useful]
    if rules.runs:
        fewest = np.array([RUNS_EXPECTED.get(k, (0, 0))[0] for k in range(n + 1)])
        most = np.array([RUNS_EXPECTED.get(k, (0, n))[1] for k in range(n + 1)])
        found |= (runs < fewest[useful]) | (runs > most[useful])
    if rules.crossings:
        least = np.array([crossings_limit(k) or 0 for k in range(n + 1)])
        found |= np.maximum(runs - 1, 0) < least[useful]
    return found


def signs(differences: FloatArray, tolerance: FloatArray) -> Marks:
    """Return 1 above the tolerance, −1 below its negative, 0 between."""
    above: Marks = (differences > tolerance).view(np.int8)
    return above - (differences < -tolerance).view(np.int8)


def run_lengths(marks: Marks, *, zeros_break: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Length of the longest stretch of equal marks, and the number of stretches.

    Parameters
    ----------
    marks : int array of shape (n, m)
        Values of −1, 0 and 1.
    zeros_break : bool
        Whether a 0 ends a stretch; otherwise it is passed over.
    """
    m = marks.shape[1]
    current = np.zeros(m, dtype=np.int8)
    length = np.zeros(m, dtype=np.int32)
    longest = np.zeros(m, dtype=np.int32)
    count = np.zeros(m, dtype=np.int32)
    for row in marks:
        used = row != 0
        fresh = used & (row != current)
        count += fresh
        length *= ~fresh
        length += used
        if zeros_break:
            length *= used
            current = row
        else:
            current = np.where(used, row, current)
        np.maximum(longest, length, out=longest)
    return longest, count


def _any_limit_rule(
    deviations: FloatArray,
    sides: Marks,
    sigma: FloatArray,
    rules: RuleSet,
    tolerance: FloatArray,
) -> BoolArray:
    found = np.zeros(deviations.shape[1], dtype=bool)
    outer = signs(deviations, 3 * sigma + tolerance)
    if rules.outside:
        found |= outer.any(axis=0)
    for zone in rules.zones:
        found |= _any_zone(deviations, sides, outer, sigma, zone, tolerance)
    if rules.inner is not None:
        inside = (np.abs(deviations) <= sigma + tolerance) & (sigma > tolerance)
        found |= run_lengths(inside.view(np.int8), zeros_break=True)[0] >= rules.inner
    return found


def _any_zone(
    deviations: FloatArray,
    sides: Marks,
    outer: Marks,
    sigma: FloatArray,
    zone: Zone,
    tolerance: FloatArray,
) -> BoolArray:
    marks = signs(deviations, zone.sigmas * sigma + tolerance)
    if zone.within_limits_only:
        marks *= outer == 0
    found = np.zeros(marks.shape[1], dtype=bool)
    # Without a condition on the other points, fewer than n points can hold the k already.
    shortest = zone.n if zone.all_same_side else zone.k
    for side in (1, -1):
        hits = (marks == side).view(np.int8)
        same = sides == side
        for stop in range(shortest, len(marks) + 1):
            window = slice(max(stop - zone.n, 0), stop)
            full = hits[window].sum(axis=0) >= zone.k
            if zone.all_same_side:
                full &= same[window].all(axis=0)
            found |= full
    return found
