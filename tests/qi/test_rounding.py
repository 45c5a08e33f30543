"""Rounding of raw values is never a special cause, however small their ranges are."""

import numpy as np
import pytest

import qi

EIGHTH_BIT = [0.1 * 3] * 8 + [0.3] * 8 + [0.1 * 3] * 4
"""0.1 · 3 is one bit above 0.3: equal values to anyone but a computer."""


def test_ranges_of_one_bit_are_no_signal():
    analysis = qi.analyze(np.array(EIGHTH_BIT), "mr")
    batch = qi.analyze_batch(np.array([EIGHTH_BIT]), "mr", points=True)
    assert analysis.signals == ()
    assert batch.columns["n_signals"].tolist() == [0]
    assert analysis.phases[0].all_equal
    assert batch.columns["all_equal"].tolist() == [True]
    assert set(analysis.sigma_units[1:]) == {0.0}
    np.testing.assert_array_equal(batch.points["sigma_units"][0], analysis.sigma_units)


@pytest.mark.parametrize("chart", ["xbar", "s", "r"])
def test_subgroups_that_differ_in_one_bit_are_no_signal(chart):
    raw = np.array([[0.1 * 3, 0.3, 0.1 * 3] if k % 7 else [0.1 + 0.2] * 3 for k in range(21)])
    labels = np.repeat(np.arange(21), 3)
    analysis = qi.analyze(raw.ravel(), chart, subgroups=labels)
    batch = qi.analyze_batch(raw[None], chart, points=True)
    assert analysis.signals == ()
    assert batch.columns["n_signals"].tolist() == [0]
    assert set(analysis.sigma_units) == set(batch.points["sigma_units"][0]) == {0.0}


@pytest.mark.parametrize("constant", [0.1 * 3, 1e6 / 7, -0.7])
def test_constant_subgroups_have_no_spread_to_judge(constant):
    batch = qi.analyze_batch(np.full((1, 21, 7), constant), "s")
    one = qi.analyze(np.full(147, constant), "s", subgroups=np.repeat(np.arange(21), 7))
    assert batch.columns["n_signals"].tolist() == [len(one.signals)] == [0]


def test_equal_single_values_are_zero_sigma_from_their_mean():
    assert set(qi.analyze(EIGHTH_BIT, "i").sigma_units) == {0.0}


def test_the_tolerance_is_that_of_the_raw_values_in_display_units():
    analysis = qi.analyze([1000, 1001, 1003], "mr", multiplier=100)
    # 1e-9 of the largest raw value, 1003, times 100.
    assert analysis.tolerance == pytest.approx(1003e-7)
    assert qi.analyze([5, 1000, 1001, 2, 4], "mr", exclude=[1, 2]).tolerance == pytest.approx(5e-9)
