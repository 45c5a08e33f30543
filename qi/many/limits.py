"""Center and limits of many series at once: the formulas of `qi.limits`, row by row.

Every function takes a `Basis` of m series and n points and gives `Limits` whose arrays have shape
(m, 1) where they are the same for all points of a series, (m, n) where they differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from qi.constants import D2, D2_N2, D3, D4_N2, SIGMAS, TOLERANCE, c4
from qi.many.rows import Rows
from qi.results import FloatArray, IntArray
from qi.rules.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class Basis:
    """One phase of many series, and the points that center and limits rest on.

    Parameters
    ----------
    judged, numerators : float array of shape (m, n)
        Every point; NaN where missing.
    denominators : float array of shape (m, n) or None
        Their denominators.
    laid : Rows
        The included points of the baseline.
    segments : int array of shape (m, n) or None
        Missing points so far; None where there are none.
    spread : float array of shape (m, n) or None
        Standard deviations of the subgroups.
    """

    judged: FloatArray
    numerators: FloatArray
    denominators: FloatArray | None
    laid: Rows
    segments: IntArray | None
    spread: FloatArray | None

    def mean(self, array: FloatArray) -> FloatArray:
        """Return the mean of the basis points of each row."""
        return self.total(array) / self.laid.counts()

    def total(self, array: FloatArray) -> FloatArray:
        """Return the sum of the basis points of each row."""
        if self.laid.row is None:
            added: FloatArray = array.sum(axis=1)
            return added
        return self.laid.sum(self.laid.take(array))

    def sizes(self) -> FloatArray:
        """Return denominators or subgroup sizes, NaN instead of 0."""
        assert self.denominators is not None  # noqa: S101 - the charts that ask have them
        return np.where(self.denominators == 0, np.nan, self.denominators)


@dataclass(frozen=True, slots=True)
class Limits:
    """Center lines, limits and sigma of m series."""

    center: FloatArray
    lower: FloatArray
    upper: FloatArray
    sigma: FloatArray
    middle: FloatArray
    sigma_z: FloatArray | None = None


class LimitsOfMany(Protocol):
    """What every chart type provides."""

    def __call__(self, basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
        """Center and limits of one phase of many series."""


def mean_range(
    basis: Basis, array: FloatArray, *, screen: bool, scale: FloatArray | None = None
) -> FloatArray:
    """Mean moving range of each row, screened once if wished; NaN without ranges."""
    laid = basis.laid
    m, n = laid.shape
    if laid.row is None:
        ranges = np.abs(array[:, 1:] - array[:, :-1])
        if scale is not None:
            ranges = ranges / np.sqrt(1 / scale[:, 1:] + 1 / scale[:, :-1])
        mean: FloatArray = ranges.sum(axis=1) / (n - 1)
        if not screen:
            return mean
        row, flat = np.repeat(np.arange(m), n - 1), ranges.reshape(-1)
    else:
        values = laid.take(array)
        flat = np.abs(values[1:] - values[:-1])
        if scale is not None:
            sizes = laid.take(scale)
            flat = flat / np.sqrt(1 / sizes[1:] + 1 / sizes[:-1])
        near = laid.row[1:] == laid.row[:-1]
        if basis.segments is not None:
            segments = laid.take(basis.segments)
            near &= segments[1:] == segments[:-1]
        row, flat = laid.row[1:][near], flat[near]
        mean = np.bincount(row, flat, m) / np.bincount(row, minlength=m)
        if not screen:
            return mean
    threshold = np.where(mean > 0, D4_N2 * mean * (1 - TOLERANCE), np.inf)
    kept = flat < threshold[row]
    screened: FloatArray = np.bincount(row[kept], flat[kept], m) / np.bincount(
        row[kept], minlength=m
    )
    return screened


def _around(
    center: FloatArray,
    sigma: FloatArray,
    middle: FloatArray | None = None,
    *,
    low: float = -math.inf,
    high: FloatArray | float = math.inf,
    sigma_z: FloatArray | None = None,
) -> Limits:
    middle = center if middle is None else middle
    width = SIGMAS * sigma
    lower, upper = middle - width, middle + width
    if low > -math.inf:
        lower = np.maximum(lower, low)
    if not isinstance(high, float) or high < math.inf:
        upper = np.minimum(upper, high)
    return Limits(center, lower, upper, sigma, middle, sigma_z)


def median(basis: Basis) -> FloatArray:
    """Return the median of the basis points of each row."""
    laid = basis.laid
    mask = laid.mask
    # np.median along an axis takes many times as long; NaN sorts to the end.
    ordered = np.sort(
        basis.judged if mask is None else np.where(mask, basis.judged, np.nan), axis=1
    )
    counts = laid.counts()
    rows = np.arange(len(counts))
    low = ordered[rows, np.maximum(counts - 1, 0) // 2]
    high = ordered[rows, np.minimum(counts // 2, ordered.shape[1] - 1)]
    middle: FloatArray = np.where(counts % 2 == 1, high, (low + high) / 2)
    return middle[:, None]


def run(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Medians, without limits."""
    center = median(basis)
    nothing = np.full_like(center, np.nan)
    return Limits(center, nothing, nothing, nothing, center)


