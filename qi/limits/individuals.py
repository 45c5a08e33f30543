"""Charts of single values: run, I, MR and I′."""

from __future__ import annotations

import math

import numpy as np

from qi.constants import D4_N2, SIGMAS
from qi.limits.basis import Basis, Limits, center_only, mean_range, sigma_from_ranges
from qi.rules.rulesets import RuleSet


def run(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center of a run chart: the median; there are no limits.

    Parameters
    ----------
    basis : Basis
        The phase.
    rules : RuleSet
        Unused.
    screen : bool
        Unused.

    Returns
    -------
    Limits
        The median, in the units of the values, and no limits.

    References
    ----------
    Perla, Provost & Murray 2011, The run chart: a simple analytical tool for learning from
    variation in healthcare processes, BMJ Quality & Safety 20.
    """
    # np.median takes ten times as long for a series of this size.
    ordered = np.sort(basis.plotted[basis.use])
    half = len(ordered) // 2
    if len(ordered) % 2:
        return center_only(float(ordered[half]))
    return center_only(float((ordered[half - 1] + ordered[half]) / 2))


def individuals(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of an I chart: mean ± 3 · mean moving range / 1.128.

    Parameters
    ----------
    basis : Basis
        The phase.
    rules : RuleSet
        Unused: the limits are never cut.
    screen : bool
        Whether to drop extreme moving ranges once.

    Returns
    -------
    Limits
        In the units of the values; NaN where no two neighbors are present.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2.
    """
    values = basis.plotted[basis.use]
    center = float(values.mean())
    sigma = sigma_from_ranges(basis.moving_ranges(values), screen=screen)
    return Limits(center, center - SIGMAS * sigma, center + SIGMAS * sigma, sigma, center)


def moving_range(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of an MR chart: the mean range, 0, and 3.267 · the mean range.

    Parameters
    ----------
    basis : Basis
        The phase: moving ranges, the first of the phase missing.
    rules : RuleSet
        Unused: the lower limit is 0 by definition.
    screen : bool
        Unused: an MR chart shows the ranges that screening would hide.

    Returns
    -------
    Limits
        In the units of the values.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2.
    """
    center = float(basis.plotted[basis.use].mean())
    upper = D4_N2 * center
    return Limits(center, 0.0, upper, (upper - center) / SIGMAS, center)


def individuals_prime(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of Taylor's I′ chart: ȳ ± 3 · s/√n_i, ȳ = Σ(y·n)/Σn.

    s is the mean of √(π/2) · abs(y_i − y_(i−1)) / √(1/n_i + 1/n_(i−1)): moving ranges that allow
    for unequal denominators.

    Parameters
    ----------
    basis : Basis
        The phase, with denominators.
    rules : RuleSet
        Unused: the limits are never cut.
    screen : bool
        Whether to drop extreme ranges once.

    Returns
    -------
    Limits
        In units of the plotted values.

    References
    ----------
    Taylor, Normalized Individuals control chart (I′ chart).
    """
    assert basis.denominators is not None  # noqa: S101 - read_series requires them on this chart
    use = basis.use
    n = basis.denominators[use]
    center = float(basis.numerators[use].sum() / n.sum())
    ranges = basis.moving_ranges(basis.plotted[use], np.sqrt(1 / n[1:] + 1 / n[:-1]))
    spread = math.sqrt(math.pi / 2) * mean_range(ranges, screen=screen)
    present = np.where(basis.denominators == 0, np.nan, basis.denominators)
    sigma = spread / np.sqrt(present)
    return Limits(center, center - SIGMAS * sigma, center + SIGMAS * sigma, sigma, center)
