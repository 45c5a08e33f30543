"""The independent half of the reference cases: paper-and-pencil arithmetic, without `qi`.

Run as a module it prints the rows that stand in qi/reference/cases.csv.
"""

import csv
import json
import math
import statistics
import sys

from tests.qi import naive

SERIES = {
    "falls": [3, 5, 2, 6, 4, 3, 7, 2, 4, 5, 9, 3],
    "beds": [310, 295, 330, 305, 290, 340, 315, 300, 325, 335, 310, 298],
    "waits": [34, 29, 41, 37, 30, 33, 45, 28, 36, 39, 31, 35, 24, 22, 27, 21, 25, 23, 26, 20],
    "cases": [12, 0, 35, 7, 19, 4, 51, 22, 9, 16, 3, 28],
    "days": [4.5, 11, 2, 30.5, 7, 1, 16, 9.5, 22, 3, 12.5, 6],
    "plotthedots": [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1],
    "jumps": [10, 11, 10, 11, 10, 11, 10, 11, 10, 40, 41, 40, 41, 40, 41],
}
GROUPS = [[5, 7, 6], [8, 4, 6, 7], [5, 5], [9, 6, 7, 8, 5], [4, 6, 5], [7, 8, 6, 5]]


def rows():
    falls, beds, waits = SERIES["falls"], SERIES["beds"], SERIES["waits"]
    yield from _attribute("pp", falls, beds, binomial=True)
    yield from _attribute("up", falls, beds, binomial=False)
    center, limits = naive.p_limits(falls, beds)
    yield _row("p", "center", center)
    yield _row("p", "upper", limits[-1][1])
    center, limits = naive.u_limits(falls, beds)
    yield _row("u", "center", center)
    yield _row("u", "upper", limits[-1][1])
    yield from _prime(falls, beds)
    center, lower, upper = naive.i_limits(waits)
    yield from _three("i", center, lower, upper, "waits")
    center, lower, upper = naive.i_limits(waits[:12])
    yield from _three("i", center, lower, upper, "waits", baseline=12)
    center, lower, upper = naive.i_limits(waits[12:])
    yield from _three("i", center, lower, upper, "waits", phases=[12])
    ghosted = waits[:6] + waits[7:]
    center, lower, upper = naive.i_limits(ghosted)
    yield from _three("i", center, lower, upper, "waits", exclude=[6])
    center, lower, upper = naive.i_limits(SERIES["jumps"], screen=True)
    yield from _three("i", center, lower, upper, "jumps", screen_moving_ranges=True)
    # The example of nhs-r-community.github.io/NHSRplotthedots/articles/deviations.html, which
    # prints its limits only in pictures.
    outlier = SERIES["plotthedots"]
    center, lower, upper = naive.i_limits(outlier, screen=True)
    yield from _three("i", center, lower, upper, "plotthedots", rules="nhs")
    center, lower, upper = naive.i_limits(outlier)
    unscreened = {"rules": "nhs", "screen_moving_ranges": False}
    yield from _three("i", center, lower, upper, "plotthedots", **unscreened)
    ranges = naive.moving_ranges(waits)
    mean = sum(ranges) / len(ranges)
    yield _row("mr", "center", mean, "waits")
    yield _row("mr", "upper", 3.267 * mean, "waits")
    yield _row("run", "center", naive.median(waits), "waits")
    mean = sum(SERIES["cases"]) / 12
    yield _row("g", "center", statistics.median(SERIES["cases"]), "cases")
    yield _row("g", "upper", mean + 3 * math.sqrt(mean * (mean + 1)), "cases")
    center, _, upper = naive.i_limits([v ** (1 / 3.6) for v in SERIES["days"]])
    yield _row("t", "center", center**3.6, "days")
    yield _row("t", "upper", upper**3.6, "days")
    yield from _subgroups()


def _attribute(chart, numerators, denominators, *, binomial):
    center, sigma_z, limits = naive.laney(numerators, denominators, binomial=binomial)
    yield _row(chart, "center", center)
    yield _row(chart, "sigma_z", sigma_z)
    yield _row(chart, "lower", limits[-1][0])
    yield _row(chart, "upper", limits[-1][1])


def _prime(numerators, denominators):
    y = [a / b for a, b in zip(numerators, denominators, strict=True)]
    n = denominators
    s = [
        math.sqrt(math.pi / 2) * abs(y[k] - y[k - 1]) / math.sqrt(1 / n[k] + 1 / n[k - 1])
        for k in range(1, len(y))
    ]
    center = sum(numerators) / sum(n)
    yield _row("ip", "center", center)
    yield _row("ip", "upper", center + 3 * sum(s) / len(s) / math.sqrt(n[-1]))


def _three(chart, center, lower, upper, series, **options):
    yield _row(chart, "center", center, series, **options)
    yield _row(chart, "lower", lower, series, **options)
    yield _row(chart, "upper", upper, series, **options)


def _subgroups():
    total = sum(len(g) for g in GROUPS)
    grand = sum(sum(g) for g in GROUPS) / total
    spread = math.sqrt(
        sum((len(g) - 1) * statistics.variance(g) for g in GROUPS) / (total - len(GROUPS))
    )
    n = len(GROUPS[-1])
    c4 = math.sqrt(2 / (n - 1)) * math.gamma(n / 2) / math.gamma((n - 1) / 2)
    yield _row("xbar", "center", grand, "groups")
    yield _row("xbar", "upper", grand + 3 * spread / (c4 * math.sqrt(n)), "groups")
    yield _row("s", "center", spread, "groups")
    yield _row("s", "upper", spread * (1 + 3 * math.sqrt(1 - c4**2) / c4), "groups")
    mean = sum(max(g) - min(g) for g in GROUPS) / len(GROUPS)
    yield _row("r", "center", mean, "groups")
    yield _row("r", "upper", mean * (1 + 3 * 0.880 / 2.059), "groups")


def _row(chart, quantity, expected, series="falls over beds", **options):
    name = f"{chart} chart of {series}"
    if options:
        name += ", " + ", ".join(f"{key} {value}" for key, value in options.items())
    return {
        "name": name,
        "kind": "independent arithmetic",
        "source": "tests/qi/reference_arithmetic.py",
        "call": chart,
        "series": series,
        "options": json.dumps(options) if options else "",
        "quantity": quantity,
        "expected": repr(float(expected)),
        "tolerance": "1e-9",
    }


if __name__ == "__main__":
    listed = list(rows())
    writer = csv.DictWriter(sys.stdout, listed[0].keys(), lineterminator="\n")
    writer.writerows(listed)
