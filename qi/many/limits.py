"""Center and limits of many series at once: the formulas of `qi.limits`, row by row.

Every function takes a `Basis` of m series and n points and gives `Limits` whose arrays have shape
(m, 1) where they are the same for all points of a series, (m, n) where they differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from qi.constants import D2, D2_N2, D3, D4_N2, SIGMAS, TOLERANCE, c4
from qi.many.scans import before
from qi.many.scans import count as count_of
from qi.results import BoolArray, FloatArray, IntArray
from qi.rules.rulesets import RuleSet


@dataclass(frozen=True)
class Basis:
    """One phase of many series, and the points that center and limits rest on.

    Parameters
    ----------
    judged, numerators : float array of shape (m, n)
        Every point; NaN where missing.
    denominators : float array of shape (m, n) or None
        Their denominators.
    used : bool array of shape (m, k) or None
        Which of the first k points center and limits rest on; None if on all of them.
    length : int
        k.
    near : bool array of shape (m, k) or None
        Included and missing points: the others are passed over between neighbors. None where
        nothing is passed over.
    spread : float array of shape (m, n) or None
        Standard deviations of the subgroups.
    """

    judged: FloatArray
    numerators: FloatArray
    denominators: FloatArray | None
    used: BoolArray | None
    length: int
    near: BoolArray | None
    spread: FloatArray | None

    @cached_property
    def steps(self) -> FloatArray:
        """Differences of neighboring points, of shape (m, n − 1): moving ranges and moves need them."""
        return self.judged[:, 1:] - self.judged[:, :-1]

    def counts(self) -> IntArray:
        """Return the number of basis points of each row."""
        if self.used is None:
            counted: IntArray = np.full(len(self.judged), self.length, dtype=np.int32)
            return counted
        return count_of(self.used.T)

    def mean(self, array: FloatArray) -> FloatArray:
        """Return the mean of the basis points of each row."""
        return self.total(array) / self.counts()

    def total(self, array: FloatArray) -> FloatArray:
        """Return the sum of the basis points of each row."""
        taken = array[:, : self.length]
        if self.used is not None:
            taken = np.where(self.used, taken, 0.0)
        added: FloatArray = taken.sum(axis=1)
        return added

    def sizes(self) -> FloatArray:
        """Return denominators or subgroup sizes, NaN instead of 0."""
        assert self.denominators is not None  # noqa: S101 - the charts that ask have them
        empty = self.denominators == 0
        return np.where(empty, np.nan, self.denominators) if empty.any() else self.denominators


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
    ranges = np.abs(_steps(basis, array))
    if scale is not None:
        sizes = 1 / scale[:, : basis.length]
        earlier = sizes[:, :-1]
        if basis.near is not None:
            earlier = before(sizes.T, basis.near.T).T[:, 1:]
        ranges /= np.sqrt(sizes[:, 1:] + earlier)
    if basis.used is not None:
        # A range needs a point of the basis at its end; one without a beginning is NaN already.
        ranges = np.where(basis.used[:, 1:], ranges, np.nan)
    mean = _mean_of(ranges, whole=basis.used is None)
    if not screen:
        return mean
    threshold = np.where(mean > 0, D4_N2 * mean * (1 - TOLERANCE), np.inf)
    return _mean_of(np.where(ranges < threshold[:, None], ranges, np.nan), whole=False)


def _steps(basis: Basis, array: FloatArray) -> FloatArray:
    taken = array[:, : basis.length]
    if basis.near is None and array is basis.judged:
        return basis.steps[:, : basis.length - 1]
    if basis.near is None:
        return taken[:, 1:] - taken[:, :-1]
    return taken[:, 1:] - before(taken.T, basis.near.T).T[:, 1:]


def _mean_of(numbers: FloatArray, *, whole: bool) -> FloatArray:
    """Return the mean of the numbers of each row that are there, NaN where none is."""
    if whole:
        mean: FloatArray = numbers.sum(axis=1) / numbers.shape[1]
        return mean
    there = ~np.isnan(numbers)
    added: FloatArray = np.where(there, numbers, 0.0).sum(axis=1)
    return added / count_of(there.T)


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
    taken = basis.judged[:, : basis.length]
    if basis.used is not None:
        taken = np.where(basis.used, taken, np.nan)
    # np.median along an axis takes many times as long; NaN sorts to the end.
    ordered = np.array(taken, order="C")
    ordered.sort(axis=1)
    if basis.used is None:
        middle: FloatArray = (
            ordered[:, (basis.length - 1) // 2] + ordered[:, basis.length // 2]
        ) / 2
        return middle[:, None]
    counts = basis.counts()
    rows = np.arange(len(counts))
    low = ordered[rows, np.maximum(counts - 1, 0) // 2]
    high = ordered[rows, np.minimum(counts // 2, basis.length - 1)]
    middle = np.where(counts % 2 == 1, high, (low + high) / 2)
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
    # Where sigma is 0 every point is on the center, and every z is 0; missing ones stay missing.
    z = np.where(
        sigma == 0, 0.0 * basis.judged, (basis.judged - center) / np.where(sigma == 0, 1.0, sigma)
    )
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
    sizes = basis.denominators[:, : basis.length]
    several = sizes > 1 if basis.used is None else basis.used & (sizes > 1)
    spread = np.where(several, basis.spread[:, : basis.length], 0.0)
    smallest = np.where(several, sizes, np.inf).min(axis=1)
    largest = np.where(several, sizes, -np.inf).max(axis=1)
    mean = spread.sum(axis=1) / count_of(several.T)
    weights = np.where(several, sizes - 1, 0.0)
    pooled = np.sqrt((spread**2 * weights).sum(axis=1) / weights.sum(axis=1))
    typical: FloatArray = np.where(smallest >= largest, mean, pooled)
    return typical[:, None]


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
