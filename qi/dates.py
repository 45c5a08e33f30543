"""Dates and spacing as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from qi.series import is_date

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
"""English whatever the machine's locale: a sentence must not change with the server."""

_SPACINGS: Final = (
    ("day", 1, 1),
    ("week", 7, 7),
    ("month", 28, 31),
    ("quarter", 90, 92),
    ("year", 365, 366),
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one point of a series stands for, and how to name it.

    Parameters
    ----------
    labels : sequence
        Dates or labels of all points.
    unit : str
        "day", "week", "month", "quarter", "year", or "point" where dates are irregular.
    numbered : bool
        Whether the labels are the points' own numbers.
    """

    labels: Sequence[Any]
    unit: str
    numbered: bool

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
            return f"in {self.name(first)}" if self._dated else f"at {self.name(first)}"
        start = self._date(first, before=last) if self._dated else self._label(first)
        return f"from {start} to {self.name(last)}"

    def steady(self, first: int, last: int) -> bool:
        """Whether no day, week, month, quarter or year is left out between two points."""
        if self.unit == "point":
            return True
        low, high = next((low, high) for unit, low, high in _SPACINGS if unit == self.unit)
        days = [as_date(label) for label in self.labels[first : last + 1]]
        return all(low <= (later - earlier).days <= high for earlier, later in pairwise(days))

    @property
    def _dated(self) -> bool:
        return is_date(self.labels[0])

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
        return f"{MONTHS[day.month - 1]} {day.day}" + ("" if same_year else f", {day.year}")


def calendar(labels: Sequence[Any]) -> Calendar:
    """Find out what one point stands for, by the spacing of its dates.

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
        return Calendar(labels, "point", list(labels) == list(range(1, len(labels) + 1)))
    days = [as_date(label) for label in labels]
    steps = sorted(later - earlier for earlier, later in pairwise(days))
    typical = steps[len(steps) // 2] if steps else timedelta(0)
    unit = next((unit for unit, low, high in _SPACINGS if low <= typical.days <= high), "point")
    if unit == "month" and steps[0] == steps[-1] and len({day.day for day in days}) > 1:
        ends = all((day + timedelta(days=1)).day == 1 for day in days)
        # Every 28 or 30 days is no month: two such points may lie in one.
        unit = unit if ends else "point"
    return Calendar(
        labels, unit if steps and steps[0] >= _shortest(unit) else "point", numbered=False
    )


def as_date(label: Any) -> date:
    """Reduce a date, a date and time, or a pandas period to its (first) day."""
    if isinstance(label, datetime):
        return label.date()
    if isinstance(label, date):
        return label
    first_day: date = label.start_time.date()
    return first_day


def _shortest(unit: str) -> timedelta:
    return timedelta(days=next((low for name, low, _ in _SPACINGS if name == unit), 0))
