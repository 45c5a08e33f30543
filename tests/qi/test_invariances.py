"""What may change in the data without changing what the chart says, for the charts where it holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from tests.qi.settings import EXAMPLES

eighths = st.lists(st.integers(-400, 400).map(lambda k: k / 8), min_size=2, max_size=60)
times = st.lists(st.integers(1, 400).map(lambda k: k / 8), min_size=2, max_size=60)
counts = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60)), min_size=2, max_size=60)
# Powers of two scale a float without rounding, so that ties stay ties.
scales = st.sampled_from([0.25, 2.0, 64.0])
rule_sets = st.sampled_from(["ihi", "nhs", "nelson", "anhoej"])


def same(one, other, factor=1.0):
    assert other.signals == one.signals
    assert other.verdict == one.verdict
    for name in ("values", "center", "lower", "upper"):
        expected = getattr(one, name) * factor
        np.testing.assert_allclose(getattr(other, name), expected, rtol=1e-9, atol=1e-9 * factor)


@pytest.mark.parametrize("chart", ["mr", "t"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(times, scales, rule_sets)
def test_the_unit_of_ranges_and_times_does_not_matter(chart, values, scale, rules):
    one = qi.analyze(values, chart, rules=rules)
    same(one, qi.analyze([value * scale for value in values], chart, rules=rules), scale)


@settings(max_examples=EXAMPLES, deadline=None)
@given(eighths, st.integers(-50, 50), rule_sets)
def test_moving_ranges_know_neither_level_nor_sign(values, offset, rules):
    one = qi.analyze(values, "mr", rules=rules)
    for other in ([offset - value for value in values], [value + offset for value in values]):
        again = qi.analyze(other, "mr", rules=rules)
        np.testing.assert_array_equal(again.values, one.values)
        assert again.signals == one.signals


@pytest.mark.parametrize("chart", ["s", "r"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(eighths.filter(lambda values: len(values) > 8), scales, st.integers(-50, 50), rule_sets)
def test_the_spread_of_subgroups_scales_and_knows_no_level(chart, values, scale, offset, rules):
    groups = [k // 4 for k in range(len(values))]
    one = qi.analyze(values, chart, subgroups=groups, rules=rules)
    scaled = [value * scale for value in values]
    same(one, qi.analyze(scaled, chart, subgroups=groups, rules=rules), scale)
    shifted = qi.analyze([offset - v for v in values], chart, subgroups=groups, rules=rules)
    np.testing.assert_allclose(shifted.values, one.values, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("chart", ["u", "up", "ip"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(counts, scales, rule_sets)
def test_the_unit_of_the_denominator_does_not_matter(chart, pairs, scale, rules):
    numerators, sizes = zip(*pairs, strict=True)
    one = qi.analyze(numerators, chart, denominators=sizes, rules=rules)
    other = qi.analyze(numerators, chart, denominators=[n * scale for n in sizes], rules=rules)
    same(one, other, 1 / scale)


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts, scales, rule_sets)
def test_the_unit_and_the_sign_of_the_numerator_on_an_ip_chart(pairs, scale, rules):
    numerators, sizes = zip(*pairs, strict=True)
    one = qi.analyze(numerators, "ip", denominators=sizes, rules=rules)
    scaled = [y * scale for y in numerators]
    same(one, qi.analyze(scaled, "ip", denominators=sizes, rules=rules), scale)
    mirrored = qi.analyze([-y for y in numerators], "ip", denominators=sizes, rules=rules)
    swap = {qi.Side.UP: qi.Side.DOWN, qi.Side.DOWN: qi.Side.UP, None: None}
    assert {(s.rule, swap[s.side], s.indices) for s in mirrored.signals} == {
        (s.rule, s.side, s.indices) for s in one.signals
    }


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=60), st.integers(60, 90), rule_sets)
def test_an_np_chart_is_a_p_chart_in_numbers(values, size, rules):
    sizes = [size] * len(values)
    shares = qi.analyze(values, "p", denominators=sizes, rules=rules)
    numbers = qi.analyze(values, "np", denominators=sizes, rules=rules)
    same(shares, numbers, size)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=60), rule_sets)
def test_a_c_chart_is_a_u_chart_of_one_unit(values, rules):
    same(
        qi.analyze(values, "u", denominators=[1] * len(values), rules=rules),
        qi.analyze(values, "c", rules=rules),
    )
