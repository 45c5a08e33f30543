"""Runs about the center line: stretches, the longest one, crossings, and what chance allows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from qi.constants import RUNS_EXPECTED
from qi.distributions import binomial_quantile

EXACT_UP_TO = 2_000
"""Series longer than this take the quantile from scipy; whole-number arithmetic gets slow."""


def stretches(marks: Iterable[int], *, zeros_break: bool) -> list[tuple[int, list[int]]]:
    """Group equal successive marks.

    Parameters
    ----------
    marks : iterable of {-1, 0, 1}
        Sides of the center line, or directions of moves.
    zeros_break : bool
        Whether a 0 ends a stretch; otherwise it is passed over.

    Returns
    -------
    list of (int, list of int)
        The mark and the 0-based places of each stretch of 1s or −1s; zeros have no place.
    """
    found: list[tuple[int, list[int]]] = []
    current = 0
    places: list[int] = []
    for place, mark in enumerate(marks):
        if mark == 0:
            if zeros_break:
                current = 0
        elif mark == current:
            places.append(place)
        else:
            current = mark
            places = [place]
            found.append((mark, places))
    return found


def longest_run_limit(n_useful: int) -> int | None:
    """Longest run that chance explains: round(log2 n) + 3; None without useful points.

    Parameters
    ----------
    n_useful : int
        Points that are not on the center line.

    References
    ----------
    Anhøj & Olesen 2014, Run charts revisited, PLoS ONE 9(11).
    """
    return round(math.log2(n_useful)) + 3 if n_useful > 0 else None


@lru_cache(maxsize=4096)
def crossings_limit(n_useful: int) -> int | None:
    """Fewest crossings that chance explains: the 5% quantile of Binomial(n − 1, ½).

    Parameters
    ----------
    n_useful : int
        Points that are not on the center line.

    Returns
    -------
    int or None
        The smallest k for which the probability of k or fewer crossings is 5% or more.

    References
    ----------
    Anhøj & Olesen 2014, Run charts revisited, PLoS ONE 9(11).
    """
    if n_useful < 1:
        return None
    trials = n_useful - 1
    if trials > EXACT_UP_TO:
        return int(binomial_quantile(0.05, trials, 0.5))
    # Whole numbers keep the comparison with 5% exact.
    ways, term, k = 0, 1, 0
    while True:
        ways += term
        if 20 * ways >= 1 << trials:
            return k
        term = term * (trials - k) // (k + 1)
        k += 1


def runs_expected(n_useful: int) -> tuple[int, int] | tuple[None, None]:
    """Fewest and most runs that chance explains; None outside 10 to 60 useful points.

    References
    ----------
    Perla, Provost & Murray 2011, BMJ Quality & Safety 20, after Swed & Eisenhart 1943.
    """
    return RUNS_EXPECTED.get(n_useful, (None, None))
