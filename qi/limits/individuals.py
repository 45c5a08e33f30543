"""Charts of single values: run and I."""

from __future__ import annotations

import numpy as np

from qi.constants import SIGMAS
from qi.limits.basis import Basis, Limits, center_only, sigma_from_ranges
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
