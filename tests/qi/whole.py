"""A whole analysis by the letter of the contract: slow, plain, and sharing no code with `qi`.

Phases, baselines, exclusions and missing points together, for every chart and rule set.
"""

import math
import statistics
from fractions import Fraction
from itertools import pairwise

from tests.qi import naive

D2 = {2: 1.128, 3: 1.693, 4: 2.059, 5: 2.326}
D3 = {2: 0.853, 3: 0.888, 4: 0.880, 5: 0.864}

RULES = {
    "perla": {"shift": 6, "trend": 5, "runs": True},
    "ihi": {"outside": True, "shift": 8, "trend": 6, "steady trend": True, "2 of 3": {}, "inner": 15},
    "anhoej": {"outside": True, "anhoej": True},
    "nhs": {
        "outside": True, "shift": 7, "trend": 7, "zero": "break", "tie": "break",
        "2 of 3": {"same": True, "inside": True}, "uncut": True, "screen": True,
    },
    "western-electric": {
        "outside": True, "shift": 8, "zero": "break", "2 of 3": {}, "4 of 5": True
    },
    "nelson": {
        "outside": True, "shift": 9, "trend": 6, "zero": "break", "tie": "break", "2 of 3": {},
        "4 of 5": True, "inner": 15, "alternating": 14, "both": 8,
    },
    "shewhart": {"outside": True},
}  # fmt: skip


def c4(n):
    return math.sqrt(2 / (n - 1)) * math.gamma(n / 2) / math.gamma((n - 1) / 2)


NEEDS_DENOMINATORS = {"p", "pp", "np", "u", "up", "ip"}
SUBGROUPED = {"xbar", "s", "r"}


def plotted(chart, values, denominators, groups):
    """What stands on the chart, before any phase; None where it is missing."""
    if chart in SUBGROUPED:
        return [_statistic(chart, [v for v in group if v is not None]) for group in groups]
    if denominators is None:
        return list(values)
    quotients = [
        None if y is None or n is None or n == 0 else y / n
        for y, n in zip(values, denominators, strict=True)
    ]
    if chart != "np":
        return quotients
    return [None if q is None else y for q, y in zip(quotients, values, strict=True)]


def _statistic(chart, group):
    if not group or (chart != "xbar" and len(group) < 2):
        return None
    if chart == "xbar":
        return statistics.fmean(group)
    return statistics.stdev(group) if chart == "s" else max(group) - min(group)


def ranges_of(points, starts, excluded):
    """Moving ranges beside each point; excluded points close up, missing ones break."""
    out = [None] * len(points)
    for start, stop in pairwise([*starts, len(points)]):
        before = None
        for k in range(start, stop):
            if points[k] is None:
                before = None
                continue
            if before is not None:
                out[k] = abs(points[k] - before)
            if k not in excluded:
                before = points[k]
    return out


def neighbors(points, places, excluded):
    """Pairs of basis points between which there are only excluded ones."""
    return [
        (a, b)
        for a, b in pairwise(places)
        if all(k in excluded and points[k] is not None for k in range(a + 1, b))
    ]


def limits(chart, points, n, sd, places, excluded, phase, options):
    """Center, middle, and (lower, upper, sigma) of each point of the phase."""
    use = [points[k] for k in places]
    nothing = dict.fromkeys(phase, (math.nan,) * 3)
    if not use:
        return math.nan, math.nan, nothing
    mean = math.fsum(use) / len(use)
    if chart == "run":
        return statistics.median(use), mean, nothing
    if chart == "mr":
        return mean, mean, dict.fromkeys(phase, (0.0, 3.267 * mean, 2.267 * mean / 3))
    pairs = neighbors(points, places, excluded)
    center = middle = _center(chart, use, n, sd, places)
    if chart == "g":
        center, middle = statistics.median(use), mean
    if len(use) < 2:
        return center, middle, nothing
    sigmas = _sigmas(chart, points, n, sd, places, phase, pairs, middle, options["screen"])
    bottom = 0.0 if chart in NEVER_BELOW_0 else -math.inf
    top = {"p": 1.0, "pp": 1.0, "np": n[places[0]] if n else 0}.get(chart, math.inf)
    if options.get("uncut"):
        bottom, top = -math.inf, math.inf
    if chart == "t":
        bottom = 0.0
    band = {
        k: (max(middle - 3 * sigma, bottom), min(middle + 3 * sigma, top), sigma)
        if not math.isnan(sigma)
        else (math.nan,) * 3
        for k, sigma in sigmas.items()
    }
    return center, middle, band


