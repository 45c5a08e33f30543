"""What the spacing of dates makes of a point, and how its time is written."""

import datetime as dt

import pandas as pd
import pytest

import qi
from qi.dates import calendar
from tests.qi.test_describe import CALM, said


def test_hours_of_one_day_are_named_by_their_times():
    hours = [dt.datetime(2024, 1, 1, 20, tzinfo=dt.UTC) + dt.timedelta(hours=k) for k in range(16)]
    values = [6, 7, *[4, 3, 4, 3, 4, 3], 7, 6, 7, 6, 7, 6, 7, 6]
    rules = qi.RuleSet("shift", shift=6)
    assert said(values, x=hours, rules=rules)[0] == (
        "6 hours in a row below the center line from January 1 at 22:00 to January 2, 2024 at "
        "03:00."
    )
    morning = [hour + dt.timedelta(hours=4) for hour in hours]
    assert said(values, x=morning, rules=rules)[0] == (
        "6 hours in a row below the center line from 02:00 to 07:00 on January 2, 2024."
    )
    zone = qi.RuleSet("far", zones=(qi.Zone("far", k=1, n=1, sigmas=2),))
    far = said([*[0.564, -0.564] * 7, 2.5, 0], "i", x=morning, baseline=14, rules=zone)
    assert "on January 2, 2024 at 14:00" in far[0]


def test_one_time_each_day_is_a_day():
    days = [dt.datetime(2024, 1, 1 + k, 8, 5 * k, tzinfo=dt.UTC) for k in range(11)]
    assert said([5, 7, 6, 8, 5, 7, 6, 8, 5, 7, 6], "i", x=days)[0].startswith(
        "No signal among 11 days"
    )
    # Twice on one day, at 8 and at 20 o'clock, is neither an hour nor a day.
    twice = [dt.datetime(2024, 1, 1 + k // 2, 8 + 12 * (k % 2), tzinfo=dt.UTC) for k in range(12)]
    assert said(CALM, "i", x=twice)[0].startswith("No signal among 12 points")


def days_after(start, gaps):
    days = [start]
    for gap in gaps:
        days.append(days[-1] + dt.timedelta(days=gap))
    return days


@pytest.mark.parametrize(
    ("unit", "days"),
    [
        ("month", [dt.date(2024, m, 15) for m in range(1, 13)]),
        ("month", [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 31)]),
        ("month", [dt.date(2024, 1, 30), dt.date(2024, 2, 29), dt.date(2024, 3, 30)]),
        ("month", [dt.date(2024, m, 1) for m in (1, 2, 3, 5, 6, 12)]),
        ("month", list(pd.bdate_range("2024-01-01", "2025-12-31", freq="BMS"))),
        ("month", list(pd.bdate_range("2024-01-01", "2025-12-31", freq="BME"))),
        ("month", list(pd.date_range("2024-01-01", "2025-12-31", freq="WOM-2TUE"))),
        ("month", list(pd.date_range("2024-01-01", "2024-12-31", freq="LWOM-FRI"))),
        ("quarter", [dt.date(2024 + k // 4, 3 * (k % 4) + 2, 15) for k in range(8)]),
        ("year", [dt.date(2020 + k, 2, 29 if k % 4 == 0 else 28) for k in range(6)]),
        ("point", days_after(dt.date(2024, 1, 5), [29, 30, 28, 31, 29])),
        ("point", days_after(dt.date(2024, 1, 10), [30, 29, 31, 28])),
        ("point", days_after(dt.date(2024, 1, 31), [29, 31, 30, 30])),
        ("point", days_after(dt.date(2024, 2, 5), [28, 28])),
        ("point", days_after(dt.date(2024, 1, 1), [30] * 5)),
        ("point", days_after(dt.date(2024, 1, 1), [91, 90, 92, 91])),
        ("point", days_after(dt.date(2024, 1, 1), [365, 365, 366])),
        ("week", days_after(dt.date(2024, 1, 1), [7, 7, 14, 7])),
        ("point", days_after(dt.date(2024, 1, 1), [7, 7, 9, 7])),
        ("day", days_after(dt.date(2024, 1, 1), [1, 1, 3, 1])),
        ("point", days_after(dt.date(2024, 1, 1), [1, 0, 1])),
        ("point", days_after(dt.date(2024, 1, 1), [60, 61, 30])),
        (
            "point",
            [
                dt.datetime(2024, 1, 1, 8, tzinfo=dt.UTC),
                dt.datetime(2024, 1, 1, 9, 30, tzinfo=dt.UTC),
            ],
        ),
        ("point", [dt.date(2024, 1, 1)]),
    ],
)
def test_only_calendar_months_are_months(unit, days):
    assert calendar(days).unit == unit


def test_a_month_that_is_left_out_is_not_in_a_row():
    monthly = calendar([dt.date(2024, month, 1) for month in (1, 2, 3, 5)])
    assert (monthly.steady(0, 2), monthly.steady(2, 3)) == (True, False)
    daily = calendar(days_after(dt.date(2024, 1, 1), [1, 1, 3]))
    assert (daily.steady(0, 2), daily.steady(2, 3)) == (True, False)


def test_a_kind_of_date_is_read_as_a_date():
    class Day(dt.date):
        """As programs that keep their own dates have."""

    days = [Day(2026, 3, k) for k in (2, 3, 4)]
    assert calendar(days) == calendar([dt.date(2026, 3, k) for k in (2, 3, 4)])
