"""The horizontal axis: where each point stands."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.periods import (
    Period,
    as_date,
    detect_period,
    slot,
    slot_fraction,
)

_MAX_AHEAD = 0.25
"""Most of the axis, as a share of the series, that later dates (a cycle now running) may add."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Positions of points in steps, where neighbors on the calendar are one step apart.

    Parameters
    ----------
    period : Period
        Pace of the series.
    positions : tuple of float
        One a point; missing periods leave steps empty.
    first, last : float
        First and last step that the axis holds; half a step of room is added at both ends.
    x : tuple
        Dates or labels of the points.
    step : float
        Usual distance of neighbors; two points further apart have a missing one between.
    """

    period: Period
    positions: tuple[float, ...]
    first: float
    last: float
    x: tuple[Any, ...]
    step: float = 1.0

    @property
    def span(self) -> float:
        """Width of the axis in steps."""
        return self.last - self.first + 1

    def of_date(self, date: dt.date) -> float:
        """Position of any day, kept on the axis."""
        if self.period is not Period.POINT:
            place = slot_fraction(date, self.period)
        else:
            place = self._between(date)
        return min(max(place, self.first - 0.5), self.last + 0.5)

    def _between(self, date: dt.date) -> float:
        """Position among points that keep no pace: between the two dates around the day."""
        days = [found for found in map(as_date, self.x) if found is not None]
        if len(days) != len(self.x) or not days:
            return self.last
        before = sum(day <= date for day in days)
        if before == 0:
            return self.first - 0.5
        if before == len(days):
            return self.last + (0.5 if date > days[-1] else 0.0)
        gap = (days[before] - days[before - 1]).days
        return before - 1 + (date - days[before - 1]).days / gap


def timeline(
    x: Sequence[Any],
    *,
    period: Period | None = None,
    also: Sequence[dt.date] = (),
    through: dt.date | None = None,
    extra: int = 0,
) -> Timeline:
    """Place the points of a series.

    Parameters
    ----------
    x : sequence
        Dates or other labels, one a point.
    period : Period or None
        Pace of the series; None tells it from the dates.
    also : sequence of datetime.date
        Dates of cycles and events; later ones lengthen the axis by at most a quarter.
    through : datetime.date or None
        Day that the axis must reach, for example the period that is due.
    extra : int
        Empty steps after the last point of a series that keeps no pace.
    """
    period = period or detect_period(x)
    dates = [as_date(value) for value in x]
    known = [date for date in dates if date is not None]
    if period is Period.POINT or len(known) != len(x) or not x:
        last_place = max(len(x) - 1.0, 0.0) + extra
        return Timeline(Period.POINT, tuple(map(float, range(len(x)))), 0.0, last_place, tuple(x))
    slots = [slot(date, period) for date in known]
    first, last = slots[0], slots[-1]
    room = max(2, math.ceil((last - first) * _MAX_AHEAD))
    later = [slot(date, period) for date in also]
    earlier = min([first, *later])
    first = max(earlier, first - room)
    last = max(last, min(max([last, *later]), last + room))
    if through is not None:
        last = max(last, min(slot(through, period), slots[-1] + len(slots) + 12))
    step = min((b - a for a, b in itertools.pairwise(slots)), default=1)
    places = tuple(map(float, slots))
    return Timeline(period, places, float(first), float(last), tuple(x), float(step))
