"""The horizontal axis: where each point stands, and ticks that never crowd."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.metrics import shorten, text_width
from charts.periods import (
    MONTHS_SHORT,
    Period,
    as_date,
    detect_period,
    slot,
    slot_date,
    slot_fraction,
)
from charts.theme import TICK_SIZE

_MAX_AHEAD = 0.25
"""Most of the axis, as a share of the series, that later dates (a cycle now running) may add."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of the time axis.

    Parameters
    ----------
    position : float
        In steps of the timeline.
    text : str
        Label, "" for a tick without one.
    year : str
        Year under the label where a year starts, else "".
    """

    position: float
    text: str
    year: str = ""


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
    """

    period: Period
    positions: tuple[float, ...]
    first: float
    last: float
    x: tuple[Any, ...]

    @property
    def step(self) -> float:
        """Usual distance of neighbors; two points further apart have a missing one between."""
        gaps = [b - a for a, b in zip(self.positions, self.positions[1:], strict=False)]
        return min(gaps, default=1.0)

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
    return Timeline(period, tuple(map(float, slots)), float(first), float(last), tuple(x))


def date_ticks(line: Timeline, width: float, *, gap: float = 10.0) -> tuple[Tick, ...]:
    """Ticks whose labels keep their distance.

    Parameters
    ----------
    line : Timeline
        Positions of the points.
    width : float
        Pixels of the whole axis.
    gap : float
        Least space between two labels, in pixels.

    Returns
    -------
    tuple of Tick
        Months by month, quarter or year; weeks by date or month; all as the width allows.
    """
    pixels = width / line.span
    if line.period is Period.POINT:
        return _point_ticks(line, pixels, gap)
    if line.period is Period.MONTH:
        return _month_ticks(line, pixels, gap)
    if line.period in {Period.QUARTER, Period.YEAR}:
        return _long_ticks(line, pixels, gap)
    return _day_ticks(line, pixels, gap)


def _month_ticks(line: Timeline, pixels: float, gap: float) -> tuple[Tick, ...]:
    need = text_width("Mar", TICK_SIZE) + gap / 2
    every = next((n for n in (1, 3, 6, 12, 24, 60, 120) if n * pixels >= need), 120)
    if every >= 12:
        return _year_ticks(line, pixels, gap, months=12)
    ticks: list[Tick] = []
    minor = pixels >= 6
    year = None
    for number in range(int(line.first), int(line.last) + 1):
        month = number % 12
        if month % every == 0:
            new = number // 12 != year
            year = number // 12
            ticks.append(Tick(number, MONTHS_SHORT[month + 1], str(year) if new else ""))
        elif minor:
            ticks.append(Tick(number, ""))
    return tuple(ticks)


def _long_ticks(line: Timeline, pixels: float, gap: float) -> tuple[Tick, ...]:
    if line.period is Period.YEAR or pixels < text_width("Q4", TICK_SIZE) + gap:
        return _year_ticks(line, pixels, gap, months=4 if line.period is Period.QUARTER else 1)
    ticks: list[Tick] = []
    year = None
    for number in range(int(line.first), int(line.last) + 1):
        new = number // 4 != year
        year = number // 4
        ticks.append(Tick(number, f"Q{number % 4 + 1}", str(year) if new else ""))
    return tuple(ticks)


def _year_ticks(line: Timeline, pixels: float, gap: float, *, months: int) -> tuple[Tick, ...]:
    """Whole years, `months` steps each."""
    need = text_width("2024", TICK_SIZE) + gap
    every = next((n for n in (1, 2, 5, 10, 20, 50) if n * months * pixels >= need), 50)
    starts = range(-(-int(line.first) // months), int(line.last) // months + 1)
    return tuple(Tick(n * months, str(n)) for n in starts if n % every == 0 or len(starts) == 1)


def _day_ticks(line: Timeline, pixels: float, gap: float) -> tuple[Tick, ...]:
    """Days and weeks: dates while they fit, then months, then years."""
    weekly = line.period is Period.WEEK
    need = text_width("Mar 30", TICK_SIZE) + gap
    first, last = int(line.first), int(line.last)
    if line.span * (1 if weekly else 1 / 7) <= 27:
        ladder = (1, 2, 4, 8) if weekly else (1, 2, 7, 14, 28, 56)
        every = next((n for n in ladder if n * pixels >= need), ladder[-1])
        anchor = int(line.positions[0])
        chosen = [n for n in range(first, last + 1) if (n - anchor) % every == 0]
        ticks, year = [], None
        for number in chosen:
            # A week is named by the day its data carry, which need not be a Monday.
            day = slot_date(number, line.period)
            offset = (as_date(line.x[0]) or day) - slot_date(anchor, line.period)
            day += offset
            ticks.append(
                Tick(
                    number,
                    f"{MONTHS_SHORT[day.month]} {day.day}",
                    str(day.year) if day.year != year else "",
                )
            )
            year = day.year
        return tuple(ticks)
    return _months_on_days(line, pixels, gap)


def _months_on_days(line: Timeline, pixels: float, gap: float) -> tuple[Tick, ...]:
    start, end = slot_date(int(line.first), line.period), slot_date(int(line.last), line.period)
    month_width = pixels * (30.4 if line.period is Period.DAY else 30.4 / 7)
    need = text_width("Mar", TICK_SIZE) + gap
    every = next((n for n in (1, 3, 6, 12, 24, 60) if n * month_width >= need), 60)
    ticks, year = [], None
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        day = dt.date(number // 12, number % 12 + 1, 1)
        if number % every or day < start:
            continue
        position = slot_fraction(day, line.period)
        if every >= 12:
            ticks.append(Tick(position, str(day.year)))
            continue
        ticks.append(
            Tick(position, MONTHS_SHORT[day.month], str(day.year) if day.year != year else "")
        )
        year = day.year
    return tuple(ticks)


def _point_ticks(line: Timeline, pixels: float, gap: float) -> tuple[Tick, ...]:
    names, years = [], []
    for value in line.x:
        date = as_date(value)
        names.append(str(value) if date is None else f"{MONTHS_SHORT[date.month]} {date.day}")
        years.append("" if date is None else str(date.year))
    widest = max((text_width(name, TICK_SIZE) for name in names), default=0.0)
    room = min(widest, 90.0) + gap
    every = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * pixels >= room), 500)
    ticks, year = [], None
    # Counting from 1, people look for 5, 10, 15; dates and few labels simply start at the first.
    for index in range(0, len(names), every):
        text = shorten(names[index], TICK_SIZE, every * pixels - gap) if every else names[index]
        ticks.append(Tick(index, text, years[index] if years[index] != year else ""))
        year = years[index]
    return tuple(ticks)