NEVER_BELOW_0 = {"p", "pp", "np", "u", "up", "c", "g", "s", "r"}


def _center(chart, use, n, sd, places):
    if chart == "s":
        return _spread(sd, n, places)
    if chart == "np":
        return math.fsum(use) / len(use)
    if chart in NEEDS_DENOMINATORS or chart == "xbar":
        weights = [n[k] for k in places]
        return math.fsum(y * w for y, w in zip(use, weights, strict=True)) / math.fsum(weights)
    return math.fsum(use) / len(use)


def _sigmas(chart, points, n, sd, places, phase, pairs, middle, screen):
    """Sigma of each point of a phase."""

    def mean_range(scaled):
        return naive.screened_mean(scaled, screen=screen) if scaled else math.nan

    def moving(scale=lambda _a, _b: 1.0):
        return mean_range([abs(points[b] - points[a]) / scale(a, b) for a, b in pairs])

    if chart in {"i", "t"}:
        return dict.fromkeys(phase, moving() / 1.128)
    if chart == "c":
        return dict.fromkeys(phase, math.sqrt(middle))
    if chart == "g":
        return dict.fromkeys(phase, math.sqrt(middle * (middle + 1)))
    if chart == "np":
        share = middle / n[places[0]]
        return dict.fromkeys(phase, math.sqrt(max(middle * (1 - share), 0)))
    if chart == "ip":
        spread = moving(lambda a, b: math.sqrt(1 / n[a] + 1 / n[b]) / math.sqrt(math.pi / 2))
        of_one = {k: spread / math.sqrt(n[k]) if n[k] else math.nan for k in phase}
    elif chart in SUBGROUPED:
        spread = _spread(sd, n, places)
        of_one = {k: _of_group(chart, n[k], spread, middle) for k in phase}
    else:
        spread = middle * (1 - middle) if chart in {"p", "pp"} else middle
        of_one = {k: math.sqrt(max(spread, 0) / n[k]) if n[k] else math.nan for k in phase}
    if chart in {"pp", "up"}:
        flat = any(of_one[k] == 0 for k in places)
        z = {k: 0.0 if flat else (points[k] - middle) / of_one[k] for k in places}
        factor = mean_range([abs(z[b] - z[a]) for a, b in pairs]) / 1.128
        of_one = {k: sigma * factor for k, sigma in of_one.items()}
    return of_one


def _of_group(chart, size, spread, middle):
    if size < 2:
        return math.nan
    if chart == "xbar":
        return spread / (c4(size) * math.sqrt(size))
    if chart == "s":
        return middle * math.sqrt(1 - c4(size) ** 2) / c4(size)
    return middle * D3[size] / D2[size]


def _spread(sd, n, places):
    several = [k for k in places if n[k] > 1]
    if not several:
        return math.nan
    if len({n[k] for k in several}) == 1:
        return statistics.fmean(sd[k] for k in several)
    top = math.fsum(sd[k] ** 2 * (n[k] - 1) for k in several)
    return math.sqrt(top / sum(n[k] - 1 for k in several))


