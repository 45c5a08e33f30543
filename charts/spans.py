"""Named times on the calendar: where they begin and end on an axis, and how they are said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from charts.inputs import Span
from charts.periods import MONTHS, Period, slot_fraction

MIDDLE = 0.5
"""A period's axis reaches from half a step before its middle to half a step after it."""
GAP = 1.0
"""Pixels left free at both ends, so that neighbors do not run into one another."""

Placed = tuple[float, float]


def places(spans: Sequence[Span], period: Period, first: float, last: float) -> list[Placed]:
    """Return the first and the last step of each span on a calendar, cut to what the axis holds.

    Parameters
    ----------
    spans : sequence of Span
        In order.
    period : Period
        Pace of the axis; points without a calendar have no place for spans.
    first, last : float
        First and last step that the axis holds.

    Returns
    -------
    list of (float, float)
        Steps; spans outside the axis are left out.
    """
    if period is Period.POINT:
        return []
    low, high = first - MIDDLE, last + MIDDLE
    found = [_ends(span, period) for span in spans]
    return [(max(a, low), min(b, high)) for a, b in found if a < high and b > low]


def shown(spans: Sequence[Span], period: Period, first: float, last: float) -> list[Span]:
    """Return the spans of which the axis holds a part."""
    return [span for span in spans if places([span], period, first, last)]


def _ends(span: Span, period: Period) -> Placed:
    """Return the morning of its first day and the evening of its last."""
    half = (
        slot_fraction(dt.date(2026, 1, 2), period) - slot_fraction(dt.date(2026, 1, 1), period)
    ) / 2
    return slot_fraction(span.first, period) - half, slot_fraction(span.last, period) + half


def words(spans: Sequence[Span]) -> str:
    """Say when they are: "Action period 1: March 3, 2026 to June 6, 2026."; "" for none."""
    return " ".join(f"{dated(each)}." for each in spans)


def dated(span: Span) -> str:
    """Say one with its days."""
    return f"{span.name}: {_day(span.first)} to {_day(span.last)}"


def _day(day: dt.date) -> str:
    return f"{MONTHS[day.month]} {day.day}, {day.year}"
