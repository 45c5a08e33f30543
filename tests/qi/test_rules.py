"""Each rule at one point less than, exactly at, and one more than its length."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from qi.analysis import analyze_under
from qi.rules.rulesets import Zone
from tests.qi import naive
from tests.qi.settings import EXAMPLES

WAVE = [1, -1, 2, -2]
"""Common cause filling: crosses at every point and never makes a trend."""


def found(analysis, rule):
    return [s for s in analysis.signals if s.rule == rule]


def frozen(values, **options):
    """An I chart with center 0 and sigma 1: 16 leading points that give exactly those."""
    lead = [0.564, -0.564] * 8
    return qi.analyze([*lead, *values], "i", baseline=16, **options)


@pytest.mark.parametrize(("rules", "length"), [("perla", 6), ("ihi", 8)])
@pytest.mark.parametrize("side", [1, -1])
def test_shift_length(rules, length, side):
    for n in (length - 1, length, length + 1):
        values = [-side, *([side] * n), -side] * 2
        analysis = qi.analyze([0, *values], rules=rules, baseline=1)
        signals = found(analysis, "shift")
        if n < length:
            assert signals == []
        else:
            first = signals[0]
            assert first.indices == tuple(range(2, 2 + n))
            assert first.detected == 2 + length - 1
            assert first.side is (qi.Side.UP if side > 0 else qi.Side.DOWN)
            assert len(signals) == 2


@pytest.mark.parametrize(("rules", "length"), [("perla", 6), ("ihi", 8)])
def test_points_on_the_center_line_neither_make_nor_break_a_shift(rules, length):
    run = [1] * (length - 1)
    run.insert(2, 0)
    assert found(qi.analyze([0, -1, *run, -1], rules=rules, baseline=1), "shift") == []
    run.append(1)
    (shift,) = found(qi.analyze([0, -1, *run, -1], rules=rules, baseline=1), "shift")
    assert len(shift.indices) == length
    assert 4 not in shift.indices


def test_missing_points_neither_make_nor_break_a_shift():
    values = [0, -1, 1, 1, None, 1, 1, 1, -1]
    assert found(qi.analyze(values, rules="perla", baseline=1), "shift") == []
    values.insert(5, 1)
    (shift,) = found(qi.analyze(values, rules="perla", baseline=1), "shift")
    assert shift.indices == (2, 3, 5, 6, 7, 8)


@pytest.mark.parametrize(("rules", "length"), [("perla", 5), ("ihi", 6)])
@pytest.mark.parametrize("side", [1, -1])
def test_trend_length(rules, length, side):
    for n in (length - 1, length, length + 1):
        values = [side * 2, *(side * k for k in range(n)), 0]
        signals = found(qi.analyze(values, rules=rules), "trend")
        if n < length:
            assert signals == []
        else:
            (trend,) = signals
            assert trend.indices == tuple(range(1, n + 1))
            assert trend.detected == length
            assert trend.side is (qi.Side.UP if side > 0 else qi.Side.DOWN)


@pytest.mark.parametrize(("rules", "length"), [("perla", 5), ("ihi", 6)])
def test_equal_successive_values_count_once_in_a_trend(rules, length):
    steps = list(range(length - 1))
    assert found(qi.analyze([3, 0, 0, *steps[1:], steps[-1]], rules=rules), "trend") == []
    values = [3, 0, 0, 1, 1, 1, *range(2, length)]
    (trend,) = found(qi.analyze(values, rules=rules), "trend")
    assert trend.indices == (1, 3, *range(6, 4 + length))
    assert len(trend.indices) == length


def test_a_trend_turns_at_the_first_of_equal_values():
    (trend,) = found(qi.analyze([9, 5, 1, 1, 2, 3, 4, 5], rules="perla"), "trend")
    assert trend.indices == (2, 4, 5, 6, 7)


def test_two_trends_share_their_turning_point():
    up, down = found(qi.analyze([1, 2, 3, 4, 5, 4, 3, 2, 1], rules="perla"), "trend")
    assert up.indices == (0, 1, 2, 3, 4)
    assert down.indices == (4, 5, 6, 7, 8)


def test_the_ihi_trend_rule_is_off_where_limits_vary():
    values = [10, 12, 14, 16, 18, 20, 15]
    same, other = [100] * 7, [100, 100, 100, 100, 100, 100, 101]
    for chart in ("p", "pp", "u", "up"):
        assert found(qi.analyze(values, chart, denominators=same), "trend")
        assert not found(qi.analyze(values, chart, denominators=other), "trend")
        assert found(qi.analyze(values, chart, denominators=other, rules="perla"), "trend")
    # An I chart of rates has one sigma, whatever the denominators are.
    assert found(qi.analyze(values, "i", denominators=other), "trend")


def test_a_ghosted_denominator_does_not_make_limits_vary():
    values = [10, 12, 14, 16, 18, 20, 15]
    other = [100, 100, 100, 100, 100, 100, 101]
    assert found(qi.analyze(values, "p", denominators=other, exclude=[6]), "trend")


def test_outside_is_strictly_beyond_the_limit():
    assert frozen([0]).upper[0] == pytest.approx(3.0, rel=1e-12)
    assert found(frozen([3.0, 0, -3.0]), "outside") == []
    high, low = found(frozen([3.00001, 0, -3.00001]), "outside")
    assert (high.indices, high.side, high.detected) == ((16,), qi.Side.UP, 16)
    assert (low.indices, low.side) == ((18,), qi.Side.DOWN)


def test_points_outside_in_a_row_are_each_a_signal():
    assert [s.indices for s in found(frozen([4, 5]), "outside")] == [(16,), (17,)]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([2.0, 2.0, 0], []),
        ([2.1, 0, 0, 2.1], []),
        ([2.1, 0, 2.1], [(16, 18)]),
        ([2.1, -0.5, 2.1], [(16, 18)]),
        ([2.1, 2.1], [(16, 17)]),
        ([2.1, -2.1, 0.5], []),
        ([2.1, 2.1, 2.1], [(16, 17, 18)]),
        ([2.1, 0, 2.1, 0, 2.1], [(16, 18, 20)]),
        ([2.1, 2.1, 0, 0, 2.1, 2.1], [(16, 17), (20, 21)]),
        ([3.5, 0, 2.1], [(16, 18)]),
        ([2.1, None, 0, 2.1], [(16, 19)]),
    ],
)
def test_two_of_three(tail, expected):
    signals = found(frozen(tail), "two of three")
    assert [s.indices for s in signals] == expected
    assert all(s.side is qi.Side.UP for s in signals)
    mirrored = [None if v is None else -v for v in tail]
    assert [s.indices for s in found(frozen(mirrored), "two of three")] == expected
    if expected:
        assert signals[0].detected == expected[0][1]


def test_two_of_three_conventions_can_be_chosen():
    zone = Zone("two of three", k=2, n=3, sigmas=2, all_same_side=True, within_limits_only=True)
    rules = qi.RuleSet("strict", zones=(zone,))
    for tail, expected in (
        ([2.1, 0.5, 2.1], [(16, 18)]),
        ([2.1, -0.5, 2.1], []),
        ([0.5, 2.1, 2.1], [(17, 18)]),
        ([3.5, 0.5, 2.1], []),
        ([3.5, 2.1, 2.1], [(17, 18)]),
    ):
        got = found(frozen([-0.1, *tail], rules=rules), "two of three")
        assert [tuple(k - 1 for k in s.indices) for s in got] == expected, tail
    (signal,) = found(frozen([-0.1, 2.1, 2.1, 0.5], rules=rules), "two of three")
    assert signal.detected == 19


@pytest.mark.parametrize("n", [14, 15, 16])
def test_inner_third(n):
    lead = [1.5, -1.5] * 8
    tail = [0.4, -0.3, 0.9][: n % 3] + [0.5, -0.5, 0.2] * (n // 3)
    rules = qi.RuleSet("inner", inner=15)
    base = [0.564, -0.564] * 8
    analysis = qi.analyze([*base, *lead, *tail, 2.0], "i", baseline=16, rules=rules)
    late = [s for s in found(analysis, "inner third") if s.start >= 32]
    if n < 15:
        assert late == []
    else:
        (signal,) = late
        assert signal.indices == tuple(range(32, 32 + n))
        assert signal.detected == 46
        assert signal.side is None


def test_a_point_on_one_sigma_is_in_the_inner_third():
    rules = qi.RuleSet("inner", inner=3)
    assert found(frozen([2, 1.0, -1.0, 1.0, 2], rules=rules), "inner third")[-1].start == 17
    # Beyond one sigma breaks it.
    assert found(frozen([2, 1.0, -1.001, 1.0, 2], rules=rules), "inner third")[-1].start == 0


@pytest.mark.parametrize("n_useful", [9, 10, 24, 60, 61])
def test_runs_are_tested_by_the_table_only_where_it_has_a_row(n_useful):
    table = {10: (3, 9), 24: (8, 18), 60: (24, 38)}
    half = n_useful // 2
    few = [1] * half + [-1] * (n_useful - half)
    signals = found(qi.analyze([0, *few], rules="perla", baseline=1), "runs")
    many = [1 if k % 2 else -1 for k in range(n_useful)]
    zigzag = found(qi.analyze([0, *many], rules="perla", baseline=1), "runs")
    summary = qi.analyze([0, *few], rules="perla", baseline=1).phases[0]
    assert (summary.runs, summary.crossings, summary.n_useful) == (2, 1, n_useful)
    if n_useful in table:
        assert (summary.runs_min, summary.runs_max) == table[n_useful]
        (signal,) = signals
        assert signal.indices == tuple(range(1, n_useful + 1))
        assert signal.side is None
        assert len(zigzag) == 1
    else:
        assert summary.runs_min is None
        assert summary.runs_max is None
        assert signals == zigzag == []


@pytest.mark.parametrize("runs", [7, 8, 18, 19])
def test_runs_at_the_bounds_of_the_table(runs):
    # 24 useful points: 8 to 18 runs are expected.
    marks, side = [], 1
    for k in range(runs):
        marks += [side] * (24 - runs + 1 if k == 0 else 1)
        side = -side
    signals = found(
        qi.analyze([0, *marks], rules=qi.RuleSet("runs", runs=True), baseline=1), "runs"
    )
    assert len(signals) == (0 if 8 <= runs <= 18 else 1)


@pytest.mark.parametrize("n", range(1, 121))
def test_anhoej_limits(n):
    import math

    from qi.runs import crossings_limit, longest_run_limit

    assert crossings_limit(n) == naive.binomial_quantile(n - 1, naive.Fraction(1, 20))
    # round() without its bankers' rule, which never applies: log2(n) is never k + 1/2.
    assert longest_run_limit(n) == math.floor(math.log2(n) + 0.5) + 3


def test_the_crossings_quantile_of_long_series_agrees_with_whole_numbers(monkeypatch):
    from qi import runs

    exact = [runs.crossings_limit(n) for n in (500, 1999)]
    monkeypatch.setattr(runs, "EXACT_UP_TO", 100)
    runs.crossings_limit.cache_clear()
    assert [runs.crossings_limit(n) for n in (500, 1999)] == exact
    runs.crossings_limit.cache_clear()


@pytest.mark.parametrize("length", [8, 9, 10])
def test_anhoej_longest_run_is_more_than_the_limit(length):
    # 24 useful points: the longest run that chance explains is round(log2 24) + 3 = 8.
    marks = [1] * length + [-1 if k % 2 == 0 else 1 for k in range(24 - length)]
    analysis = qi.analyze([0, *marks], rules="anhoej", baseline=1)
    assert analysis.phases[0].longest_run_max == 8
    signals = found(analysis, "shift")
    assert [s.indices for s in signals] == ([tuple(range(1, length + 1))] if length > 8 else [])


@pytest.mark.parametrize("crossings", [7, 8, 9])
def test_anhoej_crossings(crossings):
    # 24 useful points: the 5% quantile of Binomial(23, 1/2) is 8.
    marks, side, left = [], 1, 24
    for k in range(crossings + 1):
        size = left // (crossings + 1 - k)
        marks += [side] * size
        left -= size
        side = -side
    analysis = qi.analyze([0, *marks], rules="anhoej", baseline=1)
    assert analysis.phases[0].crossings == crossings
    signals = found(analysis, "crossings")
    assert len(signals) == (1 if crossings < 8 else 0)
    if signals:
        assert signals[0].indices == tuple(range(1, 25))


integers = st.lists(st.integers(-6, 6), min_size=1, max_size=60)


def as_pairs(analysis, rule):
    return sorted((1 if s.side is qi.Side.UP else -1, s.indices) for s in found(analysis, rule))


@settings(max_examples=EXAMPLES, deadline=None)
@given(integers, st.integers(2, 9), st.sampled_from(["skip", "break"]))
def test_shift_and_trend_by_their_definitions(values, length, zeros):
    rules = qi.RuleSet("own", shift=length, trend=length, on_center=zeros, ties=zeros)
    analysis = qi.analyze(values, rules=rules)
    center = naive.median(values)
    assert as_pairs(analysis, "shift") == sorted(naive.shift(values, center, length, zeros=zeros))
    assert as_pairs(analysis, "trend") == sorted(naive.trend(values, length, ties=zeros))
    summary = analysis.phases[0]
    assert (
        summary.n_useful,
        summary.longest_run,
        summary.runs,
        summary.crossings,
    ) == naive.runs_and_crossings(values, center)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.integers(-15, 15), min_size=1, max_size=40),
    st.sampled_from([(2, 3, 2), (4, 5, 1), (3, 3, 1)]),
    st.booleans(),
    st.booleans(),
)
def test_k_of_n_by_its_definition(quarters, shape, same, inside):
    k, n, sigmas = shape
    # Quarters of sigma, pushed off the lines so that no float rounding decides.
    z = [q / 4 + 0.01 * (q > 0) - 0.01 * (q < 0) for q in quarters]
    zone = Zone("zone", k, n, sigmas, all_same_side=same, within_limits_only=inside)
    analysis = frozen(z, rules=qi.RuleSet("own", zones=(zone,), inner=3))
    whole = [*([0.564, -0.564] * 8), *z]
    expected = naive.k_of_n(
        whole,
        k,
        n,
        sigmas,
        all_same=naive.sides(whole, 0, 1e-9) if same else None,
        inside=inside,
    )
    assert as_pairs(analysis, "zone") == sorted(expected)
    assert [s.indices for s in found(analysis, "inner third")] == naive.within(whole, 3)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    integers.filter(lambda v: len(v) > 1),
    st.sampled_from(["run", "i"]),
    st.sampled_from(["perla", "ihi", "anhoej"]),
)
def test_mirroring_the_values_swaps_the_sides(values, chart, rules):
    flip = {qi.Side.UP: qi.Side.DOWN, qi.Side.DOWN: qi.Side.UP, None: None}
    one = qi.analyze(values, chart, rules=rules)
    two = qi.analyze([-v for v in values], chart, rules=rules)
    key = lambda s: (s.rule, s.indices, s.detected)  # noqa: E731
    assert sorted(map(key, one.signals)) == sorted(map(key, two.signals))
    sides = {key(s): s.side for s in one.signals}
    assert all(flip[sides[key(s)]] is s.side for s in two.signals)


@settings(max_examples=EXAMPLES, deadline=None)
@given(integers, st.integers(-40, 40), st.sampled_from([0.25, 2, 8]), st.sampled_from(["run", "i"]))
def test_shifting_and_scaling_changes_no_signal(values, offset, scale, chart):
    one = qi.analyze(values, chart)
    two = qi.analyze([(v + offset) * scale for v in values], chart)
    assert one.signals == two.signals


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=2,
        max_size=40,
    ),
    st.sampled_from(["p", "pp"]),
)
def test_counting_the_others_mirrors_a_proportion_chart(pairs, chart):
    y, n = zip(*pairs, strict=True)
    one = qi.analyze(y, chart, denominators=n)
    two = qi.analyze([b - a for a, b in pairs], chart, denominators=n)
    key = lambda s: (s.rule, s.indices, s.detected)  # noqa: E731
    assert sorted(map(key, one.signals)) == sorted(map(key, two.signals))
    np.testing.assert_allclose(two.center, 1 - one.center, rtol=0, atol=1e-12)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(-30, 30), min_size=1, max_size=40), st.data())
def test_under_frozen_limits_a_longer_series_keeps_every_earlier_signal(quarters, data):
    stop = data.draw(st.integers(1, len(quarters)))
    rules = qi.RuleSet("all", outside=True, shift=4, trend=4, zones=(Zone("z", 2, 3, 2),))
    z = [q / 8 for q in quarters]
    # The largest value comes first: it sets the scale of the tolerance for both.
    whole, part = frozen([4.0, *z], rules=rules), frozen([4.0, *z[:stop]], rules=rules)
    late = {(s.rule, s.start, s.detected): set(s.indices) for s in whole.signals}
    for s in part.signals:
        assert set(s.indices) <= late[s.rule, s.start, s.detected]


def test_a_point_may_be_part_of_several_signals():
    analysis = frozen([1, 1.5, 2.2, 2.5, 3.5, 3.6, 3.7, 3.8])
    last = {s.rule for s in analysis.signals if 23 in s.indices}
    assert last == {"outside", "shift", "trend", "two of three"}
    assert set(analysis.frame()["signals"].iloc[-1]) == last


def test_a_short_series_never_signals():
    assume_nothing = [qi.analyze(list(range(n)), rules="perla").signals for n in range(1, 5)]
    assert assume_nothing == [()] * 4


def exact_bounds(n):
    """Fewest and most runs with 2.5% or less in either tail, of n//2 above and the others below."""
    from math import comb

    a, b = n // 2, n - n // 2
    ways = {}
    for r in range(2, n + 1):
        k = r // 2
        if r % 2 == 0:
            ways[r] = 2 * comb(a - 1, k - 1) * comb(b - 1, k - 1)
        else:
            ways[r] = comb(a - 1, k) * comb(b - 1, k - 1) + comb(a - 1, k - 1) * comb(b - 1, k)
    total = comb(n, a)
    low = high = 0
    fewest, most = 2, n
    while 40 * (low + ways[fewest]) <= total:
        low += ways[fewest]
        fewest += 1
    while 40 * (high + ways[most]) <= total:
        high += ways[most]
        most -= 1
    return fewest, most


