"""Numbers and objects that nobody means: each is refused by name, none overflows or surprises."""

import datetime as dt
import fractions
import math

import numpy as np
import pandas as pd
import pytest

import qi

HUGE = 10**5000


@pytest.mark.parametrize(
    ("argument", "position", "call"),
    [
        ("values", 0, lambda: qi.analyze([1e308] * 3, "i")),
        ("values", 1, lambda: qi.analyze([None, -1e101], "xbar", subgroups=[1, 1])),
        ("values", None, lambda: qi.analyze(np.array(5))),
        ("values", 0, lambda: qi.analyze(np.array([1, 2], dtype="timedelta64[D]"))),
        ("denominators", 1, lambda: qi.analyze([1, 2, 3], denominators=[2, 1e-200, 1])),
        ("denominators", 2, lambda: qi.analyze([1, 0, 3], "u", denominators=[2, 0, 5e-324])),
        ("multiplier", None, lambda: qi.analyze([1, 2], multiplier=1e200)),
        ("multiplier", None, lambda: qi.analyze([1, 2], multiplier=1e-200)),
        ("target", None, lambda: qi.analyze([1, 2], target=-1e200)),
        ("subgroups", None, lambda: qi.analyze([1, 2], "s", subgroups=np.array(5))),
        ("phases", 0, lambda: qi.analyze([1, 2], phases=np.array([1], dtype="timedelta64[D]"))),
        ("names", None, lambda: qi.funnel([1], [2], names=np.array(5))),
        ("denominators", 0, lambda: qi.funnel([1], [1e-200], kind="rate")),
        ("denominators", None, lambda: qi.funnel([1], [2]).limits_at([1e-200])),
        ("n", None, lambda: qi.Zone("far", HUGE, 3, 2)),
        ("ties", None, lambda: qi.RuleSet("ours", ties=np.array(["skip", "break"]))),
        ("on_center", None, lambda: qi.RuleSet("ours", on_center=pd.NA)),
        ("chart", None, lambda: qi.expected_false_signals("ihi", 12, ["run"])),
    ],
)
def test_what_nobody_means_is_refused_by_name(argument, position, call):
    with pytest.raises(qi.QIError) as raised:
        call()
    assert (raised.value.argument, raised.value.position) == (argument, position)


@pytest.mark.parametrize(
    ("argument", "chart", "values", "denominators"),
    [
        ("values", "i", [1, 2, 1.1e100], None),
        ("values", "i", [1, math.nan, -1.1e100], None),
        ("values", "t", [1, 1.1e100, 3], None),
        ("values", "xbar", [1, 1.1e100, 3], None),
        ("values", "u", [1, 1.1e100, 3], [1, 1, 1]),
        ("denominators", "u", [1, 2, 3], [1, 1.1e100, 1]),
        ("denominators", "u", [1, 2, 3], [1, 0.9e-100, 1]),
        ("denominators", "ip", [0, 2, 3], [0, math.nan, 0.9e-100]),
    ],
)
def test_a_batch_refuses_the_sizes_that_one_analysis_refuses(argument, chart, values, denominators):
    many, below = np.array([[1.0] * 3, values]), None
    alone = {"denominators": denominators}
    if denominators is not None:
        below = np.array([[1.0] * 3, denominators])
    if chart == "xbar":
        many, alone = many[:, :, None], {"subgroups": [1, 2, 3]}
    with pytest.raises(qi.QIError) as batch:
        qi.analyze_batch(many, chart, denominators=below)
    with pytest.raises(qi.QIError) as single:
        qi.analyze(values, chart, **alone)
    assert batch.value.argument == single.value.argument == argument
    assert batch.value.position == 1
    assert batch.value.message.split(",")[0].split(" (")[0] in single.value.message


@pytest.mark.parametrize("chart", ["run", "i", "mr", "c", "g", "t"])
@pytest.mark.filterwarnings("error")
def test_the_largest_numbers_of_a_batch_do_not_overflow(chart):
    values = [1e100, 9e99, 8e99] * 5
    batch = qi.analyze_batch([values], chart, multiplier=1e100, points=True)
    one = qi.analyze(values, chart, multiplier=1e100)
    np.testing.assert_allclose(batch.points["upper"][0], one.upper, rtol=1e-12)
    assert batch.columns["n_signals"][0] == len(one.signals)


@pytest.mark.parametrize("chart", ["run", "i", "mr", "c", "g", "t"])
@pytest.mark.filterwarnings("error")
def test_the_largest_numbers_do_not_overflow(chart):
    analysis = qi.analyze([1e100, 9e99, 8e99] * 5, chart, multiplier=1e100)
    assert np.isfinite(analysis.center).all()
    assert analysis.describe()


@pytest.mark.filterwarnings("error")
def test_the_smallest_denominators_do_not_overflow():
    sizes = [1e-100, 2e-100, 1e100] * 5
    for chart in ("ip", "u", "up"):
        assert np.isfinite(qi.analyze([1e100, 2, 3] * 5, chart, denominators=sizes).center).all()


def test_labels_that_are_missing_are_no_numbers():
    assert qi.analyze([1, 2, 3], x=[pd.NA, 1, 2]).describe()
    assert "point 7" not in " ".join(
        qi.analyze([1] * 8 + [2] * 8, x=[dt.timedelta(k) for k in range(16)]).describe()
    )


def test_fractions_are_numbers():
    third = fractions.Fraction(1, 3)
    one = qi.bernoulli_cusum([0, 1, 1], third, third, 4)
    other = qi.bernoulli_cusum([0, 1, 1], 1 / 3, 1 / 3, 4)
    np.testing.assert_array_equal(one.sums, other.sums)
    low, high = qi.funnel([1, 2], [9, 8]).limits_at([5], fractions.Fraction(9, 10))
    assert low[0] < high[0]
    assert qi.cusum([1, 2, 4], k=third).k == 1 / 3
    assert math.isclose(qi.analyze([third, third, 1]).center[0], 1 / 3)
