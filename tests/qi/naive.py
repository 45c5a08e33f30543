"""A second implementation, by the letter of each definition, slow and without arrays.

Expected values in the tests come from here, from books, or from arithmetic on paper; never from
`qi` itself.
"""

import math
import statistics
from fractions import Fraction
from itertools import pairwise

TOLERANCE = 1e-9


def missing(value):
    return value is None or math.isnan(value)


def moving_ranges(values):
    """`values` holds None for missing points; excluded ones must be taken out before."""
    return [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]


def screened_mean(ranges, *, screen):
    mean = sum(ranges) / len(ranges)
    if screen and mean > 0:
        ranges = [r for r in ranges if r < 3.267 * mean]
        mean = sum(ranges) / len(ranges)
    return mean


def i_limits(values, *, screen=False):
    present = [v for v in values if v is not None]
    center = math.fsum(present) / len(present)
    sigma = screened_mean(moving_ranges(values), screen=screen) / 1.128
    return center, center - 3 * sigma, center + 3 * sigma


def p_limits(numerators, denominators):
    center = float(Fraction(sum(numerators), sum(denominators)))
    out = []
    for n in denominators:
        width = 3 * math.sqrt(center * (1 - center) / n)
        out.append((max(center - width, 0), min(center + width, 1)))
    return center, out


def u_limits(numerators, denominators):
    center = sum(numerators) / sum(denominators)
    out = []
    for n in denominators:
        width = 3 * math.sqrt(center / n)
        out.append((max(center - width, 0), center + width))
    return center, out


def laney(numerators, denominators, *, binomial):
    center = sum(numerators) / sum(denominators)
    spread = center * (1 - center) if binomial else center
    sigmas = [math.sqrt(spread / n) for n in denominators]
    z = [(y / n - center) / s for y, n, s in zip(numerators, denominators, sigmas, strict=True)]
    ranges = moving_ranges(z)
    sigma_z = sum(ranges) / len(ranges) / 1.128
    top = 1 if binomial else math.inf
    return (
        center,
        sigma_z,
        [(max(center - 3 * s * sigma_z, 0), min(center + 3 * s * sigma_z, top)) for s in sigmas],
    )


def sides(values, center, tolerance):
    return [0 if abs(v - center) <= tolerance else 1 if v > center else -1 for v in values]


def groups(marks, length, *, zeros):
    """Maximal groups of equal non-zero marks, found by trying every start and every stop."""
    kept = (
        [(k, m) for k, m in enumerate(marks) if m != 0]
        if zeros == "skip"
        else list(enumerate(marks))
    )
    found = []
    for a in range(len(kept)):
        for b in range(len(kept), a, -1):
            window = kept[a:b]
            mark = window[0][1]
            if mark == 0 or any(m != mark for _, m in window):
                continue
            left = a == 0 or kept[a - 1][1] != mark
            right = b == len(kept) or kept[b][1] != mark
            if left and right and len(window) >= length:
                found.append((mark, tuple(k for k, _ in window)))
    return found


def shift(values, center, length, *, zeros="skip", tolerance=0.0):
    return groups(sides(values, center, tolerance), length, zeros=zeros)


def trend(values, length, *, ties="skip", tolerance=0.0):
    """Tries every window; with ties skipped, only the first of equal neighbors is kept."""
    kept = [
        k
        for k in range(len(values))
        if ties == "break" or k == 0 or abs(values[k] - values[k - 1]) > tolerance
    ]
    found = []
    for side in (1, -1):
        runs = []
        for a in range(len(kept)):
            b = a
            while b + 1 < len(kept) and side * (values[kept[b + 1]] - values[kept[b]]) > tolerance:
                b += 1
            if b - a + 1 >= length and not (runs and runs[-1][1] == b):
                runs.append((a, b))
        found += [(side, tuple(kept[a : b + 1])) for a, b in runs]
    return found


def k_of_n(z, k, n, sigmas, *, all_same=None, inside=False):
    """Every window of at most n points is looked at; windows that share a hit are joined.

    With `all_same`, a list of sides, the n points must all lie on the side of the hits.
    """
    found = []
    for side in (1, -1):
        hits = {
            j
            for j, value in enumerate(z)
            if side * value > sigmas and not (inside and abs(value) > 3)
        }
        joined = []
        for a in range(len(z)):
            for b in range(a + 1, min(a + n, len(z)) + 1):
                if all_same is not None and (
                    b - a != n or any(all_same[j] != side for j in range(a, b))
                ):
                    continue
                members = hits & set(range(a, b))
                if len(members) < k:
                    continue
                touching = [other for other in joined if other & members]
                joined = [other for other in joined if not other & members]
                joined.append(members.union(*touching))
        found += [(side, tuple(sorted(members))) for members in joined]
    return found


def within(z, length):
    return [places for _, places in groups([int(abs(v) <= 1) for v in z], length, zeros="break")]


def runs_and_crossings(values, center, tolerance=0.0):
    """Useful points, longest run, runs, crossings."""
    useful = [s for s in sides(values, center, tolerance) if s]
    if not useful:
        return 0, 0, 0, 0
    crossings = sum(a != b for a, b in pairwise(useful))
    longest = max(
        b - a
        for a in range(len(useful))
        for b in range(a + 1, len(useful) + 1)
        if len(set(useful[a:b])) == 1
    )
    return len(useful), longest, crossings + 1, crossings


def binomial_quantile(trials, probability):
    """Smallest k with P(X <= k) >= probability, in exact fractions."""
    total = Fraction(0)
    for k in range(trials + 1):
        total += Fraction(math.comb(trials, k), 2**trials)
        if total >= probability:
            return k
    raise AssertionError


def median(values):
    return statistics.median(values)