def test_the_published_runs_table_beside_exact_arithmetic():
    from qi.constants import RUNS_EXPECTED

    assert list(RUNS_EXPECTED) == list(range(10, 61))
    apart = 0
    for n, (fewest, most) in RUNS_EXPECTED.items():
        exact = exact_bounds(n)
        assert abs(fewest - exact[0]) <= 1
        assert abs(most - exact[1]) <= 1
        apart += (fewest, most) != exact
    # The page on statistics says so: 34 rows agree, 17 are one off somewhere.
    assert apart == 17


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.lists(st.integers(-9, 9), min_size=2, max_size=4), min_size=2, max_size=20),
    st.integers(-20, 20),
    st.sampled_from([0.5, 2, 16]),
)
def test_shifting_scaling_and_mirroring_means_of_subgroups(groups, offset, scale):
    labels = [k for k, group in enumerate(groups) for _ in group]
    values = [v for group in groups for v in group]
    one = qi.analyze(values, "xbar", subgroups=labels)
    moved = qi.analyze([(v + offset) * scale for v in values], "xbar", subgroups=labels)
    assert one.signals == moved.signals
    np.testing.assert_allclose(moved.upper, (one.upper + offset) * scale, rtol=1e-9, atol=1e-9)
    flipped = qi.analyze([-v for v in values], "xbar", subgroups=labels)
    key = lambda s: (s.rule, s.indices, s.detected)  # noqa: E731
    assert sorted(map(key, one.signals)) == sorted(map(key, flipped.signals))


def test_several_rule_sets_at_once_say_what_each_says_alone():
    values = [5.0, 7, 4, 6, 9, 8, 9, 8, 9, 10, 9, 8, 9, 21]
    names = ("ihi", "nelson", "anhoej", "perla")
    for name, one in zip(names, analyze_under(names, values, "i"), strict=True):
        alone = qi.analyze(values, "i", rules=name)
        assert one.signals == alone.signals
        assert one.center.tolist() == alone.center.tolist()
