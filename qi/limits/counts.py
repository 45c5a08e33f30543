"""Charts of counts: C, U and Laney's U′."""

from __future__ import annotations

import math

import numpy as np

from qi.constants import SIGMAS
from qi.limits.basis import Basis, Limits
from qi.limits.proportions import laney_factor, pooled
from qi.results import FloatArray
from qi.rules.rulesets import RuleSet


def count(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of a C chart: c ± 3 √c, c the mean count, cut at 0.

    Parameters
    ----------
    basis : Basis
        The phase.
    rules : RuleSet
        Says whether the lower limit is cut.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        As counts.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.3.1.
    """
    center = float(basis.plotted[basis.use].mean())
    sigma = math.sqrt(center)
    lower = center - SIGMAS * sigma
    if rules.cut_limits:
        lower = max(lower, 0.0)
    return Limits(center, lower, center + SIGMAS * sigma, sigma, center)


def rate(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of a U chart: u ± 3 √(u/n), u = Σy/Σn, cut at 0.

    Parameters
    ----------
    basis : Basis
        The phase, with denominators (areas of opportunity).
    rules : RuleSet
        Says whether the lower limit is cut.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        As events per unit of the denominator.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, control charts for nonconformities.
    """
    center, denominators = pooled(basis)
    return _limits(center, np.sqrt(center / denominators), cut=rules.cut_limits)


def rate_prime(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of Laney's U′ chart: those of the U chart, times sigma_z.

    Parameters
    ----------
    basis : Basis
        The phase, with denominators (areas of opportunity).
    rules : RuleSet
        Says whether the lower limit is cut.
    screen : bool
        Whether to drop extreme moving ranges of z once.

    Returns
    -------
    Limits
        As events per unit of the denominator. Where all points are equal, the width is 0.

    References
    ----------
    Laney 2002, Improved control charts for attributes, Quality Engineering 14(4).
    """
    center, denominators = pooled(basis)
    sigma = np.sqrt(center / denominators)
    sigma_z = laney_factor(basis, center, sigma, screen=screen)
    return _limits(center, sigma * sigma_z, cut=rules.cut_limits, sigma_z=sigma_z)


def _limits(center: float, sigma: FloatArray, *, cut: bool, sigma_z: float | None = None) -> Limits:
    width = SIGMAS * sigma
    lower = center - width
    if cut:
        lower = np.maximum(lower, 0.0)
    return Limits(center, lower, center + width, sigma, center, sigma_z)
