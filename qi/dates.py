"""Dates and spacing as people say them."""

from __future__ import annotations

from calendar import FRIDAY, MONDAY, SATURDAY, monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final

from qi.labels import is_date

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
"""English whatever the machine's locale: a sentence must not change with the server."""

_MONTHS_IN: Final = {"month": 1, "quarter": 3, "year": 12}

_LENGTHS: Final = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one point of a series stands for, and how to name it.

    Parameters
    ----------
    labels : sequence
        Dates or labels of all points.
    unit : str
        "hour", "day", "week", "month", "quarter", "year", or "point" where dates are irregular.
    numbered : bool
        Whether the labels are the points' own numbers.
    timed : bool
        Whether points of one day differ in their time, so that names must say it.
    """

    labels: Sequence[Any]
    unit: str
    numbered: bool
    timed: bool = False

    def count(self, n: int, *, unit: str | None = None) -> str:
        """Return a number of points in words, such as "9 months"."""
        unit = unit or self.unit
        return f"{n} {unit if n == 1 else unit + 's'}"

    def name(self, position: int) -> str:
        """Return the name of one point, such as "April 2025"."""
        return self._date(position) if self._dated else self._label(position)

    def span(self, first: int, last: int) -> str:
        """Return the name of a stretch of points, such as "from March to November 2024"."""
        if first == last:
            return f"{self._at} {self.name(first)}"
        start = self._date(first, before=last) if self._dated else self._label(first)
        if self._dated and self.timed and as_date(self.labels[first]) == as_date(self.labels[last]):
            return f"from {self._time(first)} to {self._time(last)} on {self._day(last)}"
        return f"from {start} to {self.name(last)}"

    def steady(self, first: int, last: int) -> bool:
        """Whether no hour, day, week, month, quarter or year is left out between two points."""
        if self.unit == "point":
            return True
        labels = self.labels[first : last + 1]
        if self.unit in _LENGTHS:
            return all(step == _LENGTHS[self.unit] for step in _steps(labels, self.unit))
        return all(step == _MONTHS_IN[self.unit] for step in _month_steps(labels))

    @property
    def _dated(self) -> bool:
        return is_date(self.labels[0])

    @property
    def _at(self) -> str:
        """The word before the name of a single point."""
        if not self._dated:
            return "at"
        return "in" if self.unit in _MONTHS_IN else "on"

    def _label(self, position: int) -> str:
        return f"point {self.labels[position]}" if self.numbered else str(self.labels[position])

    def _date(self, position: int, *, before: int | None = None) -> str:
        """Name a date; its year is left out where the later date of the span says it."""
        day = as_date(self.labels[position])
        same_year = before is not None and as_date(self.labels[before]).year == day.year
        year = "" if same_year else f" {day.year}"
        if self.unit == "year":
            return str(day.year)
        if self.unit == "quarter":
            return f"Q{(day.month + 2) // 3}{year}"
        if self.unit == "month":
            return f"{MONTHS[day.month - 1]}{year}"
        name = self._day(position, year=not same_year)
        return f"{name} at {self._time(position)}" if self.timed else name

    def _day(self, position: int, *, year: bool = True) -> str:
        day = as_date(self.labels[position])
        return f"{MONTHS[day.month - 1]} {day.day}" + (f", {day.year}" if year else "")

    def _time(self, position: int) -> str:
        """Write a time of the day, with seconds where the series has some."""
        exact = any(_moment(label).second for label in self.labels)
        return _moment(self.labels[position]).strftime("%H:%M:%S" if exact else "%H:%M")


def calendar(labels: Sequence[Any]) -> Calendar:
    """Find out what one point stands for, by the spacing of its dates.

    Points are called months, quarters or years only if each lies at the same place of its month:
    the same day (or the last one of shorter months), the same weekday counted from either end,
    or the first or last working day. Gaps of 28 to 31 days at other places are points.

    Parameters
    ----------
    labels : sequence
        Dates or labels of all points; gaps of several months in a monthly series are allowed.

    Returns
    -------
    Calendar
        Names for the points.
    """
    if not is_date(labels[0]):
        numbers = range(1, len(labels) + 1)
        counted = all(isinstance(label, int) for label in labels) and list(labels) == list(numbers)
        return Calendar(labels, "point", numbered=counted)
    timed = not all(type(label) is date for label in labels) and any(
        as_date(one) == as_date(other) and _moment(one).time() != _moment(other).time()
        for one, other in pairwise(labels)
    )
    return Calendar(labels, _unit(labels, timed=timed), numbered=False, timed=timed)


def _unit(labels: Sequence[Any], *, timed: bool) -> str:
    """Name the spacing that half of the neighbors have at least, and that all others multiply."""
    if len(labels) == 1:
        return "point"
    units = ("hour",) if timed else ("day", "week")
    steps = sorted(_steps(labels, units[0]))
    for unit in units:
        length = _LENGTHS[unit]
        if steps[len(steps) // 2] == length and not any(
            step < length or step % length for step in steps
        ):
            return unit
    months = sorted(_month_steps(labels))
    typical = months[len(months) // 2]
    unit = next((unit for unit, length in _MONTHS_IN.items() if length == typical), "point")
    if unit == "point" or timed or any(step < 1 or step % typical for step in months):
        return "point"
    return unit if _placed([as_date(label) for label in labels]) else "point"


def _placed(days: Sequence[date]) -> bool:
    """Whether all days lie at the same place of their month."""
    latest = max(day.day for day in days)
    if all(day.day == latest or day.day == _length(day) for day in days):
        return True
    if all(map(_first_working, days)) or all(map(_last_working, days)):
        return True
    if all(later - earlier == timedelta(days=28) for earlier, later in pairwise(days)):
        return False  # every fourth week, which for a while looks like the same weekday
    from_start = {(day.weekday(), (day.day - 1) // 7) for day in days}
    from_end = {(day.weekday(), (_length(day) - day.day) // 7) for day in days}
    return len(from_start) == 1 or len(from_end) == 1


def _first_working(day: date) -> bool:
    return day.weekday() < SATURDAY and day.day <= (3 if day.weekday() == MONDAY else 1)


def _last_working(day: date) -> bool:
    left = _length(day) - day.day
    return day.weekday() < SATURDAY and left <= (2 if day.weekday() == FRIDAY else 0)


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _steps(labels: Sequence[Any], unit: str) -> list[timedelta]:
    """Distances of neighbors: of their days, or of their times where points stand for hours."""
    if unit == "hour":
        moments = [_moment(label) for label in labels]
        return [later - earlier for earlier, later in pairwise(moments)]
    days = [as_date(label) for label in labels]
    return [later - earlier for earlier, later in pairwise(days)]


def _month_steps(labels: Sequence[Any]) -> list[int]:
    months = [day.year * 12 + day.month for day in map(as_date, labels)]
    return [later - earlier for earlier, later in pairwise(months)]


def as_date(label: Any) -> date:
    """Reduce a date, a date and time, or a pandas period to its (first) day."""
    if type(label) is date:
        return label
    return _moment(label).date()


def _moment(label: Any) -> datetime:
    """Read a date, a date and time, or a pandas period as a time on the clock."""
    if isinstance(label, datetime):
        return label
    if isinstance(label, date):
        return datetime.combine(label, time())
    start: datetime = label.start_time
    return start
