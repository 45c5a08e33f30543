from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.formats import number_format, tick_text
from charts.metrics import shorten, text_width, wrap
from charts.periods import Period, detect_period, long_name, short_name, slot, slot_date
from charts.scales import value_axis
from charts.theme import TICK_SIZE
from charts.time_ticks import date_ticks
from charts.timeline import timeline
from tests.charts.samples import months

numbers = st.integers(-(10**12), 10**12).map(lambda n: n / 1000)


@given(st.lists(numbers, min_size=1, max_size=30), st.sampled_from(["", "%", "days"]))
@settings(max_examples=200, deadline=None)
def test_axis_holds_every_value_and_has_few_round_ticks(values, unit):
    axis = value_axis(values, unit=unit)
    slack = 1e-6 * (axis.high - axis.low)
    assert axis.low - slack <= min(values)
    assert axis.high + slack >= max(values)
    assert 2 <= len(axis.ticks) <= 9
    assert len(set(axis.labels)) == len(axis.labels)


def test_percent_axis_starts_at_zero_and_ends_at_100():
    axis = value_axis([91.0, 99.5], unit="%")
    assert (axis.low, axis.high) == (0.0, 100.0)


def test_percent_axis_goes_beyond_100_where_a_limit_does():
    assert value_axis([95.0, 104.0], unit="%").high > 100


def test_nothing_to_draw_still_gives_an_axis():
    assert value_axis([math.nan], unit="%").ticks[0] == 0
    assert value_axis([], unit="").high > 0


def test_all_zero_gives_a_plain_axis():
    assert value_axis([0.0, 0.0], unit="%").labels == ("0", "5", "10")


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [(25, 5, "25"), (0.5, 0.25, "0.50"), (12500, 2500, "12,500"), (-5, 5, "−5"), (-0.0, 5, "0")],
)
def test_tick_text(value, step, text):
    assert tick_text(value, step) == text


@pytest.mark.parametrize(
    ("values", "unit", "value", "text"),
    [
        ([14.3, 9.0], "%", 9.0, "9.0%"),
        ([0.12, 0.4], "%", 0.4, "0.40%"),
        ([7.5, 5.9], "h", 7.5, "7.50 h"),
        ([3, 4, 12], "", 4, "4"),
        ([1234.5, 999.0], "days", 1234.5, "1,234"),
        ([0.0031], "", 0.0031, "0.00310"),
    ],
)
def test_plotted_values_carry_sensible_digits(values, unit, value, text):
    assert number_format(values, unit).data(value) == text


def test_whole_numbers_stay_whole_and_their_center_gets_a_decimal():
    formats = number_format([3, 4, 12], "")
    assert (formats.data(12), formats.label(6.33)) == ("12", "6.3")


def test_long_unit_is_said_in_full_only_where_there_is_room():
    formats = number_format([12.3], "per 1,000")
    assert (formats.data(12.3), formats.full(12.3)) == ("12.3", "12.3 per 1,000")


@pytest.mark.parametrize(
    ("dates", "period"),
    [
        (months(24), Period.MONTH),
        (months(2, dt.date(2025, 2, 1)), Period.MONTH),
        (tuple(d for k, d in enumerate(months(24)) if k not in {3, 4, 9}), Period.MONTH),
        (months(24)[::3], Period.QUARTER),
        (months(60)[::12], Period.YEAR),
        ([dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 31)], Period.MONTH),
        ([dt.date(2024, 1, 1) + dt.timedelta(7 * k) for k in range(30)], Period.WEEK),
        ([dt.date(2024, 1, 1) + dt.timedelta(k) for k in range(30)], Period.DAY),
        ([dt.date(2024, 1, 1), dt.date(2024, 1, 4), dt.date(2024, 2, 20)], Period.POINT),
        (["Case 1", "Case 2"], Period.POINT),
        ([np.datetime64("2024-01-01"), np.datetime64("2024-02-01")], Period.MONTH),
        ([dt.date(2024, 1, 1)], Period.MONTH),
        ([], Period.POINT),
    ],
)
def test_pace_is_told_from_the_dates(dates, period):
    assert detect_period(dates) is period


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)), st.sampled_from(list(Period)[:5]))
@settings(deadline=None)
def test_slots_round_trip(date, period):
    number = slot(date, period)
    assert slot(slot_date(number, period), period) == number
    assert slot_date(number, period) <= date < slot_date(number + 1, period)


@pytest.mark.parametrize(
    ("period", "count"),
    [(p, n) for p in (Period.MONTH, Period.WEEK, Period.DAY, Period.QUARTER) for n in (3, 24, 200)],
)
@pytest.mark.parametrize("width", [240, 520, 930])
def test_tick_labels_keep_their_distance(period, count, width):
    start = slot(dt.date(2021, 3, 1), period)
    line = timeline([slot_date(start + k, period) for k in range(count)], period=period)
    pixels = width / line.span
    end = -math.inf
    labeled = [tick for tick in date_ticks(line, width) if tick.text]
    assert labeled
    for tick in labeled:
        half = text_width(tick.text, TICK_SIZE) / 2
        assert tick.position * pixels - half > end + 2
        end = tick.position * pixels + half


def test_labels_of_points_are_thinned_out_not_squeezed():
    line = timeline([f"Case {k}" for k in range(200)])
    assert 3 <= len(date_ticks(line, 930)) <= 20


def test_counted_points_are_named_by_round_numbers():
    ticks = date_ticks(timeline(range(1, 201)), 930)
    assert [tick.text for tick in ticks[:3]] == ["10", "20", "30"]
    assert ticks[0].position == 9


def test_names_of_points():
    day = dt.date(2025, 4, 7)
    assert long_name(day, Period.MONTH) == "April 2025"
    assert long_name(day, Period.WEEK) == "week of April 7, 2025"
    assert short_name(day, Period.QUARTER) == "Q2 2025"
    assert short_name("Case 7", Period.POINT) == "Case 7"


def test_text_is_cut_at_a_word_and_never_wider_than_its_room():
    text = "Home visit within 14 days is standard work"
    cut = shorten(text, 13, 140)
    assert cut.endswith("…")
    assert text_width(cut, 13) <= 140
    assert text.startswith(cut[:-1])
    assert shorten("", 13, 10) == ""
    assert all(text_width(line, 13) <= 140 for line in wrap(text, 13, 140, lines=2))


def test_a_word_longer_than_a_line_is_broken_and_loses_nothing():
    word = "Donaudampfschifffahrtselektrizitäten"
    lines = wrap(f"The {word} team", 13, 90, lines=9)
    assert "".join(lines).replace(" ", "") == f"The{word}team"
    assert all(text_width(line, 13) <= 90 for line in lines)
    assert not any(line.endswith("…") for line in lines)
    # An accent that is a sign of its own stays with its letter.
    assert all(not line.startswith("\u0301") for line in wrap("e\u0301" * 40, 13, 50, lines=30))
