"""Center and limits, against books and against the second implementation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from tests.qi import naive
from tests.qi.settings import EXAMPLES

values_lists = st.lists(st.integers(-1000, 1000).map(lambda k: k / 8), min_size=2, max_size=200)
shares = st.lists(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=200,
)
rates = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5000)), min_size=2, max_size=200)


def close(got, expected):
    assert got == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=EXAMPLES, deadline=None)
@given(values_lists)
def test_run_center_is_the_median(values):
    analysis = qi.analyze(values)
    close(analysis.center, [naive.median(values)] * len(values))
    assert np.isnan(analysis.lower).all()
    assert np.isnan(analysis.upper).all()


@settings(max_examples=EXAMPLES, deadline=None)
@given(values_lists)
def test_i_limits(values):
    center, lower, upper = naive.i_limits(values)
    analysis = qi.analyze(values, "i")
    close(analysis.center, [center] * len(values))
    assert analysis.lower == pytest.approx([lower] * len(values), rel=1e-9, abs=1e-9)
    assert analysis.upper == pytest.approx([upper] * len(values), rel=1e-9, abs=1e-9)


@settings(max_examples=EXAMPLES, deadline=None)
@given(shares)
def test_p_limits(pairs):
    numerators, denominators = zip(*pairs, strict=True)
    center, limits = naive.p_limits(numerators, denominators)
    analysis = qi.analyze(numerators, "p", denominators=denominators)
    close(analysis.center, [center] * len(pairs))
    close(analysis.lower, [low for low, _ in limits])
    close(analysis.upper, [high for _, high in limits])


@settings(max_examples=EXAMPLES, deadline=None)
@given(rates)
def test_u_limits(pairs):
    numerators, denominators = zip(*pairs, strict=True)
    center, limits = naive.u_limits(numerators, denominators)
    analysis = qi.analyze(numerators, "u", denominators=denominators)
    close(analysis.center, [center] * len(pairs))
    close(analysis.lower, [low for low, _ in limits])
    close(analysis.upper, [high for _, high in limits])


@pytest.mark.parametrize("chart", ["pp", "up"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(shares.filter(lambda pairs: 0 < sum(y for y, _ in pairs) < sum(n for _, n in pairs)))
def test_laney_limits(chart, pairs):
    numerators, denominators = zip(*pairs, strict=True)
    center, sigma_z, limits = naive.laney(numerators, denominators, binomial=chart == "pp")
    analysis = qi.analyze(numerators, chart, denominators=denominators)
    close(analysis.center, [center] * len(pairs))
    close(analysis.phases[0].sigma_z, sigma_z)
    close(analysis.lower, [low for low, _ in limits])
    close(analysis.upper, [high for _, high in limits])


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=2, max_size=200))
def test_c_limits(counts):
    center = math.fsum(counts) / len(counts)
    analysis = qi.analyze(counts, "c")
    close(analysis.center, [center] * len(counts))
    close(analysis.lower, [max(center - 3 * math.sqrt(center), 0)] * len(counts))
    close(analysis.upper, [center + 3 * math.sqrt(center)] * len(counts))


def test_run_chart_of_rates_plots_value_over_denominator():
    analysis = qi.analyze([1, 4, 3], denominators=[10, 20, 10], multiplier=100)
    close(analysis.values, [10, 20, 30])
    close(analysis.center, [20, 20, 20])


def test_i_chart_of_rates_centers_on_the_plain_mean_of_the_plotted_values():
    analysis = qi.analyze([1, 4, 3], "i", denominators=[10, 20, 10])
    close(analysis.center, [0.2] * 3)
    close(analysis.upper, [0.2 + 3 * 0.1 / 1.128] * 3)


def test_moving_ranges_close_up_over_a_ghosted_point_and_stop_at_a_missing_one():
    # Ranges of 1,2,(9),4 are 1 and 2 when 9 is ghosted; 1,2,missing,4 has the range 1 only.
    ghosted = qi.analyze([1, 2, 9, 4], "i", exclude=[2])
    close(ghosted.upper[0] - ghosted.center[0], 3 * 1.5 / 1.128)
    gap = qi.analyze([1, 2, None, 4], "i")
    close(gap.upper[0] - gap.center[0], 3 * 1 / 1.128)
    both = qi.analyze([1, 2, None, 9, 4, 6], "i", exclude=[3])
    close(both.upper[0] - both.center[0], 3 * 1.5 / 1.128)


def test_laney_ranges_stop_at_a_missing_point():
    y, n = [5, 9, None, 7, 2], [50, 60, 55, 40, 70]
    center = 23 / 220
    z = [
        (a / b - center) / math.sqrt(center * (1 - center) / b)
        for a, b in zip([5, 9, 7, 2], [50, 60, 40, 70], strict=True)
    ]
    sigma_z = (abs(z[1] - z[0]) + abs(z[3] - z[2])) / 2 / 1.128
    analysis = qi.analyze(y, "pp", denominators=n)
    close(analysis.phases[0].sigma_z, sigma_z)
    assert math.isnan(analysis.values[2])


def test_screening_drops_extreme_ranges_once():
    values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 40, 41, 40, 41, 40, 41]
    close(
        [qi.analyze(values, "i", screen_moving_ranges=True).upper[0]],
        [naive.i_limits(values, screen=True)[2]],
    )
    assert naive.i_limits(values, screen=True)[2] < naive.i_limits(values)[2]


def test_screening_leaves_a_flat_series_alone():
    analysis = qi.analyze([2.0] * 8, "i", screen_moving_ranges=True)
    close(analysis.upper, [2.0] * 8)


def test_proportion_limits_stay_between_0_and_1():
    analysis = qi.analyze([9, 10, 9, 10], "p", denominators=[10] * 4)
    assert analysis.upper.max() == 1.0
    assert qi.analyze([1, 0, 1, 0], "p", denominators=[10] * 4).lower.min() == 0.0


def test_multiplier_scales_values_center_limits_and_target():
    args = {"denominators": [100, 110, 90, 95], "target": 0.2, "direction": "down"}
    plain = qi.analyze([10, 12, 9, 8], "p", **args)
    scaled = qi.analyze([10, 12, 9, 8], "p", multiplier=100, **args)
    for name in ("values", "center", "lower", "upper"):
        close(getattr(scaled, name), getattr(plain, name) * 100)
    close(scaled.target, 20.0)
    close(scaled.phases[0].center, plain.phases[0].center * 100)
    assert scaled.verdict == plain.verdict
    close(scaled.sigma_units, plain.sigma_units)


def test_sigma_units_are_distances_in_sigma():
    analysis = qi.analyze([4, 6, 5, 7, 3, 5], "i")
    sigma = (analysis.upper - analysis.center) / 3
    close(analysis.sigma_units, (analysis.values - analysis.center) / sigma)


@pytest.mark.parametrize("rules", ["perla", "ihi", "anhoej"])
@pytest.mark.parametrize(
    ("chart", "denominators"),
    [("run", None), ("i", None), ("p", 40), ("pp", 40), ("u", 40), ("up", 40), ("c", None)],
)
@pytest.mark.parametrize("value", [0, 3, 40])
def test_all_values_equal(chart, denominators, value, rules):
    analysis = qi.analyze(
        [value] * 20,
        chart,
        denominators=None if denominators is None else [denominators] * 20,
        rules=rules,
    )
    assert analysis.signals == ()
    assert analysis.phases[0].all_equal
    assert analysis.verdict.variation is qi.Variation.NOT_JUDGEABLE
    assert "all with the same value" in analysis.describe()[0]
    if chart in {"i", "pp", "up"}:
        close(analysis.lower, analysis.center)
        close(analysis.upper, analysis.center)
        close(analysis.sigma_units, [0.0] * 20)


def test_a_value_off_a_flat_baseline_is_outside_and_has_no_sigma_units():
    analysis = qi.analyze([2.0] * 12 + [5.0], "i", baseline=12)
    assert [s.indices for s in analysis.signals if s.rule == "outside"] == [(12,)]
    assert math.isnan(analysis.sigma_units[12])


@pytest.mark.parametrize(
    ("chart", "denominators"), [("run", None), ("i", None), ("p", [9]), ("pp", [9]), ("c", None)]
)
def test_one_point_has_a_center_and_no_limits(chart, denominators):
    analysis = qi.analyze([3], chart, denominators=denominators)
    close(analysis.center, [3 / 9 if denominators else 3])
    assert np.isnan(analysis.lower).all()
    assert np.isnan(analysis.upper).all()
    assert analysis.signals == ()
    assert "too young" in analysis.describe()[0]


def test_limits_need_two_neighbors():
    analysis = qi.analyze([3, None, 5], "i")
    close(analysis.center, [4] * 3)
    assert np.isnan(analysis.upper).all()


@pytest.mark.parametrize("chart", ["run", "i"])
def test_everything_missing_or_excluded(chart):
    for analysis in (
        qi.analyze([None, math.nan], chart),
        qi.analyze([1, 2], chart, exclude=[0, 1]),
    ):
        assert np.isnan(analysis.center).all()
        assert analysis.signals == ()
        assert analysis.verdict.variation is qi.Variation.NOT_JUDGEABLE
        assert analysis.describe() == ("No values yet: there is nothing to judge.",)


def test_a_zero_denominator_makes_the_point_missing():
    analysis = qi.analyze([2, 0, 3], "p", denominators=[10, 0, 10])
    assert math.isnan(analysis.values[1])
    close(analysis.center, [0.25] * 3)
    assert math.isnan(analysis.upper[1])


def test_twelve_tenths_lie_on_their_own_center_line():
    analysis = qi.analyze([0.1] * 12, "i")
    assert analysis.phases[0].n_useful == 0