def individuals(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of I charts."""
    center = basis.mean(basis.judged)[:, None]
    sigma = mean_range(basis, basis.judged, screen=screen)[:, None] / D2_N2
    return _around(center, sigma)


def moving_range(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of MR charts."""
    center = basis.mean(basis.judged)[:, None]
    upper = D4_N2 * center
    return Limits(center, np.zeros_like(center), upper, (upper - center) / SIGMAS, center)


def individuals_prime(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of I′ charts."""
    sizes = basis.sizes()
    center = (basis.total(basis.numerators) / basis.total(sizes))[:, None]
    spread = mean_range(basis, basis.judged, screen=screen, scale=sizes)
    return _around(center, math.sqrt(math.pi / 2) * spread[:, None] / np.sqrt(sizes))


def _pooled(basis: Basis) -> tuple[FloatArray, FloatArray]:
    sizes = basis.sizes()
    return (basis.total(basis.numerators) / basis.total(sizes))[:, None], sizes


def _laney(basis: Basis, center: FloatArray, sigma: FloatArray, *, screen: bool) -> FloatArray:
    # Where sigma is 0 every point is on the center, and every z is 0.
    z = np.where(sigma == 0, 0.0, (basis.judged - center) / np.where(sigma == 0, 1.0, sigma))
    factor: FloatArray = mean_range(basis, z, screen=screen)[:, None] / D2_N2
    return factor


def _shares(basis: Basis, rules: RuleSet, *, screen: bool | None) -> Limits:
    center, sizes = _pooled(basis)
    sigma = np.sqrt(np.maximum(center * (1 - center), 0.0) / sizes)
    factor = None if screen is None else _laney(basis, center, sigma, screen=screen)
    if factor is not None:
        sigma = sigma * factor
    if not rules.cut_limits:
        return _around(center, sigma, sigma_z=factor)
    return _around(center, sigma, low=0.0, high=1.0, sigma_z=factor)


def _rates(basis: Basis, rules: RuleSet, *, screen: bool | None) -> Limits:
    center, sizes = _pooled(basis)
    sigma = np.sqrt(center / sizes)
    factor = None if screen is None else _laney(basis, center, sigma, screen=screen)
    if factor is not None:
        sigma = sigma * factor
    return _around(center, sigma, low=0.0 if rules.cut_limits else -math.inf, sigma_z=factor)


def proportion(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of P charts."""
    return _shares(basis, rules, screen=None)


def proportion_prime(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of P′ charts."""
    return _shares(basis, rules, screen=screen)


def rate(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of U charts."""
    return _rates(basis, rules, screen=None)


def rate_prime(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of U′ charts."""
    return _rates(basis, rules, screen=screen)


def number(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of NP charts."""
    share, sizes = _pooled(basis)
    # All denominators of a series are equal, so any of them will do.
    n = np.fmax.reduce(sizes, axis=1)[:, None]
    center = n * share
    sigma = np.sqrt(np.maximum(center * (1 - share), 0.0))
    if not rules.cut_limits:
        return _around(center, sigma)
    return _around(center, sigma, low=0.0, high=n)


def count(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of C charts."""
    center = basis.mean(basis.judged)[:, None]
    return _around(center, np.sqrt(center), low=0.0 if rules.cut_limits else -math.inf)


def cases_between(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of G charts."""
    mean = basis.mean(basis.judged)[:, None]
    low = 0.0 if rules.cut_limits else -math.inf
    return _around(median(basis), np.sqrt(mean * (mean + 1)), mean, low=low)


def time_between(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of T charts, on the transformed scale."""
    center = basis.mean(basis.judged)[:, None]
    sigma = mean_range(basis, basis.judged, screen=screen)[:, None] / D2_N2
    return _around(center, sigma, low=0.0)


def _spread(basis: Basis) -> FloatArray:
    """Mean standard deviation of equal subgroups, pooled by n − 1 for unequal ones."""
    assert basis.denominators is not None  # noqa: S101 - subgroups have sizes
    assert basis.spread is not None  # noqa: S101 - subgroups have deviations
    laid = basis.laid
    several = laid.keep(laid.take(basis.denominators) > 1)
    assert several.row is not None  # noqa: S101 - keep() always names the rows
    sizes = basis.denominators[several.row, several.column]
    spread = basis.spread[several.row, several.column]
    first = sizes[np.minimum(several.bounds[:-1], max(len(sizes) - 1, 0))] if len(sizes) else sizes
    unequal = several.sum((sizes != several.spread(first)).astype(float)) if len(sizes) else 0.0
    mean = several.sum(spread) / several.counts()
    pooled = np.sqrt(several.sum(spread**2 * (sizes - 1)) / several.sum(sizes - 1))
    return np.where(unequal == 0, mean, pooled)[:, None]


def _factors(sizes: FloatArray, factor: Callable[[int], float]) -> FloatArray:
    """Look a constant up by subgroup size; NaN for fewer than 2 values."""
    whole = np.nan_to_num(sizes).astype(np.intp)
    table = np.full(int(whole.max(initial=0)) + 1, np.nan)
    for n in np.unique(whole).tolist():
        if n > 1:
            table[n] = factor(n)
    return table[whole]


def xbar(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of Xbar charts."""
    sizes = basis.sizes()
    center = (basis.total(basis.judged * sizes) / basis.total(sizes))[:, None]
    return _around(center, _spread(basis) / (_factors(sizes, c4) * np.sqrt(sizes)))


def deviation(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of S charts."""
    center = _spread(basis)
    factors = _factors(basis.sizes(), c4)
    sigma = center * np.sqrt(1 - factors**2) / factors
    return _around(center, sigma, low=0.0 if rules.cut_limits else -math.inf)


def range_(basis: Basis, rules: RuleSet, *, screen: bool) -> Limits:
    """Limits of R charts."""
    center = basis.mean(basis.judged)[:, None]
    ratios = _factors(basis.sizes(), lambda n: D3[n - 2] / D2[n - 2])
    return _around(center, center * ratios, low=0.0 if rules.cut_limits else -math.inf)


LIMITS: Final[dict[str, LimitsOfMany]] = {
    "run": run,
    "i": individuals,
    "mr": moving_range,
    "ip": individuals_prime,
    "xbar": xbar,
    "s": deviation,
    "r": range_,
    "p": proportion,
    "pp": proportion_prime,
    "np": number,
    "u": rate,
    "up": rate_prime,
    "c": count,
    "g": cases_between,
    "t": time_between,
}
