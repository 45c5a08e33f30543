"""Which periods the grid shows, or how many events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.measures import periods
from app.measures.models import Frequency, Series

MOST = 120
ROWS = {Frequency.MONTH: 24, Frequency.WEEK: 26, Frequency.QUARTER: 12, Frequency.EVENT: 12}
MORE = {Frequency.MONTH: 12, Frequency.WEEK: 13, Frequency.QUARTER: 4, Frequency.EVENT: 12}
"""How many rows one press adds."""
BLANK_EVENTS = 10


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of a grid.

    `count` periods from the `first` on; of events the `count` latest that are stored, and
    `blank` rows for new ones.
    """

    first: date
    count: int
    blank: int = 0

    def earlier(self, frequency: Frequency) -> Window:
        """With more rows before, as many as fit."""
        more = min(MORE[frequency], MOST - self.count)
        first = self.first
        if frequency is not Frequency.EVENT:
            first = periods.step(first, frequency, -more)
        return replace(self, first=first, count=self.count + more)

    def later(self, frequency: Frequency, newest: date) -> Window:
        """With more rows after; of a calendar up to the `newest` period that is over."""
        if frequency is Frequency.EVENT:
            return replace(self, blank=min(MOST, self.blank + BLANK_EVENTS))
        left = periods.count_between(self.last(frequency), newest, frequency)
        return replace(self, count=self.count + max(0, min(MORE[frequency], left)))

    def last(self, frequency: Frequency) -> date:
        """The last period."""
        return periods.step(self.first, frequency, self.count - 1)

    def days(self, frequency: Frequency) -> list[date]:
        """Its periods, the earliest first."""
        return [periods.step(self.first, frequency, k) for k in range(self.count)]


def read(asked: Mapping[str, str], series: Series, today: date) -> Window:
    """The window that an address or a form names; what it does not say follows from the series."""
    frequency = series.measure.frequency
    newest = newest_period(series, today)
    first = periods.read(asked.get("first", ""), frequency)
    if frequency is Frequency.EVENT:
        count = _number(asked.get("count"), ROWS[frequency])
        return Window(today, count, _number(asked.get("blank"), BLANK_EVENTS))
    count = max(1, _number(asked.get("count"), ROWS[frequency]))
    if first is None:
        first = periods.step(newest, frequency, 1 - count)
    return Window(first, count)


def newest_period(series: Series, today: date) -> date:
    """The last period that can be entered, or the last that has data where that is later."""
    frequency = series.measure.frequency
    newest = periods.latest_complete(today, frequency)
    if series.ended_on is not None:
        newest = min(newest, periods.start_of(series.ended_on, frequency))
    return max([newest, *(each.period for each in series.observations[-1:])])


def _number(text: str | None, otherwise: int) -> int:
    readable = text and text.isascii() and text.isdecimal() and len(text) < 6
    return min(int(text), MOST) if text and readable else otherwise
