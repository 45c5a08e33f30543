"""Numbers in sentences and messages: plain digits, whatever was given."""

import datetime as dt
import math

import numpy as np
import pytest

import qi
from qi.shown import exact, rounded, shown
from tests.qi.test_describe import CALM, said

HUGE = 10**5000
"""Python refuses to write a whole number of more than 4,300 digits."""


@pytest.mark.parametrize(
    ("value", "given", "computed"),
    [
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (7, "7", "7"),
        (999.5, "999.5", "999.5"),
        (-1234.5, "-1,234.5", "-1,234.5"),
        (1e6, "1,000,000", "1,000,000"),
        (1234567.891, "1,234,567.891", "1,234,568"),
        (0.07 * 100, "7.000000000000001", "7"),
        (100 / 3, "33.333333333333336", "33.3333"),
        (0.1234567, "0.1234567", "0.1234567"),
        (1e-7, "0.0000001", "0.0000001"),
        (123456789012345.6, "123,456,789,012,345.6", "123,456,789,012,346"),
        (1.5e300, "1.5 × 10^300", "1.5 × 10^300"),
        (1.2345678901e20, "1.2345678901 × 10^20", "1.23457 × 10^20"),
        (-2e-10, "-2 × 10^-10", "-2 × 10^-10"),
        (math.inf, "infinity", "infinity"),
        (-math.inf, "minus infinity", "minus infinity"),
        (math.nan, "a missing value", "a missing value"),
    ],
)
def test_numbers(value, given, computed):
    assert exact(value) == given
    assert rounded(value) == computed


class Unspeakable:
    def __repr__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3, "3"),
        (True, "True"),
        (np.bool_(False), "False"),
        (np.int64(-4), "-4"),
        (np.float64(2.5), "2.5"),
        (1e6, "1,000,000"),
        (math.inf, "inf"),
        ("soon", "'soon'"),
        ("a" * 80, "'" + "a" * 59 + "..."),
        pytest.param(HUGE, "a whole number of about 5,001 digits", id="huge"),
        ([HUGE], "something of type list that cannot be written out"),
        (Unspeakable(), "something of type Unspeakable that cannot be written out"),
        (None, "None"),
    ],
)
def test_whatever_was_given_can_be_shown(value, words):
    assert shown(value) == words


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("values", lambda: qi.analyze([HUGE, 1])),
        ("values", lambda: qi.analyze([1.5, -HUGE], "c")),
        ("denominators", lambda: qi.analyze([1, 2], "p", denominators=[HUGE, 3])),
        ("x", lambda: qi.analyze([1, 2], x=[1, HUGE])),
        ("x", lambda: qi.analyze([1, 2], x=[dt.date(2024, 1, 1), HUGE])),
        ("subgroups", lambda: qi.analyze([1, 2], "xbar", subgroups=[HUGE, 1])),
        ("multiplier", lambda: qi.analyze([1, 2], multiplier=HUGE)),
        ("target", lambda: qi.analyze([1, 2], target=HUGE)),
        ("target", lambda: qi.analyze([1, 2], target=[HUGE])),
        ("direction", lambda: qi.analyze([1, 2], direction=HUGE)),
        ("chart", lambda: qi.analyze([1, 2], HUGE)),
        ("rules", lambda: qi.analyze([1, 2], rules=HUGE)),
        ("screen_moving_ranges", lambda: qi.analyze([1, 2], screen_moving_ranges=HUGE)),
        ("phases", lambda: qi.analyze([1, 2], phases=[HUGE])),
        ("exclude", lambda: qi.analyze([1, 2], exclude=[-HUGE])),
        ("baseline", lambda: qi.analyze([1, 2], baseline=-HUGE)),
        ("k", lambda: qi.cusum([1, 2, 3], k=HUGE)),
        ("sigma", lambda: qi.cusum([1, 2, 3], sigma=HUGE)),
        ("baseline", lambda: qi.ewma([1, 2, 3], baseline=HUGE)),
        ("lam", lambda: qi.ewma([1, 2, 3], lam=HUGE)),
        ("p0", lambda: qi.bernoulli_cusum([0, 1], HUGE, 2, 4)),
        ("outcomes", lambda: qi.bernoulli_cusum([0, HUGE], 0.1, 2, 4)),
        ("numerators", lambda: qi.funnel([HUGE], [1])),
        ("target", lambda: qi.funnel([1], [2], target=HUGE)),
        ("shift", lambda: qi.RuleSet("ours", shift=-HUGE)),
        ("sigmas", lambda: qi.Zone("ours", 2, 3, HUGE)),
        ("n_points", lambda: qi.suggest_chart("count", n_points=HUGE)),
        ("n_points", lambda: qi.expected_false_signals("ihi", -HUGE)),
        ("seed", lambda: qi.operating_characteristics("ihi", 12, seed=-HUGE)),
    ],
)
def test_numbers_of_thousands_of_digits_are_refused_by_name(argument, call):
    with pytest.raises(qi.QIError) as raised:
        call()
    assert raised.value.argument == argument
    assert len(str(raised.value)) < 300


