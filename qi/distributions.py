"""Binomial, Poisson and normal distributions, from scipy's special functions alone.

`scipy.stats` offers the same, but takes far longer to import than a page may take to answer.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from qi.results import FloatArray


def binomial_cdf(count: Any, trials: Any, chance: float) -> FloatArray:
    """Probability of `count` or fewer successes; 0 below a count of 0."""
    from scipy.special import betaincc  # noqa: PLC0415 - scipy only when it is needed

    left = np.subtract(trials, count)
    inside = betaincc(np.maximum(count, 0) + 1.0, np.maximum(left, 1.0), chance)
    found: FloatArray = np.where(np.less(count, 0), 0.0, np.where(left <= 0, 1.0, inside))
    return found


def binomial_quantile(probability: float, trials: Any, chance: float) -> FloatArray:
    """Smallest count up to which the probability is reached."""
    from scipy.special import bdtrik  # noqa: PLC0415 - scipy only when it is needed

    if not 0 < chance < 1:
        return np.asarray(trials, float) * chance
    near = np.clip(np.ceil(bdtrik(probability, trials, chance)), 0, trials)
    return _smallest(near, probability, lambda count: binomial_cdf(count, trials, chance))


def poisson_cdf(count: Any, mean: Any) -> FloatArray:
    """Probability of `count` or fewer events; 0 below a count of 0."""
    from scipy.special import pdtr  # noqa: PLC0415 - scipy only when it is needed

    found: FloatArray = np.where(np.less(count, 0), 0.0, pdtr(np.maximum(count, 0), mean))
    return found


def poisson_quantile(probability: float, mean: Any) -> FloatArray:
    """Smallest count up to which the probability is reached."""
    from scipy.special import pdtrik  # noqa: PLC0415 - scipy only when it is needed

    near = np.maximum(np.ceil(pdtrik(probability, mean)), 0)
    return _smallest(near, probability, lambda count: poisson_cdf(count, mean))


def normal_quantile(probability: float) -> float:
    """Value that a standard normal variable stays under with this probability."""
    from scipy.special import ndtri  # noqa: PLC0415 - scipy only when it is needed

    return float(ndtri(probability))


def _smallest(near: Any, probability: float, cdf: Any) -> FloatArray:
    """Move a count, which an inverse found to rounding, to the smallest that reaches."""
    lower = cdf(near - 1) >= probability
    higher = cdf(near) < probability
    found: FloatArray = near - lower + higher
    return found
