"""Everything at once: charts, rules, phases, baselines, exclusions, gaps, by a second way."""

import datetime as dt
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from tests.qi.settings import EXAMPLES
from tests.qi.whole import NEEDS_DENOMINATORS, RULES, SUBGROUPED, whole

CHARTS = ("run", "i", "mr", "ip", "xbar", "s", "r", "p", "pp", "np", "u", "up", "c", "g", "t")
SIDES = {qi.Side.UP: 1, qi.Side.DOWN: -1, None: 0}


def made(chart, chance):
    """Arguments that a chart takes, and groups, where raw values stand in groups."""
    n = chance.choice([1, 2, 3, 8, 12, 24, 40, 70])
    gap = chance.choice([0, 0, 0.1, 0.5])
    level, jump = chance.randint(2, 9), chance.choice([0, 0, 6])
    counts = [max(0, round(chance.gauss(level + jump * (k > n / 2), 2))) for k in range(n)]
    if chance.random() < 0.1:
        counts = [level] * n
    options, groups = {}, None
    values = counts
    if chart in {"run", "i", "mr", "ip"}:
        values = [chance.choice([v, -v, v / 8]) for v in counts]
    if chart == "t":
        values = [v + 0.5 for v in counts]
    values = [None if chance.random() < gap else v for v in values]
    if chart in NEEDS_DENOMINATORS or (chart in {"run", "i", "mr"} and chance.random() < 0.3):
        same = chance.choice([True, False]) or chart == "np"
        sizes = [30 if same else chance.randint(30, 60) for _ in range(n)]
        empty = [chance.random() < gap / 3 for _ in range(n)]
        options["denominators"] = [0 if e else m for e, m in zip(empty, sizes, strict=True)]
        values = [0 if e and v is not None else v for e, v in zip(empty, values, strict=True)]
    if chart in SUBGROUPED:
        sizes = [chance.randint(1, 5) if gap else 4 for _ in range(n)]
        groups = [
            [None if chance.random() < gap / 2 else v + chance.randint(0, 4) for _ in range(size)]
            for v, size in zip(counts, sizes, strict=True)
        ]
        values = [v for group in groups for v in group]
        options["subgroups"] = [k for k, group in enumerate(groups) for _ in group]
    return n, values, options, groups


def laid_out(n, chance):
    """Phases, baselines and exclusions of n points."""
    starts = sorted(chance.sample(range(1, n), min(n - 1, chance.choice([0, 0, 1, 2]))))
    lengths = [None, 1, 4, 12]
    baseline = chance.choice(
        [None, *lengths, [chance.choice(lengths) for _ in range(len(starts) + 1)]]
    )
    excluded = sorted(chance.sample(range(n), min(n, chance.choice([0, 0, 1, 3]))))
    return starts, baseline, excluded


@pytest.mark.parametrize("chart", CHARTS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 2**48))
def test_any_documented_combination(chart, seed):
    chance = random.Random(seed)
    n, values, options, groups = made(chart, chance)
    starts, baseline, excluded = laid_out(n, chance)
    rules = chance.choice([*RULES, "default"])
    multiplier = chance.choice([1, 100, 0.001])
    target, direction = chance.choice([None, 0.1, 5, 1000]), chance.choice([None, "up", "down"])
    dates = [dt.date(2024, 1, 1) + dt.timedelta(days=7 * k) for k in range(n)]
    analysis = qi.analyze(
        values, chart, phases=starts, baseline=baseline, exclude=excluded, rules=rules,
        multiplier=multiplier, target=target, direction=direction,
        x=chance.choice([None, dates]), **options,
    )  # fmt: skip
    name = {"default": "perla" if chart == "run" else "ihi"}.get(rules, rules)
    points, centers, lower, upper, found = whole(
        values, chart, name, denominators=options.get("denominators"), groups=groups,
        starts=starts, baseline=baseline, excluded=excluded,
    )  # fmt: skip
    for got, expected in (
        (analysis.values, points),
        (analysis.center, centers),
        (analysis.lower, lower),
        (analysis.upper, upper),
    ):
        known = [math.nan if v is None else v * multiplier for v in expected]
        assert got.tolist() == pytest.approx(known, rel=1e-9, abs=1e-9 * multiplier, nan_ok=True)
    assert {(s.rule, SIDES[s.side], s.indices, s.phase) for s in analysis.signals} == found
    assert len(analysis.signals) == len(found)
    assert analysis.verdict.assurance is assured(analysis, target, direction, multiplier)
    assert analysis.verdict.variation is judged(analysis, found, direction)
    assert all(sentence.endswith(".") for sentence in analysis.describe("%"))
    assert len(analysis.frame()) == n
    again = qi.analyze(values, **options, **analysis.options)
    assert (again.signals, again.verdict) == (analysis.signals, analysis.verdict)


def latest(analysis):
    return max((k for k, inside in enumerate(analysis.included) if inside), default=None)


def assured(analysis, target, direction, multiplier):
    place = latest(analysis)
    if target is None or direction is None or place is None or math.isnan(analysis.upper[place]):
        return qi.Assurance.NONE
    low, high = analysis.lower[place] / multiplier, analysis.upper[place] / multiplier
    slack = analysis.tolerance / multiplier
    if low - slack <= target <= high + slack:
        return qi.Assurance.HIT_OR_MISS
    good = target < low if direction == "up" else target > high
    return qi.Assurance.PASSES if good else qi.Assurance.FAILS


def judged(analysis, found, direction):
    place = latest(analysis)
    now = {(rule, side) for rule, side, indices, _ in found if indices[-1] == place}
    young = place is None or analysis.phases[analysis.phase[place]].n_useful < 10
    if young:
        now = {(rule, side) for rule, side in now if rule == "outside"}
        if not now:
            return qi.Variation.NOT_JUDGEABLE
    if not now:
        return qi.Variation.COMMON_CAUSE
    sides = {side for _, side in now if side}
    if len(sides) > 1:
        return qi.Variation.MIXED
    if not sides:
        return qi.Variation.SPECIAL_CAUSE
    where = "HIGH" if sides == {1} else "LOW"
    if direction is None:
        return qi.Variation[f"SPECIAL_CAUSE_{where}"]
    better = (direction == "up") == (where == "HIGH")
    return qi.Variation[f"{'IMPROVEMENT' if better else 'CONCERN'}_{where}"]