def signals(points, at, center, middle, band, tolerance, options, *, limited, varied):
    """Every signal of one phase: (rule, side, positions)."""
    values = [points[k] for k in at]
    if not values or max(values) - min(values) <= tolerance:
        return set()
    sides = [0] * len(values) if math.isnan(center) else naive.sides(values, center, tolerance)
    found = set()
    if limited:
        found |= (
            _outside(values, [band[k] for k in at], tolerance) if options.get("outside") else set()
        )
        z = [_in_sigma(v, middle, band[k][2], tolerance) for k, v in zip(at, values, strict=True)]
        wide = [band[k][2] > tolerance for k in at]
        found |= set() if options.get("only outside") else _zones(z, wide, sides, options)
    if not options.get("only outside"):
        found |= _lasting(values, sides, tolerance, options, varied=varied)
    return {(rule, side, tuple(at[k] for k in places)) for rule, side, places in found}


def _outside(values, band, tolerance):
    above = {("outside", 1, (k,)) for k, v in enumerate(values) if v > band[k][1] + tolerance}
    below = {("outside", -1, (k,)) for k, v in enumerate(values) if v < band[k][0] - tolerance}
    return above | below


def _in_sigma(value, middle, sigma, tolerance):
    """Distance in sigma, short of the tolerance: beyond a line only if clearly so."""
    far = max(abs(value - middle) - tolerance, 0.0)
    if math.isnan(sigma):
        return math.nan
    size = far / sigma if sigma > 0 else math.inf if far else 0.0
    return math.copysign(size, value - middle)


def _lasting(values, sides, tolerance, options, *, varied):
    """Rules that look at the center line and at neighbors, not at limits."""
    found = set()
    zero, tie = options.get("zero", "skip"), options.get("tie", "skip")
    if "shift" in options:
        found |= {("shift", s, p) for s, p in naive.groups(sides, options["shift"], zeros=zero)}
    if "trend" in options and not (options.get("steady trend") and varied):
        trends = naive.trend(values, options["trend"], ties=tie, tolerance=tolerance)
        found |= {("trend", s, p) for s, p in trends}
    if "alternating" in options:
        turns = _alternating(values, options["alternating"], tolerance)
        found |= {("alternating", 0, p) for p in turns}
    useful, _, runs, crossings = naive.runs_and_crossings(sides, 0)
    everything = tuple(k for k, side in enumerate(sides) if side)
    if options.get("runs") and useful in RUNS:
        fewest, most = RUNS[useful]
        found |= set() if fewest <= runs <= most else {("runs", 0, everything)}
    if options.get("anhoej") and useful:
        longest = round(math.log2(useful)) + 3
        found |= {("shift", s, p) for s, p in naive.groups(sides, longest + 1, zeros="skip")}
        few = crossings < naive.binomial_quantile(useful - 1, Fraction(1, 20))
        found |= {("crossings", 0, everything)} if few else set()
    return found


def _zones(z, wide, sides, options):
    found = set()
    if "2 of 3" in options:
        same, inside = options["2 of 3"].get("same"), options["2 of 3"].get("inside", False)
        hits = naive.k_of_n(z, 2, 3, 2, all_same=sides if same else None, inside=inside)
        found |= {("two of three", s, p) for s, p in hits}
    if options.get("4 of 5"):
        found |= {("four of five", s, p) for s, p in naive.k_of_n(z, 4, 5, 1)}
    if "inner" in options:
        marks = [int(w and abs(v) <= 1) for v, w in zip(z, wide, strict=True)]
        near = naive.groups(marks, options["inner"], zeros="break")
        found |= {("inner third", 0, p) for _, p in near}
    if "both" in options:
        far = naive.groups([int(abs(v) > 1) for v in z], options["both"], zeros="break")
        found |= {("both sides", 0, p) for _, p in far}
    return found


def _alternating(values, length, tolerance):
    steps = [b - a for a, b in pairwise(values)]
    moves = [0 if abs(d) <= tolerance else 1 if d > 0 else -1 for d in steps]
    found = []
    for a in range(len(moves)):
        b = a
        while moves[a] and b + 1 < len(moves) and moves[b + 1] == -moves[b]:
            b += 1
        starts = a == 0 or moves[a - 1] != -moves[a]
        if moves[a] and starts and b - a + 2 >= length:
            found.append(tuple(range(a, b + 2)))
    return found


