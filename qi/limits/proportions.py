"""Charts of proportions: P, NP and Laney's P′."""

from __future__ import annotations

import math

import numpy as np

from qi.constants import SIGMAS
from qi.limits.basis import Basis, Limits, sigma_from_ranges
from qi.results import FloatArray
from qi.rules.rulesets import RuleSet


def proportion(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of a P chart: p ± 3 √(p(1 − p)/n), p = Σy/Σn, cut to 0..1.

    Parameters
    ----------
    basis : Basis
        The phase, with denominators.
    rules : RuleSet
        Says whether the limits are cut.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        As proportions.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.3.2.
    """
    center, sigma = _binomial(basis)
    return _limits(center, sigma, cut=rules.cut_limits)


def proportion_prime(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of Laney's P′ chart: those of the P chart, times sigma_z.

    Sigma_z is the mean moving range of z = (y − p)/σ over 1.128: the share of the variation
    between points that the binomial does not know of.

    Parameters
    ----------
    basis : Basis
        The phase, with denominators.
    rules : RuleSet
        Says whether the limits are cut.
    screen : bool
        Whether to drop extreme moving ranges of z once.

    Returns
    -------
    Limits
        As proportions. Where all points are equal, sigma_z and with it the width is 0.

    References
    ----------
    Laney 2002, Improved control charts for attributes, Quality Engineering 14(4).
    """
    center, sigma = _binomial(basis)
    sigma_z = laney_factor(basis, center, sigma, screen=screen)
    return _limits(center, sigma * sigma_z, cut=rules.cut_limits, sigma_z=sigma_z)


def number(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of an NP chart: np ± 3 √(np(1 − p)), cut to 0..n.

    Parameters
    ----------
    basis : Basis
        The phase, with equal denominators.
    rules : RuleSet
        Says whether the limits are cut.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        As counts.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, the np control chart.
    """
    share, denominators = pooled(basis)
    n = float(denominators[basis.use][0])
    center = n * share
    sigma = math.sqrt(max(center * (1 - share), 0.0))
    lower, upper = center - SIGMAS * sigma, center + SIGMAS * sigma
    if rules.cut_limits:
        lower, upper = max(lower, 0.0), min(upper, n)
    return Limits(center, lower, upper, sigma, center)


def laney_factor(basis: Basis, center: float, sigma: FloatArray, *, screen: bool) -> float:
    """Sigma_z; 0 where the points do not vary at all, since every z is then 0."""
    use = basis.use
    if not sigma[use].any():
        z = np.zeros_like(sigma[use])
    else:
        z = (basis.plotted[use] - center) / sigma[use]
    return sigma_from_ranges(basis.moving_ranges(z), screen=screen)


def pooled(basis: Basis) -> tuple[float, FloatArray]:
    """Σy/Σn over the basis, and the denominators of the phase with NaN for those that are 0."""
    denominators = basis.denominators
    assert denominators is not None  # noqa: S101 - read_series requires them on these charts
    use = basis.use
    center = float(basis.numerators[use].sum() / denominators[use].sum())
    if not denominators.all():
        denominators = np.where(denominators == 0, np.nan, denominators)
    return center, denominators


def _binomial(basis: Basis) -> tuple[float, FloatArray]:
    center, denominators = pooled(basis)
    return center, np.sqrt(max(center * (1 - center), 0.0) / denominators)


def _limits(center: float, sigma: FloatArray, *, cut: bool, sigma_z: float | None = None) -> Limits:
    width = SIGMAS * sigma
    lower, upper = center - width, center + width
    if cut:
        lower, upper = np.maximum(lower, 0.0), np.minimum(upper, 1.0)
    return Limits(center, lower, upper, sigma, center, sigma_z)
