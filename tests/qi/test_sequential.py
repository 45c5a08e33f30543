"""CUSUM, EWMA and the CUSUM of single cases, against their recursions on paper."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from tests.qi.settings import EXAMPLES


def test_cusum_by_hand():
    found = qi.cusum([1.5, 0.5, 0.6, -1.5, -0.5, -0.8], k=0.5, h=1, center=0, sigma=1)
    assert found.upper == pytest.approx([1.0, 1.0, 1.1, 0, 0, 0])
    assert found.lower == pytest.approx([0, 0, 0, 1.0, 1.0, 1.3])
    # A sum equal to h is no signal.
    assert found.signals_up == (2,)
    assert found.signals_down == (5,)


def test_cusum_passes_over_missing_values():
    found = qi.cusum([2, None, 2], k=0.5, h=2, center=0, sigma=1)
    assert found.upper == pytest.approx([1.5, math.nan, 3.0], nan_ok=True)
    assert found.signals_up == (2,)


def test_cusum_estimates_center_and_sigma_from_the_baseline():
    found = qi.cusum([4, 6, 4, 6, None, 20], baseline=4)
    assert found.center == 5
    assert found.sigma == pytest.approx(2 / 1.128)
    whole = qi.cusum([4, 6, None, 5, 7])
    assert whole.center == 5.5
    assert whole.sigma == pytest.approx(2 / 1.128)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(-40, 40), min_size=2, max_size=60).filter(lambda v: len(set(v)) > 1))
def test_cusum_mirrors(values):
    up, down = (
        qi.cusum(values, center=0, sigma=8),
        qi.cusum([-v for v in values], center=0, sigma=8),
    )
    np.testing.assert_allclose(up.upper, down.lower, atol=1e-12)
    assert up.signals_up == down.signals_down


def test_ewma_by_hand():
    found = qi.ewma([11, 13, 12], lam=0.5, L=2, center=10, sigma=2)
    assert found.average == pytest.approx([10.5, 11.75, 11.875])
    # Variances of the average: 4 · (1/3) · (1 − 1/4), (1 − 1/16), (1 − 1/64).
    widths = [2 * math.sqrt(4 / 3 * share) for share in (3 / 4, 15 / 16, 63 / 64)]
    assert found.upper == pytest.approx([10 + w for w in widths])
    assert found.lower == pytest.approx([10 - w for w in widths])
    assert found.signals == ()


def test_ewma_signals_strictly_beyond_and_skips_missing():
    on_the_limit = qi.ewma([3.0], lam=1, L=3, center=0, sigma=1)
    assert on_the_limit.signals == ()
    found = qi.ewma([1, None, 4], lam=1, L=3, center=0, sigma=1)
    assert found.signals == (2,)
    assert math.isnan(found.average[1])
    assert found.upper == pytest.approx([3, 3, 3])


def test_bernoulli_cusum_by_hand():
    found = qi.bernoulli_cusum([0, 1, 1, None, 0], 0.1, 2, 1.0)
    drop = math.log(1 / (1 - 0.1 + 2 * 0.1))
    rise = drop + math.log(2)
    expected = [0, rise, 2 * rise, math.nan, 2 * rise + drop]
    assert found.sums == pytest.approx(expected, nan_ok=True)
    assert found.signals == (2, 4)
    assert 2 * rise > 1 > rise


def test_bernoulli_cusum_with_a_risk_per_case():
    found = qi.bernoulli_cusum([1, 1], [0.1, 0.5], 2, 9)
    first = math.log(2 / 1.1)
    assert found.sums == pytest.approx([first, first + math.log(2 / 1.5)])


def test_bernoulli_cusum_for_fewer_events():
    found = qi.bernoulli_cusum([0, 0, 1], 0.2, 0.5, 9)
    step = -math.log(0.9)
    assert found.sums == pytest.approx([step, 2 * step, max(0, 2 * step + math.log(0.5 / 0.9))])


@pytest.mark.parametrize(
    ("call", "argument", "words"),
    [
        (lambda: qi.cusum([]), "values", "at least one"),
        (lambda: qi.cusum([None]), "values", "not missing"),
        (lambda: qi.cusum([1, 1]), "values", "do not vary"),
        (lambda: qi.cusum([1]), "values", "do not vary"),
        (lambda: qi.cusum([1, 2], k=-1), "k", "0 or more"),
        (lambda: qi.cusum([1, 2], h=0), "h", "more than 0"),
        (lambda: qi.cusum([1, 2], sigma=0), "sigma", "more than 0"),
        (lambda: qi.cusum([1, 2], center=math.nan), "center", "finite"),
        (lambda: qi.cusum([1, 2], baseline=3), "baseline", "1 to 2"),
        (lambda: qi.cusum([1, 2], baseline=True), "baseline", "1 to 2"),
        (lambda: qi.cusum([None, 2, 3], baseline=1), "baseline", "missing"),
        (lambda: qi.ewma([1, 2], lam=0), "lam", "at most 1"),
        (lambda: qi.ewma([1, 2], L=0), "L", "more than 0"),
        (lambda: qi.bernoulli_cusum([2], 0.1, 2, 1), "outcomes", "0 or 1"),
        (lambda: qi.bernoulli_cusum([1], 0, 2, 1), "p0", "between 0 and 1"),
        (lambda: qi.bernoulli_cusum([1, 0], [0.1, 1], 2, 1), "p0", "between 0 and 1"),
        (lambda: qi.bernoulli_cusum([1, 0], [0.1], 2, 1), "p0", "one or 2"),
        (lambda: qi.bernoulli_cusum([1], 0.1, 1, 1), "odds_ratio", "a change"),
        (lambda: qi.bernoulli_cusum([1], 0.1, 0, 1), "odds_ratio", "more than 0"),
        (lambda: qi.bernoulli_cusum([1], 0.1, 2, 0), "threshold", "more than 0"),
    ],
)
def test_a_wrong_argument_is_named(call, argument, words):
    with pytest.raises(qi.QIError, match=words) as raised:
        call()
    assert raised.value.argument == argument
