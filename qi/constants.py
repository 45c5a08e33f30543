"""Every number that comes from a book, under the name the books give it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

TOLERANCE: Final = 1e-9
"""Relative tolerance of every comparison, as a share of the largest included absolute value.

Twelve values of 0.1 have a mean that is one bit above 0.1; without a tolerance all twelve would
lie below their own center line.
"""

SIGMAS: Final = 3.0
"""Distance of the control limits from the center, in sigma (Shewhart 1931)."""

D2_N2: Final = 1.128
"""d2 for ranges of two values, as textbooks print it (Montgomery, Appendix Table VI)."""

D4_N2: Final = 3.267
"""D4 for ranges of two values, as textbooks print it (Montgomery, Appendix Table VI)."""

D2: Final = (
    1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078, 3.173, 3.258, 3.336,
    3.407, 3.472, 3.532, 3.588, 3.640, 3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931,
)  # fmt: skip
"""d2 for ranges of 2 to 25 values, to three decimals (Montgomery, Appendix Table VI)."""

D3: Final = (
    0.853, 0.888, 0.880, 0.864, 0.848, 0.833, 0.820, 0.808, 0.797, 0.787, 0.778, 0.770,
    0.763, 0.756, 0.750, 0.744, 0.739, 0.734, 0.729, 0.724, 0.720, 0.716, 0.712, 0.708,
)  # fmt: skip
"""d3 for ranges of 2 to 25 values, to three decimals (Montgomery, Appendix Table VI)."""

LARGEST_NUMBER: Final = 1e100
"""No number given may be larger, nor a denominator or multiplier smaller than its reciprocal.

Sums, squares and quotients of such numbers stay finite.
"""

LARGEST_RANGE: Final = len(D2) + 1
"""Largest subgroup whose range the tables know."""

WEIBULL_POWER: Final = 3.6
"""Times between events to the power 1/3.6 are nearly normal (Nelson 1994)."""

USEFUL_MINIMUM: Final = 10
"""Fewest points off the center line for which the runs table has a row (Perla et al. 2011)."""

FIRM_LIMITS_MINIMUM: Final = 12
"""Limits that rest on fewer points are trial limits (Provost & Murray)."""

RUNS_EXPECTED: Final[dict[int, tuple[int, int]]] = {
    10: (3, 9), 11: (3, 10), 12: (3, 11), 13: (4, 11), 14: (4, 12), 15: (5, 12),
    16: (5, 13), 17: (5, 13), 18: (6, 14), 19: (6, 15), 20: (6, 16), 21: (7, 16),
    22: (7, 17), 23: (7, 17), 24: (8, 18), 25: (8, 18), 26: (9, 19), 27: (10, 19),
    28: (10, 20), 29: (10, 20), 30: (11, 21), 31: (11, 22), 32: (11, 23), 33: (12, 23),
    34: (12, 24), 35: (12, 24), 36: (13, 25), 37: (13, 25), 38: (14, 26), 39: (14, 26),
    40: (15, 27), 41: (15, 27), 42: (16, 28), 43: (16, 28), 44: (17, 29), 45: (17, 30),
    46: (17, 31), 47: (18, 31), 48: (18, 32), 49: (19, 32), 50: (19, 33), 51: (20, 33),
    52: (20, 34), 53: (21, 34), 54: (21, 35), 55: (22, 35), 56: (22, 36), 57: (23, 36),
    58: (23, 37), 59: (24, 38), 60: (24, 38),
}  # fmt: skip
"""Fewest and most runs that chance gives, by number of points off the center line.

Perla, Provost & Murray 2011, after Swed & Eisenhart 1943.
"""


@lru_cache(maxsize=1024)
def c4(n: int) -> float:
    """Compute the expected standard deviation of n normal values: √(2/(n−1)) Γ(n/2) / Γ((n−1)/2).

    Parameters
    ----------
    n : int
        Number of values, 2 or more.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.
    """
    return math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))
