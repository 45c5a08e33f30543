"""Funnel, Pareto and suggestion."""

import math

import numpy as np
import pandas as pd
import pytest

import qi


def binomial_upto(k, n, p):
    return sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k + 1)) if k >= 0 else 0.0


def interpolated(probability, n, upto):
    k = 0
    while upto(k) < probability:
        k += 1
    share = (upto(k) - probability) / (upto(k) - upto(k - 1))
    return (k - share) / n


def test_exact_binomial_limits_by_adding_up_probabilities():
    found = qi.funnel([8, 12, 30], [50, 80, 150], names=["a", "b", "c"])
    p = 50 / 280
    assert found.center == pytest.approx(p)
    for k, n in enumerate((50, 80, 150)):
        upto = lambda j, n=n: binomial_upto(j, n, p)  # noqa: E731
        for low, high, tail in (
            (found.lower_95, found.upper_95, 0.025),
            (found.lower_998, found.upper_998, 0.001),
        ):
            assert low[k] == pytest.approx(max(interpolated(tail, n, upto), 0), abs=1e-9)
            assert high[k] == pytest.approx(interpolated(1 - tail, n, upto), abs=1e-9)


def test_exact_poisson_limits_by_adding_up_probabilities():
    found = qi.funnel([8, 12, 30], [500, 800, 1500], kind="rate")
    for k, n in enumerate((500, 800, 1500)):
        mean = 50 / 2800 * n

        def upto(j, mean=mean):
            return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(j + 1))

        assert found.upper_95[k] == pytest.approx(interpolated(0.975, n, upto), rel=1e-9)
        assert found.lower_95[k] == pytest.approx(max(interpolated(0.025, n, upto), 0), rel=1e-9)


def test_zones():
    found = qi.funnel([50, 50, 50, 80, 20, 66], [500] * 6, target=0.1)
    assert found.zone.tolist() == [0, 0, 0, 2, -2, 1]
    assert found.phi == 1
    assert found.tau == 0


def winsorized(z):
    low, high = np.quantile(z, [0.1, 0.9])
    return np.clip(z, low, high)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_overdispersion(kind):
    rng = np.random.default_rng(2)
    n = rng.integers(100, 900, 30)
    y = rng.binomial(n, rng.uniform(0.05, 0.25, 30))
    p = y.sum() / n.sum()
    change = (lambda v: np.arcsin(np.sqrt(v))) if kind == "proportion" else np.sqrt
    back = (lambda v: np.sin(v) ** 2) if kind == "proportion" else np.square
    s = 1 / (2 * np.sqrt(n))
    phi = np.mean(winsorized((change(y / n) - change(p)) / s) ** 2)
    assert phi > 1
    wide = qi.funnel(y, n, "multiplicative", kind=kind)
    assert wide.phi == pytest.approx(phi)
    z95, z998 = 1.959963984540054, 3.090232306167813
    assert wide.upper_95 == pytest.approx(back(change(p) + z95 * s * math.sqrt(phi)))
    assert wide.lower_998 == pytest.approx(
        back(np.maximum(change(p) - z998 * s * math.sqrt(phi), 0))
    )
    added = qi.funnel(y, n, "additive", kind=kind)
    w = 1 / s**2
    variance = (30 * phi - 29) / (w.sum() - (w**2).sum() / w.sum())
    assert added.tau == pytest.approx(math.sqrt(variance))
    assert added.upper_95 == pytest.approx(back(change(p) + z95 * np.sqrt(s**2 + variance)))


def test_units_that_vary_less_than_chance_are_not_narrowed():
    n, y = [400] * 12, [40] * 12
    multiplicative = qi.funnel(y, n, "multiplicative")
    additive = qi.funnel(y, n, "additive")
    assert multiplicative.phi == pytest.approx(0, abs=1e-20)
    assert additive.tau == 0
    np.testing.assert_allclose(multiplicative.upper_95, additive.upper_95)


def test_one_unit_has_no_variation_between_units():
    assert qi.funnel([40], [400], "additive").tau == 0


def test_a_unit_without_cases_is_missing():
    found = qi.funnel([5, 0, 7], [50, 0, 60])
    assert math.isnan(found.values[1])
    assert math.isnan(found.upper_95[1])
    assert found.zone[1] == 0


def test_limits_at_other_sizes_are_those_of_the_units():
    found = qi.funnel([8, 12, 30], [50, 80, 150])
    low, high = found.limits_at([50, 150], 0.998)
    assert low == pytest.approx(found.lower_998[[0, 2]])
    assert high == pytest.approx(found.upper_998[[0, 2]])


