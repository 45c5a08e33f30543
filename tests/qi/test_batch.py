"""Many series at once give what one analysis after the other gives."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qi
from qi.chart_types import CHART_TYPES
from qi.rules.rulesets import RULE_SETS
from tests.qi.settings import EXAMPLES

SINGLE = ["run", "i", "mr", "c", "g", "t"]
RATIOS = ["ip", "p", "pp", "np", "u", "up"]
GROUPED = ["xbar", "s", "r"]


def test_every_chart_type_is_listed():
    assert {*SINGLE, *RATIOS, *GROUPED} == set(CHART_TYPES)


EVERYTHING = qi.RuleSet(
    "everything",
    outside=True,
    shift=3,
    trend=3,
    zones=(
        qi.Zone("two of three", 2, 3, 2),
        qi.Zone("four of five", 4, 5, 1),
        qi.Zone("strict", 2, 3, 1, all_same_side=True, within_limits_only=True),
    ),
    inner=4,
    alternating=4,
    both_sides=3,
    runs=True,
    crossings=True,
)
BREAKING = qi.RuleSet(
    "breaking", shift=3, longest_run=True, on_center="break", trend=3, ties="break",
    trend_if_limits_vary=False, cut_limits=False, screen_moving_ranges=True,
)  # fmt: skip


def assert_equal(batch, analyses):
    """Every column, signal and array of the batch is that of the single analyses."""
    columns = batch.columns
    for number, one in enumerate(analyses):
        latest = next((p for p in reversed(one.phases) if p.n_points), one.phases[-1])
        position = max((k for k in range(len(one)) if one.included[k]), default=-1)
        where = number, position
        exact = {
            "latest": position,
            "n_points": latest.n_points,
            "n_useful": latest.n_useful,
            "longest_run": latest.longest_run,
            "longest_run_max": latest.longest_run_max,
            "crossings": latest.crossings,
            "crossings_min": latest.crossings_min,
            "runs": latest.runs,
            "runs_min": latest.runs_min,
            "runs_max": latest.runs_max,
            "n_signals": len(one.signals),
            "variation": one.verdict.variation,
            "assurance": one.verdict.assurance,
            "rule": one.verdict.rule,
        }
        if latest.n_points:
            exact |= {
                "n_basis": latest.n_basis,
                "trial": latest.trial,
                "all_equal": latest.all_equal,
                "phase": one.phases.index(latest),
            }
        for name, expected in exact.items():
            got = columns[name][number]
            absent = expected is None and name != "rule"
            assert got == (-1 if absent else expected), (where, name, got, expected)
        if position >= 0:
            for name, array in (
                ("value", one.values),
                ("center", one.center),
                ("lower", one.lower),
                ("upper", one.upper),
            ):
                assert columns[name][number] == pytest.approx(
                    array[position], rel=1e-12, abs=1e-12, nan_ok=True
                ), (where, name)
        mine = np.flatnonzero(batch.signals["series"] == number)
        got = sorted(
            (
                batch.signals["rule"][k],
                int(batch.signals["start"][k]),
                int(batch.signals["stop"][k]),
                int(batch.signals["detected"][k]),
                str(batch.signals["side"][k]),
                int(batch.signals["phase"][k]),
            )
            for k in mine
        )
        assert got == sorted(
            (s.rule, s.start, s.stop, s.detected, str(s.side), s.phase) for s in one.signals
        ), where
        counted = dict.fromkeys((s.rule for s in one.signals), 0)
        for s in one.signals:
            counted[s.rule] += 1
        for rule, n in counted.items():
            name = rule.replace(" ", "_")
            assert columns[f"{name}_count"][number] == n
            assert columns[f"{name}_first"][number] == min(
                s.detected for s in one.signals if s.rule == rule
            )
            assert columns[f"{name}_last"][number] == max(
                s.stop - 1 for s in one.signals if s.rule == rule
            )
        if batch.points is not None:
            for name in ("values", "center", "lower", "upper", "sigma_units"):
                np.testing.assert_allclose(
                    batch.points[name][number],
                    getattr(one, name),
                    rtol=1e-12,
                    atol=1e-12,
                    err_msg=f"{where} {name}",
                )
            np.testing.assert_array_equal(batch.points["included"][number], one.included)


@st.composite
def options(draw, n):
    phases = sorted(draw(st.sets(st.integers(1, n - 1), max_size=2))) if n > 1 else []
    baseline = draw(
        st.one_of(
            st.none(),
            st.integers(1, n + 2),
            st.lists(
                st.one_of(st.none(), st.integers(1, n)),
                min_size=len(phases) + 1,
                max_size=len(phases) + 1,
            ),
        )
    )
    return {
        "phases": phases,
        "baseline": baseline,
        "exclude": draw(st.lists(st.integers(0, n - 1), max_size=3)),
        "multiplier": draw(st.sampled_from([1, 100])),
        "rules": draw(st.sampled_from([*RULE_SETS, EVERYTHING, BREAKING])),
        "direction": draw(st.sampled_from([None, "up", "down"])),
        "target": draw(st.sampled_from([None, 0.3, 5.0])),
        "screen_moving_ranges": draw(st.sampled_from([None, True, False])),
    }


@st.composite
def tables(draw, lowest):
    m, n = draw(st.integers(1, 4)), draw(st.sampled_from([1, 2, 3, 8, 14, 15, 30]))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    spread = draw(st.sampled_from([0, 1, 3, 40]))
    table = rng.integers(lowest, lowest + spread + 1, (m, n)).astype(float)
    table[:, n // 2 :] += draw(st.sampled_from([0, 0, 2]))
    gaps = draw(st.sampled_from([0.0, 0.0, 0.15, 0.6]))
    table[rng.random((m, n)) < gaps] = np.nan
    # Ragged series end in missing points.
    if draw(st.booleans()):
        table[0, draw(st.integers(0, n)) :] = np.nan
    return table, draw(options(n)), rng


@pytest.mark.parametrize("chart", SINGLE)
@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_charts_of_single_values(chart, data):
    lowest = {"run": -9, "i": -9, "mr": -9, "c": 0, "g": 0, "t": 1}[chart]
    table, given_options, _ = data.draw(tables(lowest))
    batch = qi.analyze_batch(table, chart, points=True, **given_options)
    assert_equal(batch, [qi.analyze(row, chart, **given_options) for row in table])


@pytest.mark.parametrize("chart", [*RATIOS, "run", "i", "mr"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_charts_with_denominators(chart, data):
    table, given_options, rng = data.draw(tables(0))
    m, n = table.shape
    below = rng.integers(45, data.draw(st.sampled_from([46, 60, 900])), (m, n)).astype(float)
    if chart == "np":
        below[:] = below[:, :1]
    below[(rng.random((m, n)) < 0.1) & ~(table > 0)] = 0
    below[rng.random((m, n)) < data.draw(st.sampled_from([0.0, 0.1]))] = np.nan
    batch = qi.analyze_batch(table, chart, denominators=below, points=True, **given_options)
    analyses = [
        qi.analyze(row, chart, denominators=sizes, **given_options)
        for row, sizes in zip(table, below, strict=True)
    ]
    assert_equal(batch, analyses)


@pytest.mark.parametrize("chart", GROUPED)
@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_charts_of_subgroups(chart, data):
    m, n = data.draw(st.integers(1, 3)), data.draw(st.sampled_from([1, 2, 3, 14]))
    k = data.draw(st.integers(1, 5))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    cube = rng.integers(0, data.draw(st.sampled_from([1, 4, 60])), (m, n, k)).astype(float)
    cube[rng.random((m, n, k)) < data.draw(st.sampled_from([0.0, 0.3]))] = np.nan
    given_options = data.draw(options(n))
    batch = qi.analyze_batch(cube, chart, points=True, **given_options)
    labels = np.repeat(np.arange(n), k)
    analyses = [qi.analyze(rows.ravel(), chart, subgroups=labels, **given_options) for rows in cube]
    assert_equal(batch, analyses)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.permutations(range(6)), st.integers(0, 99))
def test_the_order_of_the_series_does_not_matter(order, seed):
    table = np.random.default_rng(seed).normal(0, 1, (6, 20))
    one, two = qi.analyze_batch(table, "i"), qi.analyze_batch(table[order], "i")
    for name, column in one.columns.items():
        np.testing.assert_array_equal(column[order], two.columns[name])


def test_more_series_than_one_block(monkeypatch):
    table = np.random.default_rng(3).normal(0, 1, (25, 20))
    table[7, 4] = table[19, 0] = np.nan
    whole = qi.analyze_batch(table, "i", points=True)
    monkeypatch.setattr("qi.batch.CHUNK", 10)
    parts = qi.analyze_batch(table, "i", points=True)
    for kind in ("columns", "signals", "points"):
        for name, column in getattr(whole, kind).items():
            other = getattr(parts, kind)[name]
            if column.dtype == float:
                # A full block adds up in another order than one with gaps.
                np.testing.assert_allclose(column, other, rtol=1e-12, atol=1e-12)
            else:
                np.testing.assert_array_equal(column, other)


def test_equal_values_give_no_signal_beside_series_that_do():
    # Equal counts lie within the inner third all along, which says nothing about them.
    table = np.array([[9.0] * 30, [9, 10] * 15, [2, 16] * 15])
    batch = qi.analyze_batch(table, "c", rules="nelson", points=True)
    assert batch.columns["inner_third_count"].tolist() == [0, 1, 0]
    assert batch.columns["all_equal"].tolist() == [True, False, False]
    assert_equal(batch, [qi.analyze(row, "c", rules="nelson") for row in table])


def test_a_mask_excludes_points_of_single_series():
    table = np.random.default_rng(4).normal(0, 1, (3, 15))
    mask = np.zeros((3, 15), dtype=bool)
    mask[1, [2, 5]] = True
    batch = qi.analyze_batch(table, "i", exclude=mask, points=True)
    analyses = [
        qi.analyze(row, "i", exclude=np.flatnonzero(out))
        for row, out in zip(table, mask, strict=True)
    ]
    assert_equal(batch, analyses)


def test_one_target_per_series():
    table = np.random.default_rng(4).normal(0, 1, (3, 15))
    batch = qi.analyze_batch(table, "i", target=[9.0, -9.0, math.nan], direction="up")
    assert batch.columns["assurance"].tolist()[:2] == [qi.Assurance.FAILS, qi.Assurance.PASSES]
    assert batch.columns["assurance"][2] is qi.Assurance.NONE


def long_table():
    rows = []
    for name, count in (("north", 14), ("south", 9), ("west", 12)):
        for k in range(count):
            rows.append((name, dt.date(2024 + k // 12, k % 12 + 1, 1), (k * 7) % 11, 40 + k % 3))
    frame = pd.DataFrame(rows, columns=["team", "month", "late", "patients"])
    frame["month"] = pd.to_datetime(frame["month"])
    # Interleaved, each series still in order.
    return frame.iloc[np.argsort(frame["month"].to_numpy(), kind="stable")].reset_index(drop=True)


def test_a_long_table():
    frame = long_table()
    batch = qi.analyze_batch(
        frame, "p", series="team", x="month", value="late", denominators="patients", points=True
    )
    assert batch.series == ("north", "south", "west")
    assert len(batch) == 3
    for number, name in enumerate(batch.series):
        part = frame[frame["team"] == name]
        one = qi.analyze(part["late"], "p", denominators=part["patients"])
        table = batch.frame().loc[name]
        assert table["n_signals"] == len(one.signals)
        assert table["upper"] == pytest.approx(one.upper[-1], rel=1e-12)
        assert batch.points["values"][number, : len(part)] == pytest.approx(one.values)


def test_a_long_table_without_dates_and_denominators():
    frame = long_table().drop(columns="month")
    batch = qi.analyze_batch(frame, "i", series="team", value="late")
    part = frame[frame["team"] == "south"]["late"]
    assert batch.columns["center"][1] == pytest.approx(part.mean())
    # Labels are not dates: any order will do.
    labeled = frame.assign(month=[f"m{k}" for k in range(len(frame))][::-1])
    assert qi.analyze_batch(labeled, "i", series="team", x="month", value="late").series


def test_a_long_table_of_subgroups():
    rng = np.random.default_rng(5)
    rows = [
        (team, f"w{week}", value)
        for week in range(12)
        for team in ("a", "b")
        for value in rng.normal(10, 1, 3 + week % 2)
    ]
    frame = pd.DataFrame(rows, columns=["series", "week", "value"])
    batch = qi.analyze_batch(frame, "xbar", subgroups="week", points=True)
    analyses = []
    for team in ("a", "b"):
        part = frame[frame["series"] == team]
        analyses.append(qi.analyze(part["value"], "xbar", subgroups=part["week"]))
    assert_equal(batch, analyses)


def test_columns_are_read_only():
    batch = qi.analyze_batch(np.ones((2, 3)))
    with pytest.raises(ValueError, match="read-only"):
        batch.columns["center"][0] = 1
    with pytest.raises(TypeError):
        batch.columns["center"] = 1
    assert batch.points is None


TABLE = np.array([[1.0, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize(
    ("args", "given_options", "argument", "position", "words"),
    [
        ([[1, 2, 3]], {}, "values", None, "2 dimensions"),
        ([np.empty((0, 3))], {}, "values", None, "not empty"),
        ([TABLE], {"chart": "xbar"}, "values", None, "3 dimensions"),
        ([[["a", "b"]]], {}, "values", 0, "expected a number"),
        ([[[1, None], [2, 3]]], {"chart": "q"}, "chart", None, "expected one of"),
        ([[[1, np.inf], [2, 3]]], {}, "values", 0, "infinity"),
        ([[[1, 2], [2, -3]]], {"chart": "c"}, "values", 1, "series 1, point 1"),
        ([[[1, 2], [2, 0]]], {"chart": "t"}, "values", 1, "above 0"),
        ([TABLE], {"chart": "p"}, "denominators", None, "needs one"),
        ([TABLE], {"chart": "c", "denominators": TABLE}, "denominators", None, "takes no"),
        ([TABLE], {"chart": "p", "denominators": [[9, 9]]}, "denominators", None, "shape"),
        ([TABLE], {"chart": "p", "denominators": TABLE - 1}, "denominators", 0, "denominator is 0"),
        ([TABLE], {"chart": "p", "denominators": TABLE - 0.5}, "values", 0, "above its"),
        ([TABLE], {"chart": "p", "denominators": TABLE - 9}, "denominators", 0, "0 or more"),
        ([TABLE], {"chart": "p", "denominators": TABLE + np.inf}, "denominators", 0, "infinity"),
        ([TABLE], {"chart": "np", "denominators": TABLE + 9}, "denominators", 0, "equal denominators"),
        ([np.ones((1, 2, 26))], {"chart": "r"}, "values", 0, "up to 25"),
        ([TABLE], {"exclude": np.zeros((2, 2), dtype=bool)}, "exclude", None, "shape"),
        ([TABLE], {"exclude": [5]}, "exclude", 0, "from 0 to 2"),
        ([TABLE], {"target": [1.0]}, "target", None, "one target per series"),
        ([TABLE], {"target": np.nan}, "target", None, "finite"),
        ([TABLE], {"direction": "sideways"}, "direction", None, "'up'"),
        ([TABLE], {"target": [1.0, 2.0], "direction": "sideways"}, "direction", None, "'up'"),
        ([TABLE], {"multiplier": 0}, "multiplier", None, "above 0"),
        ([pd.DataFrame({"series": [], "value": []})], {}, "values", None, "at least one row"),
        ([pd.DataFrame({"series": ["a"], "v": [1]})], {}, "value", None, "no column 'value'"),
        ([pd.DataFrame({"team": ["a"], "value": [1]})], {}, "series", None, "no column 'series'"),
        ([pd.DataFrame({"series": ["a", None], "value": [1, 2]})], {}, "series", 1, "missing"),
        ([pd.DataFrame({"series": ["a"], "value": ["x"]})], {}, "values", 0, "'x'"),
        ([pd.DataFrame({"series": ["a"], "value": [1]})], {"chart": "p"}, "denominators", None, "needs a column"),
        ([pd.DataFrame({"series": ["a"], "value": [1]})], {"chart": "p", "denominators": [4]}, "denominators", None, "no column"),
        ([pd.DataFrame({"series": ["a"], "value": [1]})], {"chart": "c", "denominators": "value"}, "denominators", None, "takes no"),
        ([pd.DataFrame({"series": ["a"], "value": [1]})], {"chart": "s"}, "subgroups", None, "needs a column"),
        ([pd.DataFrame({"series": ["a"], "value": [1]})], {"subgroups": "value"}, "subgroups", None, "takes no"),
        (
            [pd.DataFrame({"series": ["a", "b", "b"], "value": [1, 2, 3], "x": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-01-01"])})],
            {}, "x", 1, "out of order",
        ),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(args, given_options, argument, position, words):
    with pytest.raises(qi.QIError, match=words) as raised:
        qi.analyze_batch(*args, **given_options)
    assert (raised.value.argument, raised.value.position) == (argument, position)


def test_numbers_in_objects_are_read():
    assert qi.analyze_batch([[1, None, 3], [4, 5, 6]]).columns["n_points"].tolist() == [2, 3]
