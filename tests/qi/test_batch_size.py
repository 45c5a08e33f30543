"""What many series cost in memory, ten blocks of them, and arrays that are made when they are asked for."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import qi
from bench.qi_memory import call, inputs, peak_over_input
from qi.chart_types import CHART_TYPES
from qi.many.scans import count, crowds, longest, longest_alike
from tests.qi.test_batch import assert_equal


@pytest.mark.parametrize("chart", CHART_TYPES)
def test_memory_stays_within_five_times_the_series(chart):
    peak, _ = peak_over_input(call(chart, look=False), *inputs(chart, 40_000))
    assert peak <= 5


def test_memory_with_the_arrays_looked_at():
    peak, _ = peak_over_input(call("i", look=True), *inputs("i", 40_000))
    assert peak <= 5


def test_the_arrays_do_not_follow_what_the_caller_changes_later():
    values, below = np.array([[1.0, 2, 4, 3]]), np.array([[9.0, 8, 7, 6]])
    batch = qi.analyze_batch(values, "u", denominators=below, points=True)
    plain = qi.analyze_batch(values, "i", points=True)
    one = qi.analyze(values[0], "u", denominators=below[0])
    two = qi.analyze(values[0], "i")
    values[:], below[:] = 5, 5
    assert_equal(batch, [one])
    assert_equal(plain, [two])


def test_the_arrays_are_a_mapping_that_cannot_be_changed():
    batch = qi.analyze_batch([[1, 2, 4], [1, 0, 3]], "i", points=True)
    assert list(batch.points) == ["values", "center", "lower", "upper", "sigma_units", "included"]
    assert len(batch.points) == 6
    assert len(batch.signals) == 7
    for columns in (batch.points, batch.signals):
        with pytest.raises(KeyError):
            columns["nothing"]
    for array in (*batch.points.values(), *batch.signals.values()):
        assert not array.flags.writeable
    assert batch.points["center"] is batch.points["center"]
    assert batch.points["center"].shape == (2, 3)


def test_long_series_with_gaps_and_ties():
    """Runs longer than a byte can count."""
    rng = np.random.default_rng(10)
    table = rng.integers(0, 3, (4, 700)).astype(float)
    table[0, 200:500] = 9
    table[1, 100:420] = np.arange(320)
    table[2, ::3] = np.nan
    table[3, 650:] = np.nan
    for rules in ("ihi", "nelson", "nhs", "perla"):
        options = {"rules": rules, "phases": [690], "exclude": [3, 250]}
        batch = qi.analyze_batch(table, "i", **options)
        assert_equal(batch, [qi.analyze(row, "i", **options) for row in table])
    whole = qi.analyze_batch(table[:2], "i", rules="nelson")
    assert_equal(whole, [qi.analyze(row, "i", rules="nelson") for row in table[:2]])


@pytest.mark.parametrize("length", [255, 256, 65_536])
def test_runs_are_counted_however_long_they_are(length):
    marks = np.ones((length, 1), dtype=bool)
    assert longest(marks).tolist() == longest_alike(marks).tolist() == [length]
    assert count(marks).tolist() == [length]
    assert crowds(marks, length, length).tolist() == [True]
    assert crowds(marks, length + 1, length + 1).tolist() == [False]


DAYS = [dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 1, 15)]


@pytest.mark.parametrize("days", [DAYS, [day.isoformat() for day in DAYS], pd.to_datetime(DAYS)])
def test_subgroups_labeled_with_dates_must_be_in_order(days):
    frame = pd.DataFrame({"series": "a", "value": [1, 2, 3, 4, 5, 6], "week": np.repeat(days, 2)})
    frame = pd.concat([frame.iloc[:4].assign(series="b"), frame])
    with pytest.raises(qi.QIError, match="order") as raised:
        qi.analyze_batch(frame, "s", subgroups="week")
    assert (raised.value.argument, raised.value.position) == ("week", 1)
    with pytest.raises(qi.QIError, match="order"):
        qi.analyze([1, 2, 3, 4, 5, 6], "s", subgroups=np.repeat(days, 2))
    # A value may be added to an earlier subgroup, and dates of their own come before labels.
    late = pd.concat([frame.iloc[:4], frame.iloc[:1]])
    assert len(qi.analyze_batch(late, "s", subgroups="week")) == 1
    dated = frame.assign(x=range(len(frame)))
    assert len(qi.analyze_batch(dated, "s", subgroups="week")) == 2
