"""Ticks of the time axis that never crowd: months, weeks, quarters or counts, as the data are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from charts.clean import clean
from charts.metrics import shorten, text_width
from charts.periods import MONTHS_SHORT, Period, as_date, slot_date, slot_fraction
from charts.theme import TICK_SIZE
from charts.timeline import Timeline


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
    full : str
        The whole label where it is shortened.
    """

    position: float
    text: str
    year: str = ""
    full: str = ""


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
        names.append(
            clean(str(value)) if date is None else f"{MONTHS_SHORT[date.month]} {date.day}"
        )
        years.append("" if date is None else str(date.year))
    widest = max((text_width(name, TICK_SIZE) for name in names), default=0.0)
    room = min(widest, 90.0) + gap
    every = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * pixels >= room), 500)
    ticks, year = [], None
    # People who count points look for 5, 10, 15; dates and names simply start at the first.
    counted = every > 1 and line.x[0] == 1 and isinstance(line.x[-1], int)
    for index in range(every - 1 if counted else 0, len(names), every):
        text = shorten(names[index], TICK_SIZE, every * pixels - gap)
        full = "" if text == names[index] else names[index]
        ticks.append(Tick(index, text, years[index] if years[index] != year else "", full))
        year = years[index]
    return tuple(ticks)
