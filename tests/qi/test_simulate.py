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
