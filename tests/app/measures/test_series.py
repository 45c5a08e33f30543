"""From rows to an analysis: gaps, phases, exclusions, scale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isnan

import pytest

from app.measures import periods
from app.measures.models import Frequency
from app.measures.series import Method, Row, analyze, display, shown
from tests.factories import make_measure, make_network

METHOD = Method(
    chart="p",
    rules="ihi",
    frequency=Frequency.MONTH,
    has_denominator=True,
    multiplier=100.0,
    target=0.08,
    direction="down",
    baseline=None,
)


def months(*numbers: int, value: float = 10.0) -> list[Row]:
    return [Row(periods.step(date(2024, 1, 1), Frequency.MONTH, n), value, 100.0) for n in numbers]


def test_an_absent_month_stays_a_gap():
    analysis = analyze(METHOD, months(0, 1, 3, 6))
    assert analysis is not None
    assert len(analysis) == 7
    assert [isnan(value) for value in analysis.values] == [
        False,
        False,
        True,
        False,
        True,
        True,
        False,
    ]
    assert analysis.x[2] == date(2024, 3, 1)
    assert analysis.phases[0].n_points == 4


def test_values_and_target_are_in_display_units():
    analysis = analyze(METHOD, months(0, 1))
    assert analysis is not None
    assert list(analysis.values) == [10.0, 10.0]  # 10 of 100, in percent
    assert analysis.target == pytest.approx(8.0)


def test_a_phase_starts_in_the_period_that_its_date_lies_in():
    analysis = analyze(METHOD, months(*range(12)), [date(2024, 5, 20), date(2023, 1, 1)])
    assert analysis is not None
    assert [(phase.start, phase.stop) for phase in analysis.phases] == [(0, 4), (4, 12)]


def test_an_excluded_point_is_shown_and_not_counted():
    rows = months(0, 1, 2)
    rows[1] = replace_row(rows[1], value=90.0)
    analysis = analyze(METHOD, rows)
    assert analysis is not None
    assert analysis.values[1] == 90.0
    assert list(analysis.included) == [True, False, True]
    assert analysis.phases[0].center == pytest.approx(10.0)


def replace_row(row: Row, *, value: float) -> Row:
    return Row(row.period, value, row.denominator, excluded=True)


def test_the_baseline_is_handed_on():
    rows = [*months(*range(6)), *months(*range(6, 12), value=40.0)]
    analysis = analyze(replace(METHOD, baseline=6), rows)
    assert analysis is not None
    assert analysis.phases[0].center == pytest.approx(10.0)


def test_no_rows_give_no_analysis():
    assert analyze(METHOD, []) is None


@pytest.mark.parametrize(
    ("frequency", "day", "period", "after", "last", "name"),
    [
        (
            Frequency.WEEK,
            date(2026, 1, 1),
            date(2025, 12, 29),
            date(2026, 1, 5),
            date(2026, 1, 4),
            "Week of December 29, 2025",
        ),
        (
            Frequency.MONTH,
            date(2025, 12, 31),
            date(2025, 12, 1),
            date(2026, 1, 1),
            date(2025, 12, 31),
            "December 2025",
        ),
        (
            Frequency.QUARTER,
            date(2025, 11, 5),
            date(2025, 10, 1),
            date(2026, 1, 1),
            date(2025, 12, 31),
            "4th quarter of 2025",
        ),
    ],
)
def test_the_calendar(frequency, day, period, after, last, name):
    assert periods.start_of(day, frequency) == period
    assert periods.step(period, frequency) == after
    assert periods.last_day(period, frequency) == last
    assert periods.name(period, frequency) == name


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 1, 30), date(2025, 12, 1)),
        (date(2026, 1, 31), date(2026, 1, 1)),
        (date(2026, 2, 1), date(2026, 1, 1)),
    ],
)
def test_a_month_counts_as_over_on_its_last_day(today, latest):
    assert periods.latest_complete(today, Frequency.MONTH) == latest


def test_small_numbers_are_left_out_for_others():
    rows = [
        Row(date(2024, 1, 1), 1, 9),
        Row(date(2024, 2, 1), 1, 10),
        Row(date(2024, 3, 1), 3, None),
    ]
    assert shown(rows, 10) == rows[1:]


def test_display(app):
    measure = make_measure(make_network("lake"))
    assert display(measure, 21, 246) == pytest.approx(8.536585, abs=1e-6)
    assert display(measure, 0, 0) is None
