"""Charts of rare events: G and T."""

from __future__ import annotations

import math

import numpy as np

from qi.constants import SIGMAS
from qi.limits.basis import Basis, Limits, sigma_from_ranges
from qi.rules.rulesets import RuleSet


def cases_between(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of a G chart: the median is drawn, the limits are m ± 3 √(m(m + 1)).

    m is the mean: the limits rest on it, not on the median that is drawn.

    Parameters
    ----------
    basis : Basis
        The phase: numbers of cases between events.
    rules : RuleSet
        Says whether the lower limit is cut at 0.
    screen : bool
        Unused: there are no moving ranges.

    Returns
    -------
    Limits
        As numbers of cases.

    References
    ----------
    Benneyan 2001, Number-between g-type statistical quality control charts for monitoring
    adverse events, Health Care Management Science 4.
    """
    used = basis.plotted[basis.use]
    mean = float(used.mean())
    sigma = math.sqrt(mean * (mean + 1))
    lower = mean - SIGMAS * sigma
    if rules.cut_limits:
        lower = max(lower, 0.0)
    return Limits(float(np.median(used)), lower, mean + SIGMAS * sigma, sigma, mean)


def time_between(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Center and limits of a T chart: an I chart of the times to the power 1/3.6.

    The caller raises center and limits to the power 3.6 again.

    Parameters
    ----------
    basis : Basis
        The phase, on the transformed scale.
    rules : RuleSet
        Unused: a lower limit below 0 has no power 3.6 and always becomes 0.
    screen : bool
        Whether to drop extreme moving ranges once.

    Returns
    -------
    Limits
        On the transformed scale; sigma is not cut.

    References
    ----------
    Nelson 1994, A control chart for parts-per-million nonconforming items, Journal of Quality
    Technology 26(3).
    """
    values = basis.plotted[basis.use]
    center = float(values.mean())
    sigma = sigma_from_ranges(basis.moving_ranges(values), screen=screen)
    lower = center - SIGMAS * sigma
    # max() would turn a missing limit into 0.
    lower = 0.0 if lower < 0 else lower
    return Limits(center, lower, center + SIGMAS * sigma, sigma, center)