def test_messages_show_every_digit():
    with pytest.raises(
        qi.QIError, match=r"numerator 1,234,567 is above its denominator 1,234,566;"
    ):
        qi.analyze([1234567], "p", denominators=[1234566])
    with pytest.raises(qi.QIError, match="found -1,000,000; expected 0 or more"):
        qi.analyze([-1e6], "c")


def test_sentences_show_numbers_as_people_write_them():
    calm = [value * 1e6 for value in CALM]
    target = said(calm, "i", target=123456789.5, direction="up")
    assert "Unless something changes, the target of 123,456,790 is missed every time." in target
    percent = qi.analyze(CALM, "i", multiplier=100, target=0.07, direction="down")
    assert "the target of 7% is missed every time" in " ".join(percent.describe("%"))
    third = said([1] * 12, "p", denominators=[3] * 12, multiplier=100)
    assert third[0].startswith("12 points, all with the same value, 33.3333: nothing varies")


@pytest.mark.parametrize(
    "n_points", [True, np.bool_(True), -1, 2.0, 2.5, "12", [12], pytest.param(HUGE, id="huge")]
)
def test_a_number_of_points_is_a_whole_number(n_points):
    with pytest.raises(qi.QIError) as raised:
        qi.suggest_chart("count", n_points=n_points)
    assert raised.value.argument == "n_points"
    assert "whole number, 0 or more" in str(raised.value)


@pytest.mark.parametrize(("n_points", "chart"), [(0, "run"), (np.int64(11), "run"), (12, "c")])
def test_a_number_of_points_decides_on_limits(n_points, chart):
    assert qi.suggest_chart("count", n_points=n_points).chart == chart


def test_one_point_is_one():
    assert qi.suggest_chart("count", n_points=1).reason.startswith("There is 1 point; limits")


@pytest.mark.parametrize("kind", ["proportion", "rate", "count"])
def test_missing_values_suggest_what_no_values_do(kind):
    assert qi.suggest_chart(kind, [None, None]).alternatives == (
        qi.suggest_chart(kind, n_points=0).alternatives
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [("count", -1), ("cases between events", -1), ("time between events", 0)],
)
def test_values_that_cannot_stand_on_the_suggested_chart_are_refused(kind, value):
    with pytest.raises(qi.QIError) as raised:
        qi.suggest_chart(kind, [value] * 20)
    assert (raised.value.argument, raised.value.position) == ("values", 0)


@pytest.mark.parametrize("kind", ["ratio", None, ["count"], np.array(["count", "rate"])])
def test_an_unknown_kind_of_data_is_refused(kind):
    with pytest.raises(qi.UnknownNameError, match="is no kind of data; expected one of"):
        qi.suggest_chart(kind)
