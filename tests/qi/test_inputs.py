"""Input in other forms: read as what it is, or refused with the argument's name."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import qi
from qi.chart_types import CHART_TYPES

DAYS = [dt.date(2024, 1, 1), dt.date(2024, 1, 3), dt.date(2024, 1, 2)]


def refused(argument, call, *args, **options):
    with pytest.raises(qi.QIError) as raised:
        call(*args, **options)
    assert raised.value.argument == argument, raised.value


def test_masked_values_of_a_batch_are_missing():
    rows = np.ma.masked_array([[1, 2, 999, 3], [4, 5, 6, 7]], mask=[[0, 0, 1, 0], [0] * 4])
    batch = qi.analyze_batch(rows)
    assert batch.columns["center"].tolist() == [2, 5.5]
    assert batch.columns["n_points"].tolist() == [3, 4]
    below = np.ma.masked_array([[9, 9, 9, 9]] * 2, mask=rows.mask)
    batch = qi.analyze_batch(rows.filled(1), "u", denominators=below)
    assert batch.columns["n_points"].tolist() == [3, 4]


def test_what_is_masked_is_looked_at_by_nobody():
    texts = np.ma.masked_array(["a", "b", "c"], mask=[0, 1, 0])
    refused("values", qi.analyze, texts)
    refused("values", qi.analyze_batch, texts[None, :])
    refused("denominators", qi.analyze, [1, 2, 3], denominators=texts)
    refused("target", qi.analyze_batch, [[1, 2, 3]] * 3, target=texts)
    hidden = np.ma.masked_array([1, "b", 3], mask=[0, 1, 0], dtype=object)
    assert qi.analyze(hidden).included.tolist() == [True, False, True]
    assert qi.analyze_batch(hidden[None, :]).columns["n_points"].tolist() == [2]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("argument", ["values", "target", "multiplier"])
def test_a_masked_number_is_no_number(argument):
    refused(argument, qi.analyze, **{"values": [1, 2], argument: np.ma.masked})


def test_decimals_are_numbers():
    one = qi.analyze([Decimal("1.5"), 2], "i", target=Decimal("1.5"), multiplier=Decimal(10))
    assert (one.target, one.options["target"]) == (15.0, 1.5)
    batch = qi.analyze_batch([[1.5, 2]], "i", target=Decimal("1.5"), direction="up")
    assert batch.columns["assurance"][0] is qi.Assurance.HIT_OR_MISS


def test_a_mask_that_changes_later_changes_no_answer():
    mask = np.array([[False, True, False]])
    batch = qi.analyze_batch([[1, 2, 3]], exclude=mask, points=True)
    mask[0, 1] = False
    assert batch.points["included"].tolist() == [[True, False, True]]


@pytest.mark.parametrize(
    "values",
    [
        [["1", "2"]],
        np.array([["1", "2"]]),
        np.array([[1, "2"]], dtype=object),
        np.array([["2024-01-01", "2024-01-02"]], dtype="datetime64[ns]"),
        np.array([[1, 2]], dtype="timedelta64[ns]"),
        np.array([[1 + 1j, 2]]),
        [[1, 2], [1]],
        [[1, 10**400]],
    ],
)
def test_what_is_no_number_is_refused_in_a_batch_and_alone(values):
    refused("values", qi.analyze_batch, values)
    refused("values", qi.analyze, values[0] if len(values) == 1 else values)


def test_a_wrong_value_of_a_batch_is_named_with_its_series():
    with pytest.raises(qi.QIError, match="series 1, point 0") as raised:
        qi.analyze_batch(np.array([[1, None], ["a", 2]], dtype=object))
    assert raised.value.position == 1


def test_subgroups_of_an_array_are_its_last_dimension():
    refused("subgroups", qi.analyze_batch, np.ones((1, 3, 2)), "s", subgroups="week")


@pytest.mark.parametrize("target", [["a"], [np.inf], np.inf, [[1], [1, 2]], "a", 10**400, [1, 2]])
def test_a_wrong_target_of_a_batch_is_refused(target):
    refused("target", qi.analyze_batch, [[1, 2, 3]], target=target, direction="up")


def test_a_batch_takes_one_target_or_one_per_series():
    for target in (3, np.array(3.0), [3, None]):
        batch = qi.analyze_batch([[1, 2, 3], [4, 5, 6]], target=target, direction="up")
        assert len(batch) == 2


def long(x):
    return pd.DataFrame({"series": ["a"] * 3, "x": x, "value": [1, 2, 3]})


@pytest.mark.parametrize(
    "x",
    [
        DAYS,
        pd.to_datetime(DAYS),
        pd.to_datetime(DAYS).tz_localize("Europe/Berlin"),
        pd.PeriodIndex(DAYS, freq="D"),
        [day.isoformat() for day in DAYS],
        [DAYS[0], None, DAYS[1]],
        pd.to_datetime([DAYS[0], None, DAYS[1]]),
        pd.to_datetime([DAYS[0], None, DAYS[1]]).tz_localize("UTC"),
        pd.PeriodIndex([DAYS[0], None, DAYS[1]], freq="D"),
    ],
)
def test_dates_out_of_order_are_refused_in_a_batch_and_alone(x):
    refused("x", qi.analyze_batch, long(x))
    refused("x", qi.analyze, [1, 2, 3], x=x)


def test_dates_in_order_and_labels_pass():
    for x in (sorted(DAYS), [1, 3, 2], ["b", "a", "c"], ["2024-99-99", "2024-01-01", "2023-01-01"]):
        assert len(qi.analyze_batch(long(x))) == 1
        assert len(qi.analyze([1, 2, 3], x=x)) == 3
    # The next series begins again.
    two = pd.DataFrame({"series": ["a", "a", "b"], "x": [*sorted(DAYS)[1:], DAYS[0]], "value": 1})
    assert len(qi.analyze_batch(two)) == 2


def test_numpy_dates_in_a_list_are_dates():
    days = [np.datetime64(day) for day in DAYS]
    refused("x", qi.analyze, [1, 2, 3], x=days)
    refused("x", qi.analyze, [1, 2], x=[days[0], np.datetime64("NaT")])
    assert [day.date() for day in qi.analyze([1, 2], x=days[:2]).x] == DAYS[:2]


def test_labels_of_two_dimensions_are_refused():
    refused("x", qi.analyze, [1, 2], x=np.ones((2, 2)))
    refused("x", qi.analyze, [1, 2], x=[[1], [2]])
    refused("x", qi.analyze, [1, 2], x=pd.DataFrame({"x": [1, 2]}))


class Unwritable:
    def __repr__(self):
        raise RuntimeError


@pytest.mark.parametrize("argument", ["series", "x", "value", "denominators", "subgroups"])
@pytest.mark.parametrize(
    "wrong",
    [None, 10**5000, ["x"], Unwritable(), "month"],
    ids=["none", "digits", "list", "unwritable", "absent"],
)
def test_a_column_that_is_not_there_is_refused(argument, wrong):
    chart = {"denominators": "u", "subgroups": "s"}.get(argument, "i")
    refused(argument, qi.analyze_batch, long(DAYS), chart, **{argument: wrong})


def test_the_usual_column_of_dates_may_be_absent():
    frame = long(DAYS).drop(columns="x")
    assert len(qi.analyze_batch(frame)) == len(qi.analyze_batch(frame, x="x")) == 1


def test_a_long_name_of_a_series_is_quoted_in_part():
    frame = long(DAYS).assign(series="a" * 5000)
    for dates in (DAYS, pd.to_datetime(DAYS), pd.to_datetime([*DAYS[:2], None])):
        with pytest.raises(qi.QIError) as raised:
            qi.analyze_batch(frame.assign(x=dates))
        assert len(str(raised.value)) < 200


def test_dates_of_two_kinds_are_written_as_dates():
    moments = [dt.datetime(2025, 3, 1, 10, tzinfo=dt.UTC), pd.Timestamp("2025-03-02 10:00")]
    with pytest.raises(qi.QIError, match=r"2025-03-02 10:00:00 cannot be compared with 2025-03-01"):
        qi.analyze([1, 2], x=moments)


@pytest.mark.parametrize("label", [Decimal("sNaN"), ([],), {}])
def test_a_subgroup_that_cannot_be_looked_up_is_refused(label):
    refused("subgroups", qi.analyze, [1, 2], "s", subgroups=[1, label])


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT, np.datetime64("NaT")])
def test_a_missing_subgroup_is_refused(missing):
    refused("subgroups", qi.analyze, [1, 2], "s", subgroups=[1, missing])
    frame = pd.DataFrame({"series": "a", "value": [1, 2], "week": ["1", missing]})
    refused("week", qi.analyze_batch, frame, "s", subgroups="week")


@pytest.mark.parametrize(
    ("argument", "wrong"),
    [("direction", ["up"]), ("direction", {}), ("multiplier", 10**400), ("target", 10**400)],
)
def test_wrong_options_are_refused(argument, wrong):
    refused(argument, qi.analyze, [1, 2], **{argument: wrong})
    refused(argument, qi.analyze_batch, [[1, 2]], **{argument: wrong})


GIVEN = {"denominators": [40, 50, 60, 40, 50], "subgroups": [1, 1, 2, 2, 3]}


@pytest.mark.parametrize("chart", list(CHART_TYPES))
def test_the_same_data_with_the_options_of_a_result_give_it_again(chart):
    kind = CHART_TYPES[chart]
    data = {}
    if kind.subgroups:
        data["subgroups"] = GIVEN["subgroups"]
    elif kind.denominators == "required":
        data["denominators"] = GIVEN["denominators"] if kind.divided else [50] * 5
    values = [12, 15, 9, 11, 14]
    one = qi.analyze(values, chart, rules="nhs", multiplier=100, target=3, direction="up", **data)
    again = qi.analyze(values, **data, **one.options)
    np.testing.assert_array_equal(again.values, one.values)
    np.testing.assert_array_equal(again.center, one.center)
    np.testing.assert_array_equal(again.upper, one.upper)
    assert (again.signals, again.verdict) == (one.signals, one.verdict)


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("rules", lambda: qi.analyze([1, 2], rules=np.array(["ihi", "nhs"]))),
        ("baseline", lambda: qi.cusum([1, 2, 3], baseline=2.5)),
        ("baseline", lambda: qi.cusum([1, 2, 3], baseline="3")),
        ("baseline", lambda: qi.ewma([1, 2, 3], baseline=[3])),
        ("adjust", lambda: qi.funnel([1], [2], adjust=["additive"])),
        ("kind", lambda: qi.funnel([1], [2], kind=["rate"])),
        ("names", lambda: qi.funnel([1], [2], names=3)),
        ("shift_at", lambda: qi.operating_characteristics("ihi", 12, shift_at="a")),
        ("shift_at", lambda: qi.operating_characteristics("ihi", 12, shift_at=2.5)),
        ("center", lambda: qi.operating_characteristics("ihi", 12, center=["mean"])),
        ("seed", lambda: qi.operating_characteristics("ihi", 12, seed="a")),
        ("n_points", lambda: qi.suggest_chart("count", n_points="a")),
        ("sigmas", lambda: qi.Zone("a", 2, 3, "x")),
        ("points", lambda: qi.analyze_batch([[1, 2]], points=np.array([1, 2]))),
        ("points", lambda: qi.analyze_batch([[1, 2]], points="no")),
        ("p0", lambda: qi.bernoulli_cusum([0, 1], [[0.1, 0.2], [0.3]], 2, 4)),
        ("zones", lambda: qi.RuleSet("a", zones=("two",))),
        ("ties", lambda: qi.RuleSet("a", ties=["skip"])),
    ],
)
def test_every_wrong_argument_is_an_error_of_qi(argument, call):
    refused(argument, call)


def test_lengths_of_numpy_are_lengths():
    assert qi.RuleSet("ours", shift=np.int64(7)).shift == 7
