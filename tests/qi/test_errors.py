"""Wrong input is refused with the argument, the position and what was expected."""

import datetime as dt
import decimal
import math

import numpy as np
import pandas as pd
import pytest

import qi

DAYS = [dt.date(2024, 1, 1), dt.date(2024, 1, 2), dt.date(2024, 1, 3)]


@pytest.mark.parametrize(
    ("args", "options", "error", "argument", "position", "words"),
    [
        ([[]], {}, qi.ShapeError, "values", None, "at least one"),
        ([5], {}, qi.ShapeError, "values", None, "sequence of numbers"),
        (["123"], {}, qi.ShapeError, "values", None, "sequence of numbers"),
        ([[[1, 2], [3, 4]]], {}, qi.ShapeError, "values", None, "one dimension"),
        ([[[1, 2], [3]]], {}, qi.ShapeError, "values", None, "one number per point"),
        ([[1, "two", 3]], {}, qi.InvalidValueError, "values", 1, "'two'"),
        ([[1, "2", 3]], {}, qi.InvalidValueError, "values", 1, "'2'"),
        ([[1, dt.date(2024, 1, 1)]], {}, qi.InvalidValueError, "values", 1, "expected a number"),
        ([[1, math.inf]], {}, qi.InvalidValueError, "values", 1, "infinity"),
        ([[1, 2]], {"chart": "x"}, qi.UnknownNameError, "chart", None, "expected one of"),
        ([[1, 2]], {"chart": None}, qi.UnknownNameError, "chart", None, "expected one of"),
        ([[1, 2]], {"rules": "x"}, qi.UnknownNameError, "rules", None, "perla"),
        ([[1, 2]], {"rules": 5}, qi.InvalidValueError, "rules", None, "RuleSet"),
        ([[1, -2]], {"chart": "c"}, qi.InvalidValueError, "values", 1, "0 or more"),
        ([[1, None, -2]], {"chart": "c"}, qi.InvalidValueError, "values", 2, "0 or more"),
        ([[1, 2]], {"chart": "p"}, qi.InvalidValueError, "denominators", None, "needs one"),
        ([[1, 2]], {"chart": "c", "denominators": [1, 2]}, qi.InvalidValueError, "denominators", None, "takes no"),
        ([[1, 2]], {"chart": "p", "denominators": [9]}, qi.ShapeError, "denominators", None, "expected 2"),
        ([[1, 2]], {"chart": "p", "denominators": [9, -9]}, qi.InvalidValueError, "denominators", 1, "0 or more"),
        ([[1, 2]], {"chart": "p", "denominators": [9, 0]}, qi.InvalidValueError, "denominators", 1, "denominator is 0"),
        ([[1, 2]], {"chart": "p", "denominators": [9, 1]}, qi.InvalidValueError, "values", 1, "above its denominator"),
        ([[1, 2]], {"chart": "p", "denominators": ["a", 1]}, qi.InvalidValueError, "denominators", 0, "'a'"),
        ([[1, 2]], {"x": DAYS}, qi.ShapeError, "x", None, "expected 2"),
        ([[1, 2, 3]], {"x": [DAYS[1], DAYS[2], DAYS[0]]}, qi.InvalidValueError, "x", 2, "in order"),
        ([[1, 2, 3]], {"x": [DAYS[0], None, DAYS[2]]}, qi.InvalidValueError, "x", 1, "a date"),
        ([[1, 2, 3]], {"x": ["a", DAYS[0], DAYS[2]]}, qi.InvalidValueError, "x", 0, "a date"),
        ([[1, 2]], {"x": [DAYS[0], pd.NaT]}, qi.InvalidValueError, "x", 1, "a date"),
        ([[1, 2]], {"x": [dt.datetime(2024, 1, 1, tzinfo=dt.UTC), DAYS[1]]}, qi.InvalidValueError, "x", 1, "one kind"),
        ([[1, 2]], {"x": 5}, qi.ShapeError, "x", None, "sequence of labels"),
        ([[1, 2]], {"x": "ab"}, qi.ShapeError, "x", None, "sequence of labels"),
        ([[1, 2]], {"chart": "s", "subgroups": 5}, qi.ShapeError, "subgroups", None, "sequence of labels"),
        ([[1, 2]], {"chart": "s", "subgroups": [1, []]}, qi.InvalidValueError, "subgroups", 1, "a label"),
        ([[1, 2]], {"screen_moving_ranges": "yes"}, qi.InvalidValueError, "screen_moving_ranges", None, "True, False"),
        ([[1, 2, 3]], {"phases": [0]}, qi.InvalidValueError, "phases", 0, "above 0"),
        ([[1, 2, 3]], {"phases": [3]}, qi.InvalidValueError, "phases", 0, "below 3"),
        ([[1, 2, 3]], {"phases": [2, 1]}, qi.InvalidValueError, "phases", 1, "above 2"),
        ([[1, 2, 3]], {"phases": [1.5]}, qi.InvalidValueError, "phases", 0, "position"),
        ([[1, 2, 3]], {"phases": 2}, qi.ShapeError, "phases", None, "sequence"),
        ([[1, 2, 3]], {"exclude": [3]}, qi.InvalidValueError, "exclude", 0, "from 0 to 2"),
        ([[1, 2, 3]], {"exclude": [-1]}, qi.InvalidValueError, "exclude", 0, "from 0 to 2"),
        ([[1, 2, 3]], {"exclude": [False, True]}, qi.InvalidValueError, "exclude", 0, "position"),
        ([[1, 2, 3]], {"exclude": np.array([False, True])}, qi.InvalidValueError, "exclude", 0, "position"),
        ([[1, 2, 3]], {"baseline": 0}, qi.InvalidValueError, "baseline", None, "1 or more"),
        ([[1, 2, 3]], {"baseline": 2.5}, qi.InvalidValueError, "baseline", None, "whole number"),
        ([[1, 2, 3]], {"baseline": True}, qi.InvalidValueError, "baseline", None, "whole number"),
        ([[1, 2, 3]], {"baseline": "2"}, qi.InvalidValueError, "baseline", None, "whole number"),
        ([[1, 2, 3]], {"baseline": [1, 1]}, qi.ShapeError, "baseline", None, "one baseline per phase"),
        ([[1, 2, 3]], {"baseline": [1, 0], "phases": [2]}, qi.InvalidValueError, "baseline", 1, "1 or more"),
        ([[1, 2, 3]], {"multiplier": 0}, qi.InvalidValueError, "multiplier", None, "above 0"),
        ([[1, 2, 3]], {"multiplier": "100"}, qi.InvalidValueError, "multiplier", None, "finite"),
        ([[1, 2, 3]], {"multiplier": math.inf}, qi.InvalidValueError, "multiplier", None, "finite"),
        ([[1, 2, 3]], {"target": math.nan}, qi.InvalidValueError, "target", None, "finite"),
        ([[1, 2, 3]], {"target": [1]}, qi.InvalidValueError, "target", None, "finite"),
        ([[1, 2, 3]], {"direction": "lower"}, qi.InvalidValueError, "direction", None, "'up'"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(args, options, error, argument, position, words):
    with pytest.raises(error) as raised:
        qi.analyze(*args, **options)
    assert isinstance(raised.value, qi.QIError)
    assert raised.value.argument == argument
    assert raised.value.position == position
    assert words in str(raised.value)
    where = argument if position is None else f"{argument}[{position}]"
    assert str(raised.value).startswith(f"{where}: ")


@pytest.mark.parametrize(
    "values",
    [
        [1.0, None, 3.0],
        (1, math.nan, 3),
        np.array([1.0, np.nan, 3.0]),
        np.ma.masked_array([1, 2, 3], mask=[0, 1, 0]),
        pd.Series([1.0, None, 3.0]),
        pd.Series([1, pd.NA, 3], dtype="Int64"),
        [decimal.Decimal(1), None, decimal.Decimal(3)],
    ],
)
def test_numbers_come_in_many_forms(values):
    analysis = qi.analyze(values)
    np.testing.assert_array_equal(analysis.values, [1, np.nan, 3])
    assert analysis.included.tolist() == [True, False, True]


@pytest.mark.parametrize(
    "x",
    [
        DAYS,
        np.array(DAYS, dtype="datetime64[D]"),
        pd.to_datetime(DAYS),
        pd.Series(pd.to_datetime(DAYS)),
        pd.period_range("2024-01-01", periods=3, freq="D"),
        (day for day in DAYS),
    ],
)
def test_dates_come_in_many_forms(x):
    from qi.dates import as_date

    assert [as_date(day) for day in qi.analyze([1, 2, 3], x=x).x] == DAYS


def test_without_dates_points_are_numbered_from_1():
    assert qi.analyze([4, 5, 6]).x == (1, 2, 3)
    assert len(qi.analyze([4, 5, 6])) == 3


def test_the_same_day_twice_is_in_order():
    assert qi.analyze([1, 2], x=[DAYS[0], DAYS[0]]).x == (DAYS[0], DAYS[0])


def test_labels_may_be_in_any_order():
    assert qi.analyze([1, 2], x=["b", "a"]).x == ("b", "a")


def test_the_frame_has_one_row_per_point():
    frame = qi.analyze([3, 4, None], "p", denominators=[10, 20, 30], multiplier=100).frame()
    assert list(frame.columns) == [
        "x", "value", "numerator", "denominator", "phase", "included",
        "center", "lower", "upper", "sigma_units", "signals",
    ]  # fmt: skip
    assert frame["value"].tolist()[:2] == [30.0, 20.0]
    assert frame["numerator"].tolist()[:2] == [3, 4]
    assert frame["included"].tolist() == [True, True, False]
    assert qi.analyze([3, 4]).frame()["denominator"].isna().all()


def test_a_point_that_carries_a_rule_twice_names_it_once():
    # The fifth point ends one trend and starts the next.
    frame = qi.analyze([1, 2, 3, 4, 5, 4, 3, 2, 1]).frame()
    assert frame["signals"][4].count("trend") == 1
