"""Quantiles and probabilities, held against whole-number arithmetic and against scipy.stats."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from qi import distributions as ours
from tests.qi.test_import import run

TAILS = (0.00135, 0.025, 0.05, 0.975, 0.99865)
SIZES = np.array([1.0, 2, 3, 10, 37, 144, 1000, 12_345, 1_000_000])
CHANCES = (1e-6, 0.01, 0.2, 0.5, 0.73, 0.999)


@pytest.mark.parametrize("chance", [Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)])
@pytest.mark.parametrize("trials", [1, 7, 30])
def test_binomial_is_that_of_whole_numbers(chance, trials):
    total, exact = Fraction(0), []
    for count in range(trials + 1):
        total += comb(trials, count) * chance**count * (1 - chance) ** (trials - count)
        exact.append(total)
    found = ours.binomial_cdf(np.arange(-1, trials + 2), trials, float(chance))
    assert found == pytest.approx([0.0, *map(float, exact), 1.0], abs=1e-14)
    for tail in TAILS:
        smallest = next(k for k, upto in enumerate(exact) if float(upto) >= tail)
        assert ours.binomial_quantile(tail, trials, float(chance)) == smallest


@pytest.mark.parametrize("chance", CHANCES)
def test_binomial_is_that_of_scipy(chance):
    from scipy.stats import binom

    for tail in TAILS:
        count = binom.ppf(tail, SIZES, chance)
        assert ours.binomial_quantile(tail, SIZES, chance).tolist() == count.tolist()
        for shifted in (count, count - 1):
            expected = binom.cdf(shifted, SIZES, chance)
            assert ours.binomial_cdf(shifted, SIZES, chance) == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_what_never_or_always_happens(chance):
    assert ours.binomial_quantile(0.025, SIZES, chance).tolist() == (SIZES * chance).tolist()


def test_poisson_and_normal_are_those_of_scipy():
    from scipy.stats import norm, poisson

    means = np.array([0.0, 1e-6, 0.3, 2.0, 17.5, 640.0, 90_000.0])
    for tail in TAILS:
        count = poisson.ppf(tail, means)
        assert ours.poisson_quantile(tail, means).tolist() == np.maximum(count, 0).tolist()
        expected = poisson.cdf(count, means)
        assert ours.poisson_cdf(count, means) == pytest.approx(expected, abs=1e-11)
        assert ours.normal_quantile(tail) == norm.ppf(tail)


def test_a_funnel_waits_for_no_more_of_scipy_than_it_needs():
    out = run(
        "import sys, qi; qi.funnel([3, 9, 4], [40, 80, 60], kind='proportion');"
        "print('scipy.special' in sys.modules, 'scipy.stats' in sys.modules)"
    )
    assert out == "True False"
