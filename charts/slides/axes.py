"""Native axes: round numbers upward, dates across as the serial days of spreadsheets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from charts.control.axes import unit_is_above
from charts.formats import tick_text
from charts.metrics import text_width
from charts.periods import Period, as_date, slot, slot_date
from charts.scales import Axis
from charts.slides.view import PlotAxis
from charts.theme import TICK_SIZE
from charts.timeline import Timeline
from charts.words import sentence_case

_EPOCH = dt.date(1899, 12, 30)
_DAYS = {
    Period.DAY: 1.0, Period.WEEK: 7.0, Period.MONTH: 365.25 / 12, Period.QUARTER: 365.25 / 4,
    Period.YEAR: 365.25, Period.POINT: 1.0,
}  # fmt: skip
_CODES = {
    Period.DAY: "mmm d", Period.WEEK: "mmm d", Period.MONTH: "mmm yyyy",
    Period.QUARTER: "mmm yyyy", Period.YEAR: "yyyy", Period.POINT: "0",
}  # fmt: skip
_EVERY = {
    Period.DAY: (1, 2, 7, 14, 28, 56, 91, 182, 364),
    Period.WEEK: (1, 2, 4, 8, 13, 26, 52, 104),
    Period.MONTH: (1, 2, 3, 6, 12, 24, 60, 120),
    Period.QUARTER: (1, 2, 4, 8, 20, 40),
    Period.YEAR: (1, 2, 5, 10, 20, 50),
    Period.POINT: (1, 2, 5, 10, 20, 50, 100, 200, 500),
}


@dataclass(frozen=True, slots=True)
class DateScale:
    """Serial days of the positions of a timeline.

    Native charts of points take numbers only: a calendar axis of months exists for lines with
    one value a month, which limits that step between months are not. So months are drawn equally
    long, as on pages: points stand at even steps from the middle of the first month, right above
    the ticks, and each falls into the month that ticks and workbook name.

    Parameters
    ----------
    line : Timeline
        Positions of the points.
    start : float
        Serial day of the first position.
    """

    line: Timeline
    start: float

    def place(self, position: float) -> float:
        """Return the serial day of a position between points; the number of the point without dates."""
        return round(self.start + (position - self.line.first) * _DAYS[self.line.period], 2)

    def point(self, index: int) -> float:
        """Return the serial day of a point, within its own period."""
        return self.place(self.line.positions[index])

    def axis(self, width: float) -> PlotAxis:
        """Return the axis, with ticks as close as their labels have room.

        Parameters
        ----------
        width : float
            Pixels from its first position to its end.
        """
        period, line = self.line.period, self.line
        steps = max(line.last + 0.5 - line.first, 0.5)
        label = text_width("Sep 2028" if period is not Period.POINT else "000", TICK_SIZE) + 18
        most = max(1.0, width / label)
        every = next((n for n in _EVERY[period] if steps / n <= most), _EVERY[period][-1])
        name = "Point" if period is Period.POINT else sentence_case(period.value)
        days = _DAYS[period]
        return PlotAxis(
            self.place(line.first), self.place(line.last + 0.5), round(every * days, 4),
            _CODES[period], name,
        )  # fmt: skip


def date_scale(line: Timeline) -> DateScale:
    """Find the serial days of a timeline."""
    first: Any = as_date(line.x[0]) if line.x else None
    if first is None or line.period is Period.POINT:
        return DateScale(line, line.first + 1)
    ahead = (slot(first, line.period) - line.first) * _DAYS[line.period]
    return DateScale(line, _serial(_middle(first, line.period)) - ahead)


def value_scale(axis: Axis, unit: str = "", name: str = "") -> PlotAxis:
    """Return an upright axis; percent wears its sign, other units stand beside the axis.

    Parameters
    ----------
    axis : Axis
        Ends and step.
    unit, name : str
        Unit and name of the values.
    """
    _, _, decimals = tick_text(abs(axis.step), abs(axis.step)).partition(".")
    code = "#,##0" + ("." + "0" * len(decimals) if decimals else "")
    sign = "" if not unit or unit_is_above(unit) else f" {unit}"
    sign = unit if unit in {"%", "‰", "°"} else sign
    # A quote would end the text of the format.
    quoted = '"' + sign.replace('"', "") + '"' if sign else ""
    return PlotAxis(axis.low, axis.high, axis.step, code + quoted, name)


def _middle(date: dt.date, period: Period) -> dt.date:
    if period in {Period.MONTH, Period.QUARTER}:
        month = date.month if period is Period.MONTH else 3 * ((date.month - 1) // 3) + 1
        return dt.date(date.year, month, 15)
    if period is Period.WEEK:
        return slot_date(slot(date, period), period)
    return dt.date(date.year, 7, 1) if period is Period.YEAR else date


def _serial(date: dt.date) -> int:
    return (date - _EPOCH).days
