"""What chance alone does to a rule set."""

import pytest

import qi
from qi.simulate import expected_false_signals


@pytest.mark.parametrize(
    ("rules", "chart", "expected"),
    [
        ("anhoej", "run", 0.031),
        (qi.RuleSet("pair", longest_run=True, crossings=True), "i", 0.040),
        (qi.RuleSet("shift of six", shift=6), "run", 0.16),
    ],
)
def test_known_false_alarm_rates_at_24_points(rules, chart, expected):
    # From the statistical design: 3.1% with the series' own median, 4.0% with its mean, and
    # about 16% for a shift of six alone. Three standard errors of 4,000 series.
    got = expected_false_signals(rules, 24, chart)
    assert got == pytest.approx(expected, abs=3 * (expected * (1 - expected) / 4000) ** 0.5)


def test_chance_agrees_with_one_analysis_after_the_other():
    import numpy as np

    values = np.random.default_rng(7).standard_normal((400, 24))
    for rules, chart in (("perla", "run"), ("ihi", "i"), ("anhoej", "i")):
        share = np.mean([bool(qi.analyze(row, chart, rules=rules).signals) for row in values])
        assert expected_false_signals(rules, 24, chart) == pytest.approx(share, abs=0.075)


def test_it_is_the_same_twice_and_grows_with_the_points():
    assert expected_false_signals("perla", 36) == expected_false_signals("perla", 36)
    rates = [expected_false_signals("perla", n) for n in (1, 12, 24, 48)]
    assert rates == sorted(rates)
    assert rates[0] == 0
    assert expected_false_signals("ihi", 1) == 0


@pytest.mark.parametrize(
    ("args", "argument"),
    [
        (("perla", 0), "n_points"),
        (("perla", 2.5), "n_points"),
        (("perla", 12, "p"), "chart"),
        (("x", 12), "rules"),
    ],
)
def test_wrong_arguments(args, argument):
    with pytest.raises(qi.QIError) as raised:
        expected_false_signals(*args)
    assert raised.value.argument == argument


@pytest.mark.parametrize(
    ("center", "expected"), [("median", 0.031), ("mean", 0.040), ("known", 0.066)]
)
def test_the_anhoej_pair_at_24_points(center, expected):
    # From the statistical design; three standard errors of 20,000 series, and its rounding.
    pair = qi.RuleSet("pair", longest_run=True, crossings=True)
    found = qi.operating_characteristics(pair, 24, center=center)
    error = 3 * (expected * (1 - expected) / 20_000) ** 0.5 + 0.0005
    assert found.false_alarm == pytest.approx(expected, abs=error)
    assert found.center == center
    assert set(found.by_rule) == {"shift", "crossings"}


def test_points_outside_known_limits_by_the_normal_distribution():
    from scipy.stats import norm

    found = qi.operating_characteristics("shewhart", 24, 2.0, center="known", shift_at=20)
    inside = norm.cdf(3) - norm.cdf(-3)
    assert found.false_alarm == pytest.approx(1 - inside**24, abs=3 * found.standard_error)
    shifted = norm.cdf(1) - norm.cdf(-5)
    power = 1 - inside**20 * shifted**4
    assert found.power == pytest.approx(power, abs=0.01)
    assert found.shift_at == 20
    assert found.by_rule["outside"] == found.false_alarm


def test_a_larger_shift_is_seen_more_often():
    found = [qi.operating_characteristics("ihi", 24, s, series=2000) for s in (0.5, 1.5, 3)]
    assert [one.power for one in found] == sorted(one.power for one in found)
    assert found[0].false_alarm == found[1].false_alarm
    assert found[0].center == "mean"
    assert qi.operating_characteristics("perla", 12, series=100).center == "median"


def test_no_rules_no_alarms():
    found = qi.operating_characteristics(qi.RuleSet("none"), 12, series=50)
    assert (found.false_alarm, found.power, dict(found.by_rule)) == (0, 0, {})


@pytest.mark.parametrize(
    ("args", "options", "argument"),
    [
        (("perla", 0), {}, "n"),
        (("perla", 12), {"series": 0}, "series"),
        (("perla", 12), {"center": "mode"}, "center"),
        (("perla", 12), {"shift_at": 12}, "shift_at"),
        (("perla", 12, "big"), {}, "shift"),
        (("x", 12), {}, "rules"),
    ],
)
def test_wrong_arguments_of_the_characteristics(args, options, argument):
    with pytest.raises(qi.QIError) as raised:
        qi.operating_characteristics(*args, **options)
    assert raised.value.argument == argument


def test_rules_of_zones_alone_look_at_limits():
    zones = qi.RuleSet("zones", zones=(qi.Zone("two of three", 2, 3, 2),))
    inner = qi.RuleSet("inner", inner=3)
    for rules in (zones, inner):
        assert qi.expected_false_signals(rules, 24) > 0
        assert qi.expected_false_signals(rules, 24) == qi.expected_false_signals(rules, 24, "i")
        found = qi.operating_characteristics(rules, 24, series=500)
        assert found.center == "mean"
        assert found.false_alarm > 0