@pytest.mark.parametrize(
    ("args", "options", "argument"),
    [
        (([1], [2, 3]), {}, "denominators"),
        (([-1], [2]), {}, "numerators"),
        (([1], [-2]), {}, "denominators"),
        (([1], [0]), {}, "denominators"),
        (([3], [2]), {}, "numerators"),
        (([0], [0]), {}, "denominators"),
        (([1], [2]), {"adjust": "both"}, "adjust"),
        (([1], [2]), {"kind": "mean"}, "kind"),
        (([1], [2]), {"names": ["a", "b"]}, "names"),
        (([1], [2]), {"target": 1.5}, "target"),
        (([1], [2]), {"target": -1, "kind": "rate"}, "target"),
    ],
)
def test_a_wrong_argument_of_a_funnel_is_named(args, options, argument):
    with pytest.raises(qi.QIError) as raised:
        qi.funnel(*args, **options)
    assert raised.value.argument == argument


def test_limits_of_less_than_one_case_leave_everything_open():
    low, high = qi.funnel([1, 2], [3, 4]).limits_at([0.4, 1])
    # One case at 3/7: the 97.5% quantile is 1 − (1 − 0.975)/(3/7), the 2.5% quantile 0.
    assert low.tolist() == [0, 0]
    assert high == pytest.approx([1, 1 - 0.025 / (3 / 7)])


def test_wrong_sizes_and_levels_for_drawing():
    found = qi.funnel([1], [2])
    for args, argument in ((([0],), "denominators"), (([5], 1.0), "level")):
        with pytest.raises(qi.QIError) as raised:
            found.limits_at(*args)
        assert raised.value.argument == argument


@pytest.mark.parametrize(
    "counts",
    [
        {"late": 10, "lost": 60, "wrong": 20, "other": 10},
        pd.Series({"late": 10, "lost": 60, "wrong": 20, "other": 10}),
        [("late", 10), ("lost", 60), ("wrong", 20), ("other", 10)],
    ],
)
def test_pareto(counts):
    found = qi.pareto(counts)
    assert found.labels == ("lost", "wrong", "late", "other")
    assert found.counts.tolist() == [60, 20, 10, 10]
    assert found.cumulative == pytest.approx([0.6, 0.8, 0.9, 1.0])
    assert found.shares == pytest.approx([0.6, 0.2, 0.1, 0.1])
    assert found.total == 100
    # Exactly 80% is enough.
    assert found.vital == ("lost", "wrong")


@pytest.mark.parametrize("counts", [{}, {"a": 0}, {"a": -1}, {"a": None}, [1, 2], 5, {"a": "many"}])
def test_a_pareto_without_sense_is_refused(counts):
    with pytest.raises(qi.QIError) as raised:
        qi.pareto(counts)
    assert raised.value.argument == "counts"


@pytest.mark.parametrize(
    ("kind", "chart"),
    [
        ("proportion", "p"),
        ("rate", "u"),
        ("count", "c"),
        ("single value", "i"),
        ("subgroups", "xbar"),
        ("cases between events", "g"),
        ("time between events", "t"),
    ],
)
def test_suggestions_by_kind_of_data(kind, chart):
    found = qi.suggest_chart(kind)
    assert found.chart == chart
    assert found.reason.endswith(".")
    early = qi.suggest_chart(kind, n_points=11)
    assert early.chart == ("xbar" if kind == "subgroups" else "run")
    assert qi.suggest_chart(kind, n_points=12).chart == chart


def test_suggestions_look_at_the_data():
    n = [10_000] * 14
    wild = [900, 1200] * 7
    assert qi.suggest_chart("proportion", wild, n).chart == "pp"
    assert "times as much as chance" in qi.suggest_chart("proportion", wild, n).reason
    assert qi.suggest_chart("rate", wild, n).chart == "up"
    calm = [1000, 1030, 990, 1010, 970, 1000, 1020] * 2
    assert qi.suggest_chart("proportion", calm, n).chart == "p"
    assert qi.suggest_chart("rate", calm, n).chart == "u"
    rare = [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]
    assert qi.suggest_chart("proportion", rare, n).chart == "g"
    assert qi.suggest_chart("count", rare).chart == "t"
    assert qi.suggest_chart("count", calm).chart == "c"
    assert qi.suggest_chart("single value", calm, n).chart == "ip"
    early = qi.suggest_chart("proportion", wild[:6], n[:6])
    assert early.chart == "run"
    assert early.alternatives[0] == "pp"


def test_denominators_of_single_values_are_looked_at():
    assert qi.suggest_chart("single value", denominators=[1, 2]).chart == "ip"
    assert qi.suggest_chart("single value", [4, 5], [1, 2], n_points=20).alternatives[0] == "ip"
    with pytest.raises(qi.QIError) as raised:
        qi.suggest_chart("single value", [4, 5], [1, -2])
    assert (raised.value.argument, raised.value.position) == ("denominators", 1)


def test_suggestions_without_sense_are_refused():
    with pytest.raises(qi.UnknownNameError, match="proportion"):
        qi.suggest_chart("percent")
    with pytest.raises(qi.InvalidValueError, match="a rate or a proportion"):
        qi.suggest_chart("count", [1, 2], [3, 4])