def _table():
    printed = (
        "10:3-9 11:3-10 12:3-11 13:4-11 14:4-12 15:5-12 16:5-13 17:5-13 18:6-14 19:6-15 20:6-16 "
        "21:7-16 22:7-17 23:7-17 24:8-18 25:8-18 26:9-19 27:10-19 28:10-20 29:10-20 30:11-21 "
        "31:11-22 32:11-23 33:12-23 34:12-24 35:12-24 36:13-25 37:13-25 38:14-26 39:14-26 "
        "40:15-27 41:15-27 42:16-28 43:16-28 44:17-29 45:17-30 46:17-31 47:18-31 48:18-32 "
        "49:19-32 50:19-33 51:20-33 52:20-34 53:21-34 54:21-35 55:22-35 56:22-36 57:23-36 "
        "58:23-37 59:24-38 60:24-38"
    )
    rows = [row.split(":") for row in printed.split()]
    return {int(n): tuple(map(int, bounds.split("-"))) for n, bounds in rows}


RUNS = _table()


def whole(
    values, chart, rules, *, denominators=None, groups=None, starts=(), baseline=None, excluded=()
):
    """Points, centers, lower and upper limits, and signals with the number of their phase."""
    options = {"screen": RULES[rules].get("screen", False), **RULES[rules]}
    points = plotted(chart, values, denominators, groups)
    n, sd = denominators, None
    if groups is not None:
        present = [[v for v in group if v is not None] for group in groups]
        n = [len(group) for group in present]
        sd = [statistics.stdev(group) if len(group) > 1 else None for group in present]
    bounds = [0, *starts]
    raw = points
    if chart == "mr":
        points = ranges_of(points, bounds, excluded)
        options = {"outside": options.get("outside"), "only outside": True, "screen": False}
    if chart == "t":
        points = [None if v is None else v ** (1 / 3.6) for v in points]
    inside = [k for k, v in enumerate(points) if v is not None and k not in excluded]
    tolerance = 1e-9 * max((abs(points[k]) for k in inside), default=0.0)
    if chart == "mr":
        tolerance = 1e-9 * max((_largest(raw, k, bounds, excluded) for k in inside), default=0.0)
    if groups is not None:
        tolerance = 1e-9 * max((max(map(abs, present[k])) for k in inside), default=0.0)
    centers, lower, upper, found = [], [], [], set()
    for number, (start, stop) in enumerate(pairwise([*bounds, len(points)])):
        length = baseline[number] if isinstance(baseline, list) else baseline
        stop_basis = stop if length is None else min(start + length, stop)
        phase = range(start, stop)
        places = [k for k in inside if start <= k < stop_basis]
        center, middle, band = limits(chart, points, n, sd, places, excluded, phase, options)
        centers += [center] * len(phase)
        lower += [band[k][0] if k in band else math.nan for k in phase]
        upper += [band[k][1] if k in band else math.nan for k in phase]
        at = [k for k in inside if start <= k < stop]
        band = {k: band.get(k, (math.nan,) * 3) for k in phase}
        used = [n[k] for k in at] if n is not None else []
        varied = len(set(used)) > 1 and (chart in NEEDS_DENOMINATORS or groups is not None)
        some = signals(
            points, at, center, middle, band, tolerance, options, limited=chart != "run", varied=varied
        )  # fmt: skip
        found |= {(rule, side, indices, number) for rule, side, indices in some}
    if chart == "t":
        points, centers, lower, upper = (
            [None if v is None else v**3.6 for v in row] for row in (points, centers, lower, upper)
        )
    return points, centers, lower, upper, found


def _largest(raw, k, bounds, excluded):
    start = max(b for b in bounds if b <= k)
    before = next(j for j in range(k - 1, start - 1, -1) if j not in excluded)
    return max(abs(raw[k]), abs(raw[before]))
