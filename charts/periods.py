"""How a series of dates is paced, and how its periods are called."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from collections.abc import Sequence
from enum import Enum
from typing import Any

from qi.dates import MONTHS as ENGLISH_MONTHS

MONTHS = ("", *ENGLISH_MONTHS)
"""By number, English whatever the machine's locale: a chart must not change with the server."""
MONTHS_SHORT = tuple(name[:3] for name in MONTHS)
_REGULAR_SHARE = 0.6
"""Share of neighbors exactly one step apart from which dates count as evenly paced."""


class Period(Enum):
    """The pace of a series; the value is the word for one of its steps."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    POINT = "point"

    def count(self, number: int) -> str:
        """Return number and word: "1 month", "9 months"."""
        return f"{number} {self.value}" if number == 1 else f"{number} {self.value}s"


def as_date(value: Any) -> dt.date | None:
    """Return the calendar date in a date, datetime, pandas Timestamp or numpy datetime64.

    Parameters
    ----------
    value : any
        A label of a point.

    Returns
    -------
    datetime.date or None
        None for anything that is no date.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    item = getattr(value, "astype", None)
    if item is not None and getattr(getattr(value, "dtype", None), "kind", "") == "M":
        found = value.astype("datetime64[D]").astype(object)
        return found if isinstance(found, dt.date) else None
    return None


def detect_period(x: Sequence[Any]) -> Period:
    """Tell the pace of a series from its dates.

    Parameters
    ----------
    x : sequence
        Dates or other labels, one a point.

    Returns
    -------
    Period
        `POINT` where there are no dates or they keep no pace; `MONTH` for a single date.
    """
    dates = [as_date(value) for value in x]
    if not dates or any(date is None for date in dates):
        return Period.POINT
    known = [date for date in dates if date is not None]
    if len(known) == 1:
        return Period.MONTH
    gaps = [(b - a).days for a, b in itertools.pairwise(known)]
    if min(gaps) <= 0:
        return Period.POINT
    calendar_pace = _calendar_pace(known)
    if calendar_pace is not None or not _even(gaps):
        return calendar_pace or Period.POINT
    if all(gap % 7 == 0 for gap in gaps):
        return Period.WEEK
    return Period.DAY if min(gaps) == 1 else Period.POINT


def _calendar_pace(dates: Sequence[dt.date]) -> Period | None:
    """Month, quarter or year where dates stand in different months at about the same day."""
    steps = [_month_number(b) - _month_number(a) for a, b in itertools.pairwise(dates)]
    days = [date.day for date in dates]
    month_end = all((date + dt.timedelta(days=1)).day == 1 for date in dates)
    if min(steps) < 1 or not (month_end or max(days) - min(days) <= 3):
        return None
    if all(step % 12 == 0 for step in steps):
        return Period.YEAR
    return Period.QUARTER if all(step % 3 == 0 for step in steps) else Period.MONTH


def slot(date: dt.date, period: Period) -> int:
    """Whole number of a date's period on the calendar; neighbors differ by one.

    Parameters
    ----------
    date : datetime.date
        Any day of the period.
    period : Period
        Not `POINT`, whose positions are not on the calendar.
    """
    if period is Period.DAY:
        return date.toordinal()
    if period is Period.WEEK:
        return (date.toordinal() - 1) // 7
    if period is Period.MONTH:
        return _month_number(date)
    return _month_number(date) // (3 if period is Period.QUARTER else 12)


def slot_fraction(date: dt.date, period: Period) -> float:
    """Place of a day on the calendar of a period; the middle of a period is a whole number."""
    if period is Period.DAY:
        return float(date.toordinal())
    if period is Period.WEEK:
        return (date.toordinal() - 1) / 7 - 3 / 7
    days = calendar.monthrange(date.year, date.month)[1]
    month = _month_number(date) + (date.day - 0.5) / days
    months = {Period.QUARTER: 3, Period.YEAR: 12}.get(period, 1)
    return month / months - 0.5


def slot_date(number: int, period: Period) -> dt.date:
    """First day of a period of the calendar."""
    if period is Period.DAY:
        return dt.date.fromordinal(number)
    if period is Period.WEEK:
        return dt.date.fromordinal(number * 7 + 1)
    months = number * {Period.QUARTER: 3, Period.YEAR: 12}.get(period, 1)
    return dt.date(months // 12, months % 12 + 1, 1)


def long_name(value: Any, period: Period) -> str:
    """Return the name of a point in a sentence: "April 2025", "January 6, 2025", "2nd quarter …".

    Parameters
    ----------
    value : any
        Date or label of the point.
    period : Period
        Pace of the series.
    """
    date = as_date(value)
    if date is None:
        return f"point {value}" if isinstance(value, int) else str(value)
    if period is Period.MONTH:
        return f"{MONTHS[date.month]} {date.year}"
    if period is Period.QUARTER:
        return f"quarter {(date.month - 1) // 3 + 1} of {date.year}"
    if period is Period.YEAR:
        return str(date.year)
    name = f"{MONTHS[date.month]} {date.day}, {date.year}"
    return f"week of {name}" if period is Period.WEEK else name


def short_name(value: Any, period: Period) -> str:
    """Return the name of the latest point at its line end: "December", "Jan 6", "Q2"."""
    date = as_date(value)
    if date is None:
        return f"Point {value}" if isinstance(value, int) else str(value)
    if period is Period.MONTH:
        return MONTHS[date.month]
    if period is Period.QUARTER:
        return f"Q{(date.month - 1) // 3 + 1} {date.year}"
    if period is Period.YEAR:
        return str(date.year)
    return f"{MONTHS_SHORT[date.month]} {date.day}"


def _month_number(date: dt.date) -> int:
    return date.year * 12 + date.month - 1


def _even(gaps: Sequence[int]) -> bool:
    step = min(gaps)
    return sum(gap == step for gap in gaps) >= _REGULAR_SHARE * len(gaps)
