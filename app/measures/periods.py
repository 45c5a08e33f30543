"""The calendar of a series: weeks, months and quarters by the first day of each, events by theirs."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from app.measures.models import Frequency

MONTHS_IN = {Frequency.MONTH: 1, Frequency.QUARTER: 3}
LATEST_YEAR = 2999
ORDINALS = ("1st", "2nd", "3rd", "4th")


def slot(day: date, frequency: Frequency) -> int:
    """Number of the period that `day` lies in; neighboring periods differ by one.

    Events keep no calendar; their slots are days, of which only those with an event are points.
    """
    if frequency is Frequency.EVENT:
        return day.toordinal()
    if frequency is Frequency.WEEK:
        return (day.toordinal() - 1) // 7
    return (day.year * 12 + day.month - 1) // MONTHS_IN[frequency]


def of_slot(number: int, frequency: Frequency) -> date:
    """First day of a period."""
    if frequency is Frequency.EVENT:
        return date.fromordinal(number)
    if frequency is Frequency.WEEK:
        return date.fromordinal(number * 7 + 1)
    months = number * MONTHS_IN[frequency]
    return date(months // 12, months % 12 + 1, 1)


@lru_cache(maxsize=512)
def grid(first: int, count: int, frequency: Frequency) -> tuple[date, ...]:
    """First days of `count` successive periods."""
    return tuple(of_slot(first + k, frequency) for k in range(count))


def read(text: str, frequency: Frequency) -> date | None:
    """First day of the period that an ISO date lies in; None where no chart can show it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The calendar ends with the year 9999; what follows a period must be in it, too.
    return start_of(day, frequency) if day.year <= LATEST_YEAR else None


def start_of(day: date, frequency: Frequency) -> date:
    """First day of the period that `day` lies in."""
    return of_slot(slot(day, frequency), frequency)


def step(period: date, frequency: Frequency, n: int = 1) -> date:
    """The period `n` periods later."""
    return of_slot(slot(period, frequency) + n, frequency)


def last_day(period: date, frequency: Frequency) -> date:
    """Last day of a period."""
    return step(period, frequency) - timedelta(days=1)


def count_between(first: date, last: date, frequency: Frequency) -> int:
    """Periods from one to another."""
    return slot(last, frequency) - slot(first, frequency)


def latest_complete(today: date, frequency: Frequency) -> date:
    """The last period that is over; on its last day a period counts as over."""
    return step(start_of(today + timedelta(days=1), frequency), frequency, -1)


def name(period: date, frequency: Frequency) -> str:
    """Write a period as people do: "January 2026", "Week of January 5, 2026"."""
    if frequency is Frequency.MONTH:
        return f"{period:%B %Y}"
    if frequency is Frequency.QUARTER:
        return f"{ORDINALS[(period.month - 1) // 3]} quarter of {period.year}"
    if frequency is Frequency.EVENT:
        return f"{period:%B} {period.day}, {period.year}"
    return f"Week of {period:%B} {period.day}, {period.year}"


def short_name(period: date, frequency: Frequency) -> str:
    """Write a period for a button: "January", "2nd quarter", "week of January 5"."""
    if frequency is Frequency.MONTH:
        return calendar.month_name[period.month]
    if frequency is Frequency.QUARTER:
        return f"{ORDINALS[(period.month - 1) // 3]} quarter"
    if frequency is Frequency.EVENT:
        return f"{period:%B} {period.day}"
    return f"week of {period:%B} {period.day}"


def count(number: int, frequency: Frequency) -> str:
    """Write a number of periods: "1 month", "9 months"."""
    return f"{number} {frequency.value}{'' if number == 1 else 's'}"


def adverb(frequency: Frequency) -> str:
    """How often: "Monthly"."""
    return {
        Frequency.WEEK: "Weekly",
        Frequency.MONTH: "Monthly",
        Frequency.QUARTER: "Quarterly",
        Frequency.EVENT: "Event by event",
    }[frequency]
