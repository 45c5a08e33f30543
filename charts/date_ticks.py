"""Date ticks for a small axis: as many as have room, on days or months people name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from charts.diagram_text import text_width

_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 3, 6, 12, 24, 60)
_DAYS_NAMED_UP_TO = 70  # a longer span is told in months
_GAP = 12.0
_SHORT_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick of a date axis.

    Parameters
    ----------
    on : date
        Its day.
    x : float
        Middle of its label in px, moved inward where it would leave the drawing.
    text : str
        Its label.
    """

    on: date
    x: float
    text: str


def _months(first: date, last: date, step: int) -> list[date]:
    """Return first days of months whose number from year 0 is a multiple of `step`."""
    start = first.year * 12 + first.month - 1 + (first.day > 1)
    start += -start % step
    end = last.year * 12 + last.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(start, end + 1, step)]


def _days(first: date, last: date, step: int) -> list[date]:
    span = (last - first).days
    return [first + timedelta(days=days) for days in range(0, span + 1, step)]


def _texts(days: list[date], *, by_month: bool, short: bool) -> list[str]:
    """Name each tick; the year stands on the first one and wherever it changes.

    Where room is short, a first tick in the old year goes without it.
    """
    texts = []
    changes = by_month and short and days[0].year != days[-1].year
    year = days[0].year if changes and days[0].month > 1 else None
    for day in days:
        name = f"{day:%b}" if by_month else f"{day:%b} {day.day}"
        if day.year != year:
            mark = f"’{day:%y}" if short else str(day.year)
            name = f"{name} {mark}" if by_month else f"{name}, {day.year}"
        year = day.year
        texts.append(name)
    return texts


def date_ticks(
    first: date,
    last: date,
    place: Callable[[date], float],
    *,
    size: float,
    bounds: tuple[float, float],
    short: bool = False,
) -> tuple[Tick, ...]:
    """Choose the closest ticks whose labels keep their distance.

    Parameters
    ----------
    first, last : date
        The span shown.
    place : callable
        Horizontal place of a day.
    size : float
        Font size in px.
    bounds : (float, float)
        Labels stay between these.
    short : bool, optional
        Write years as two digits.

    Returns
    -------
    tuple of Tick
        At least one.
    """
    plans: list[tuple[list[date], bool]] = []
    if (last - first).days <= _DAYS_NAMED_UP_TO:
        plans += [(_days(first, last, step), False) for step in _DAY_STEPS]
    plans += [(_months(first, last, step), True) for step in _MONTH_STEPS]
    gap = _SHORT_GAP if short else _GAP
    for days, by_month in plans:
        if not days:
            continue
        ticks = []
        edges = []
        for day, text in zip(days, _texts(days, by_month=by_month, short=short), strict=True):
            half = text_width(text, size) / 2
            x = min(max(place(day), bounds[0] + half), bounds[1] - half)
            ticks.append(Tick(day, x, text))
            edges.append((x - half, x + half))
        if all(right + gap <= left for (_, right), (left, _) in pairwise(edges)):
            return tuple(ticks)
    text = f"{first:%b} {first.day}, {first.year}"
    half = text_width(text, size) / 2
    return (Tick(first, min(max(place(first), bounds[0] + half), bounds[1] - half), text),)
