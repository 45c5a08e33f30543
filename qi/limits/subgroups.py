"""Charts of subgroups: Xbar, S and R."""

from __future__ import annotations

import math

import numpy as np

from qi.constants import D2, D3, SIGMAS, c4
from qi.limits.basis import Basis, Limits
from qi.results import FloatArray
from qi.rules.rulesets import RuleSet


def xbar(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of an Xbar chart: the weighted mean ± A3 · s, A3 = 3 / (c4(n) √n).

    s is the mean standard deviation of the subgroups if their sizes are equal, otherwise the one
    pooled by n − 1.

    Parameters
    ----------
    basis : Basis
        The phase; its denominators are the subgroup sizes.
    rules : RuleSet
        Unused: the limits are never cut.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        In the units of the values; NaN at a subgroup of one value.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, control charts for x̄ and s.
    """
    sizes = _sizes(basis)
    use = basis.use
    center = float((basis.plotted[use] * sizes[use]).sum() / sizes[use].sum())
    sigma = _spread(basis, sizes) / (_c4(sizes) * np.sqrt(sizes))
    width = SIGMAS * sigma
    return Limits(center, center - width, center + width, sigma, center)


def deviation(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of an S chart: s, B3 · s and B4 · s, B = 1 ± 3 √(1 − c4²)/c4.

    Parameters
    ----------
    basis : Basis
        The phase; its denominators are the subgroup sizes.
    rules : RuleSet
        Says whether the lower limit is cut at 0.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        In the units of the values.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, control charts for x̄ and s.
    """
    sizes = _sizes(basis)
    center = _spread(basis, sizes)
    factors = _c4(sizes)
    return _around(center, center * np.sqrt(1 - factors**2) / factors, cut=rules.cut_limits)


def range_(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of an R chart: the mean range ± 3 · d3(n)/d2(n) · mean range.

    Parameters
    ----------
    basis : Basis
        The phase; its denominators are the subgroup sizes, 2 to 25.
    rules : RuleSet
        Says whether the lower limit is cut at 0.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        In the units of the values.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, control charts for x̄ and R.
    """
    sizes = _sizes(basis)
    center = float(basis.plotted[basis.use].mean())
    ratios = [D3[int(n) - 2] / D2[int(n) - 2] if n > 1 else math.nan for n in sizes.tolist()]
    return _around(center, center * np.array(ratios), cut=rules.cut_limits)


def _around(center: float, sigma: FloatArray, *, cut: bool) -> Limits:
    lower = center - SIGMAS * sigma
    if cut:
        lower = np.maximum(lower, 0.0)
    return Limits(center, lower, center + SIGMAS * sigma, sigma, center)


def _sizes(basis: Basis) -> FloatArray:
    assert basis.denominators is not None  # noqa: S101 - read_series gives the sizes
    return basis.denominators


def _spread(basis: Basis, sizes: FloatArray) -> float:
    """Mean standard deviation of equal subgroups, pooled by n − 1 for unequal ones."""
    assert basis.spread is not None  # noqa: S101 - read_series gives the deviations
    spread, used = basis.spread[basis.use], sizes[basis.use]
    several = used > 1
    spread, used = spread[several], used[several]
    if not spread.size:
        return math.nan
    if (used == used[0]).all():
        return float(spread.mean())
    return math.sqrt(float((spread**2 * (used - 1)).sum() / (used - 1).sum()))


def _c4(sizes: FloatArray) -> FloatArray:
    return np.array([c4(int(n)) if n > 1 else math.nan for n in sizes.tolist()])
