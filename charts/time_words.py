"""Stretches of time as people say them: "4 months and 3 weeks"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def _months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def time_between(earlier: date, later: date) -> str:
    """Say how long it is from one day to another, in its two largest units.

    Parameters
    ----------
    earlier, later : date
        The two days, in order.

    Returns
    -------
    str
        Years and months, months and weeks, or weeks and days; "" for the same day.
    """
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if months and _months_later(earlier, months) > later:
        months -= 1
    days = (later - _months_later(earlier, months)).days
    if months >= 12:
        parts = [(months // 12, "year"), (months % 12, "month")]
    elif months:
        parts = [(months, "month"), (days // 7, "week")]
    else:
        parts = [(days // 7, "week"), (days % 7, "day")]
    return " and ".join(_counted(count, noun) for count, noun in parts if count)
