"""Center and limits of MR, I′, Xbar, S, R, NP, G and T charts by the letter of their formulas."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from qi import constants
from tests.qi import naive
from tests.qi.settings import EXAMPLES


def close(got, expected, absolute=1e-9):
    assert got == pytest.approx(expected, rel=1e-9, abs=absolute, nan_ok=True)


def normal_range_moments(n):
    """Mean and standard deviation of the range of n normal values, by numerical integration.

    The range is at most r with probability n times the integral of φ(x) (Φ(x + r) − Φ(x))^(n−1).
    """
    from scipy.stats import norm

    x, r = np.linspace(-9, 9, 1801), np.linspace(0, 14, 1401)
    between = norm.cdf(x[:, None] + r) - norm.cdf(x)[:, None]
    above = 1 - n * np.trapezoid(norm.pdf(x)[:, None] * between ** (n - 1), x, axis=0)
    mean = np.trapezoid(above, r)
    return mean, math.sqrt(2 * np.trapezoid(r * above, r) - mean**2)


@pytest.mark.parametrize("n", [2, 3, 5, 10, 25])
def test_range_constants_are_the_moments_of_normal_ranges(n):
    mean, deviation = normal_range_moments(n)
    assert constants.D2[n - 2] == pytest.approx(mean, abs=0.0006)
    assert constants.D3[n - 2] == pytest.approx(deviation, abs=0.0006)


@pytest.mark.parametrize(
    ("n", "printed"),
    [(2, 0.7979), (3, 0.8862), (4, 0.9213), (5, 0.9400), (10, 0.9727), (25, 0.9896)],
)
def test_c4_as_textbooks_print_it(n, printed):
    assert constants.c4(n) == pytest.approx(printed, abs=5e-5)


@pytest.mark.parametrize("n", [2, 3, 7, 40, 300])
def test_c4_by_the_recursion_of_the_gamma_function(n):
    gamma = {1: math.sqrt(math.pi), 2: 1.0}
    for k in range(3, n + 1):
        gamma[k] = (k / 2 - 1) * gamma[k - 2]
    expected = math.sqrt(2 / (n - 1)) * gamma[n] / gamma[n - 1]
    assert constants.c4(n) == pytest.approx(expected, rel=1e-12)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(-100, 100), min_size=2, max_size=200))
def test_mr(values):
    ranges = naive.moving_ranges(values)
    mean = sum(ranges) / len(ranges)
    analysis = qi.analyze(values, "mr")
    close(analysis.values, [math.nan, *ranges])
    close(analysis.center, [mean] * len(values))
    close(analysis.lower, [0] * len(values))
    close(analysis.upper, [3.267 * mean] * len(values))
    pair = qi.analyze(values, "i")
    close(pair.upper - pair.center, [3 * mean / 1.128] * len(values))


def test_mr_shares_its_mean_range_with_i_under_phases_exclusions_gaps_and_a_baseline():
    values = [3, 5, None, 6, 90, 7, 9, 12, 30, 31, 35, 33, 38]
    options = {"phases": [8], "exclude": [4], "baseline": [7, None]}
    ranges, singles = qi.analyze(values, "mr", **options), qi.analyze(values, "i", **options)
    for k in (0, 8):
        assert ranges.center[k] == pytest.approx((singles.upper - singles.center)[k] * 1.128 / 3)
    # Missing: the first of each phase, the gap, and the one after the gap.
    assert np.flatnonzero(np.isnan(ranges.values)).tolist() == [0, 2, 3, 8]
    # The excluded 90 still shows its range; the 7 after it is compared with the 6 before it.
    assert ranges.values[4:6].tolist() == [84, 1]
    assert not ranges.included[4]
    # Six to seven, seven to nine inside the baseline; nine to twelve after it.
    close(ranges.center[0], (2 + 1 + 2) / 3)


def test_on_an_mr_chart_only_points_outside_are_signals():
    values = [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 200]
    for rules in ("ihi", "perla", "nelson"):
        signals = qi.analyze(values, "mr", rules=rules).signals
        assert {s.rule for s in signals} <= {"outside"}
    (signal,) = qi.analyze(values, "mr").signals
    assert signal.indices == (10,)
    assert qi.analyze(values, "mr").options["rules"].name == "ihi"


def test_mr_of_rates_takes_the_ranges_of_the_plotted_values():
    close(qi.analyze([1, 4, 3], "mr", denominators=[10, 20, 10]).center[0], 0.1)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(1, 300)), min_size=2, max_size=200))
def test_ip(pairs):
    numerators, n = zip(*pairs, strict=True)
    y = [a / b for a, b in pairs]
    center = sum(numerators) / sum(n)
    s = [
        math.sqrt(math.pi / 2) * abs(y[k] - y[k - 1]) / math.sqrt(1 / n[k] + 1 / n[k - 1])
        for k in range(1, len(y))
    ]
    width = [3 * (sum(s) / len(s)) / math.sqrt(k) for k in n]
    analysis = qi.analyze(numerators, "ip", denominators=n)
    close(analysis.center, [center] * len(y))
    close(analysis.lower, [center - w for w in width])
    close(analysis.upper, [center + w for w in width])


def test_ip_at_equal_denominators_differs_from_i_by_the_rounding_of_d2():
    values = [5, 8, 6, 9, 4, 7]
    i = qi.analyze(values, "i", denominators=[10] * 6)
    ip = qi.analyze(values, "ip", denominators=[10] * 6)
    ratio = (ip.upper - ip.center)[0] / (i.upper - i.center)[0]
    assert ratio == pytest.approx(1.128 * math.sqrt(math.pi) / 2, rel=1e-12)
    assert abs(ratio - 1) < 0.0004


def test_ip_without_a_denominator_has_no_limits_at_that_point():
    analysis = qi.analyze([5, 0, 6, 9], "ip", denominators=[10, 0, 10, 12])
    assert math.isnan(analysis.upper[1])
    # Only 6/10 and 9/12 are neighbors.
    s = math.sqrt(math.pi / 2) * abs(9 / 12 - 6 / 10) / math.sqrt(1 / 10 + 1 / 12)
    close(analysis.upper[0] - analysis.center[0], 3 * s / math.sqrt(10))


groups = st.lists(st.lists(st.integers(-80, 80), min_size=2, max_size=9), min_size=2, max_size=30)


def flat(subgroups):
    values = [v for group in subgroups for v in group]
    labels = [k for k, group in enumerate(subgroups) for _ in group]
    return values, labels


def pooled(subgroups):
    sizes = {len(g) for g in subgroups}
    deviations = [statistics.stdev(g) for g in subgroups]
    if len(sizes) == 1:
        return sum(deviations) / len(deviations)
    top = sum((len(g) - 1) * s**2 for g, s in zip(subgroups, deviations, strict=True))
    return math.sqrt(top / sum(len(g) - 1 for g in subgroups))


def c4(n):
    return math.sqrt(2 / (n - 1)) * math.gamma(n / 2) / math.gamma((n - 1) / 2)


@settings(max_examples=EXAMPLES, deadline=None)
@given(groups, st.booleans())
def test_xbar_and_s(subgroups, equal):
    if equal:
        subgroups = [g[:2] for g in subgroups]
    values, labels = flat(subgroups)
    s = pooled(subgroups)
    grand = sum(values) / len(values)
    xbar = qi.analyze(values, "xbar", subgroups=labels)
    close(xbar.values, [sum(g) / len(g) for g in subgroups])
    close(xbar.center, [grand] * len(subgroups))
    a3 = [3 / (c4(len(g)) * math.sqrt(len(g))) for g in subgroups]
    close(xbar.upper, [grand + a * s for a in a3])
    close(xbar.lower, [grand - a * s for a in a3])
    chart = qi.analyze(values, "s", subgroups=labels)
    close(chart.values, [statistics.stdev(g) for g in subgroups], 1e-7)
    close(chart.center, [s] * len(subgroups))
    b = [3 * math.sqrt(1 - c4(len(g)) ** 2) / c4(len(g)) for g in subgroups]
    close(chart.upper, [(1 + k) * s for k in b])
    close(chart.lower, [max(1 - k, 0) * s for k in b])


@settings(max_examples=EXAMPLES, deadline=None)
@given(groups)
def test_r(subgroups):
    values, labels = flat(subgroups)
    analysis = qi.analyze(values, "r", subgroups=labels)
    mean = sum(max(g) - min(g) for g in subgroups) / len(subgroups)
    d2 = dict(
        zip(range(2, 10), (1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970), strict=True)
    )
    d3 = dict(
        zip(range(2, 10), (0.853, 0.888, 0.880, 0.864, 0.848, 0.833, 0.820, 0.808), strict=True)
    )
    close(analysis.center, [mean] * len(subgroups))
    width = [3 * d3[len(g)] / d2[len(g)] * mean for g in subgroups]
    close(analysis.upper, [mean + w for w in width])
    close(analysis.lower, [max(mean - w, 0) for w in width])


def test_equal_labels_form_one_point_in_order_of_appearance():
    analysis = qi.analyze([1, 5, 3, 7, 2], "xbar", subgroups=["b", "a", "b", "a", "c"])
    assert analysis.x == ("b", "a", "c")
    assert analysis.values.tolist() == [2, 6, 2]
    assert analysis.denominators.tolist() == [2, 2, 1]
    # A subgroup of one value is plotted but has no limits of its own.
    assert np.isnan(analysis.upper).tolist() == [False, False, True]


def test_missing_values_are_left_out_of_their_subgroup():
    analysis = qi.analyze([1, None, 3, None, 4, 6], "xbar", subgroups=[1, 1, 1, 2, 3, 3])
    close(analysis.values, [2, math.nan, 5])
    assert analysis.denominators.tolist() == [2, 0, 2]
    for chart in ("s", "r"):
        missing = qi.analyze([1, 2, 3, 5, 6], chart, subgroups=[1, 2, 2, 3, 3])
        assert np.isnan(missing.values).tolist() == [True, False, False]


def test_xbar_of_single_values_has_no_limits():
    assert np.isnan(qi.analyze([1, 2, 3], "xbar", subgroups=[1, 2, 3]).upper).all()


def test_subgroups_have_phases_exclusions_and_a_multiplier():
    values, labels = flat([[1, 3], [2, 6], [3, 5], [10, 12], [11, 15], [12, 16]])
    analysis = qi.analyze(values, "xbar", subgroups=labels, phases=[3], exclude=[1], multiplier=10)
    close(analysis.center, [30] * 3 + [380 / 3] * 3)
    assert analysis.phases[0].n_points == 2


def test_the_trend_rule_is_off_where_subgroup_sizes_differ():
    growing = [[k, k + 2] for k in range(6)]
    values, labels = flat(growing)
    assert "trend" in {s.rule for s in qi.analyze(values, "xbar", subgroups=labels).signals}
    values, labels = flat([[0, 1, 2], *growing[1:]])
    assert "trend" not in {s.rule for s in qi.analyze(values, "xbar", subgroups=labels).signals}


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.integers(1, 300).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.integers(0, n), min_size=2, max_size=100))
    )
)
def test_np(given_counts):
    n, counts = given_counts
    p = sum(counts) / (n * len(counts))
    width = 3 * math.sqrt(n * p * (1 - p))
    analysis = qi.analyze(counts, "np", denominators=[n] * len(counts))
    close(analysis.values, counts)
    close(analysis.center, [n * p] * len(counts))
    close(analysis.lower, [max(n * p - width, 0)] * len(counts))
    close(analysis.upper, [min(n * p + width, n)] * len(counts))


def test_np_skips_a_missing_denominator():
    analysis = qi.analyze([3, 4, 5], "np", denominators=[10, None, 10])
    close(analysis.values, [3, math.nan, 5])
    close(analysis.center, [4] * 3)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=2, max_size=100))
def test_g(counts):
    m = sum(counts) / len(counts)
    sigma = math.sqrt(m * (m + 1))
    analysis = qi.analyze(counts, "g")
    close(analysis.center, [statistics.median(counts)] * len(counts))
    close(analysis.lower, [max(m - 3 * sigma, 0)] * len(counts))
    close(analysis.upper, [m + 3 * sigma] * len(counts))
    if m:
        close(analysis.sigma_units, [(k - m) / sigma for k in counts])


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(1, 4000).map(lambda k: k / 8), min_size=2, max_size=100))
def test_t(times):
    z = [v ** (1 / 3.6) for v in times]
    center, lower, upper = naive.i_limits(z)
    analysis = qi.analyze(times, "t")
    close(analysis.values, times)
    close(analysis.center, [center**3.6] * len(times))
    assert analysis.lower == pytest.approx([max(lower, 0) ** 3.6] * len(times), rel=1e-8, abs=1e-9)
    close(analysis.upper, [upper**3.6] * len(times))
    assert analysis.phases[0].center == pytest.approx(center**3.6)
    sigma = (upper - center) / 3
    if sigma > 1e-6:
        close(analysis.sigma_units, [(v - center) / sigma for v in z], 1e-6)


def test_t_rules_and_target_look_at_the_right_scale():
    times = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 400]
    analysis = qi.analyze(times, "t", target=1000, direction="up", multiplier=2)
    # The jump widens the moving ranges; the point still stands far above the center.
    assert analysis.sigma_units[-1] > 2
    assert analysis.target == 2000
    assert analysis.values[-1] == 800
    assert analysis.verdict.assurance in {qi.Assurance.FAILS, qi.Assurance.HIT_OR_MISS}
    fails = qi.analyze(times, "t", baseline=8, target=1000, direction="up")
    assert fails.verdict.assurance is qi.Assurance.FAILS
    assert [s.indices for s in fails.signals if s.rule == "outside"] == [(11,)]


def test_limits_without_neighbors_stay_missing_on_a_t_chart():
    analysis = qi.analyze([3, None, 5], "t")
    assert np.isnan(analysis.lower).all()


@pytest.mark.parametrize("chart", ["p", "np", "pp", "u", "up"])
def test_nhs_does_not_cut_limits(chart):
    analysis = qi.analyze([1, 0, 2, 1, 0, 2], chart, denominators=[10] * 6, rules="nhs")
    assert analysis.lower.min() < 0
    if chart == "p":
        high = qi.analyze([9, 10, 8, 9], "p", denominators=[10] * 4, rules="nhs")
        assert high.upper.max() > 1


def test_nhs_does_not_cut_counts_subgroups_and_rare_events():
    assert qi.analyze([1, 0, 2, 1], "c", rules="nhs").lower[0] < 0
    assert qi.analyze([1, 0, 2, 1], "g", rules="nhs").lower[0] < 0
    values, labels = flat([[1, 3], [2, 6], [3, 5]])
    assert qi.analyze(values, "s", subgroups=labels, rules="nhs").lower[0] < 0
    assert qi.analyze(values, "r", subgroups=labels, rules="nhs").lower[0] < 0


def test_nhs_screens_moving_ranges_unless_told_otherwise():
    values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 40, 41, 40, 41, 40, 41]
    screened = naive.i_limits(values, screen=True)[2]
    plain = naive.i_limits(values)[2]
    assert qi.analyze(values, "i", rules="nhs").upper[0] == pytest.approx(screened)
    assert qi.analyze(values, "i", rules="nhs", screen_moving_ranges=False).upper[
        0
    ] == pytest.approx(plain)
    assert qi.analyze(values, "i").upper[0] == pytest.approx(plain)
    assert qi.analyze(values, "i", screen_moving_ranges=True).upper[0] == pytest.approx(screened)
    # An MR chart shows the ranges that screening hides.
    assert qi.analyze(values, "mr", rules="nhs").center[0] == pytest.approx(
        (plain - sum(values) / 15) * 1.128 / 3
    )


@pytest.mark.parametrize(
    ("args", "options", "argument", "position", "words"),
    [
        ([[1, 2]], {"chart": "xbar"}, "subgroups", None, "one subgroup label"),
        ([[1, 2]], {"chart": "i", "subgroups": [1, 2]}, "subgroups", None, "takes no subgroups"),
        ([[1, 2]], {"chart": "s", "subgroups": [1]}, "subgroups", None, "expected 2 labels"),
        ([[1, 2]], {"chart": "s", "subgroups": [1, None]}, "subgroups", 1, "missing"),
        ([[1, 2]], {"chart": "s", "subgroups": [1, math.nan]}, "subgroups", 1, "missing"),
        ([list(range(26))], {"chart": "r", "subgroups": ["a"] * 26}, "subgroups", 0, "up to 25"),
        ([[1, 2]], {"chart": "xbar", "subgroups": [1, 2], "denominators": [1, 1]}, "denominators", None, "takes no"),
        ([[1, 2, 3]], {"chart": "np", "denominators": [9, 9, 8]}, "denominators", 2, "equal denominators"),
        ([[1, None, 3]], {"chart": "np", "denominators": [9, 9, 8]}, "denominators", 2, "equal denominators"),
        ([[1, 2]], {"chart": "ip"}, "denominators", None, "needs one"),
        ([[1, 0]], {"chart": "t"}, "values", 1, "more than 0"),
        ([[1, -1]], {"chart": "t"}, "values", 1, "more than 0"),
        ([[1, -1]], {"chart": "g"}, "values", 1, "0 or more"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(args, options, argument, position, words):
    with pytest.raises(qi.QIError, match=words) as raised:
        qi.analyze(*args, **options)
    assert (raised.value.argument, raised.value.position) == (argument, position)


def test_limits_of_an_all_equal_t_and_g_chart():
    for chart in ("t", "g", "mr"):
        analysis = qi.analyze([5] * 16, chart)
        assert analysis.signals == ()
        assert analysis.phases[0].all_equal
    values, labels = flat([[2, 4]] * 12)
    for chart in ("xbar", "s", "r"):
        assert qi.analyze(values, chart, subgroups=labels).signals == ()
