"""Axes people like: round ticks, percent from zero, room above the highest point."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from charts.formats import tick_texts

Places = TypeVar("Places", float, np.ndarray)

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ZERO_SHARE = 0.5
"""Values that reach below this share of the largest are shown on an axis from zero."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis with round ends.

    Parameters
    ----------
    low, high : float
        Ends of the axis, in the unit of the values.
    step : float
        Distance between ticks.
    """

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """All ticks, from the lowest to the highest."""
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        return tuple(number * self.step for number in range(first, last + 1))

    @property
    def labels(self) -> tuple[str, ...]:
        """The ticks as text, without unit."""
        return tick_texts(self.ticks, self.step)

    def place(self, value: Places, top: float, bottom: float) -> Places:
        """Pixel of a value, or of each of many, between the axis' `bottom` (low) and `top`."""
        return bottom - (value - self.low) / (self.high - self.low) * (bottom - top)


def value_axis(
    values: Iterable[float],
    *,
    unit: str = "",
    ticks: int = 6,
    from_zero: bool | None = None,
) -> Axis:
    """Choose the axis for everything that a chart draws.

    Parameters
    ----------
    values : iterable of float
        Plotted values, limits, center lines and target; those that are not finite are ignored.
    unit : str
        Unit; an axis in "%" starts at zero and ends at 100 unless values are larger.
    ticks : int
        Most ticks wanted.
    from_zero : bool or None
        Whether the axis starts at zero; None decides from unit and values.

    Returns
    -------
    Axis
        Holds all values; 0 to 1 (0 to 10%) where there are none.
    """
    finite = [value for value in values if math.isfinite(value)]
    percent = unit == "%"
    if not finite:
        return Axis(0.0, 10.0 if percent else 1.0, 2.5 if percent else 0.25)
    low, high = min(finite), max(finite)
    if from_zero is None:
        from_zero = low >= 0 and (percent or low <= _ZERO_SHARE * high)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high == 0:
        return Axis(0.0, 10.0, 5.0) if percent else Axis(0.0, 4.0, 1.0)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = low - 0.1 * abs(high), high + 0.1 * abs(high)
    step = _nice_step((high - low) / max(1, ticks - 1))
    bottom = math.floor(low / step + 1e-9) * step
    top = math.ceil(high / step - 1e-9) * step
    # A point on the upper end would be cut in half and leave no room for a label above it.
    if high > top - 0.06 * (top - bottom):
        top += step
    if low >= 0 > bottom:
        bottom = 0.0
    if percent and high <= 100:
        top = min(top, 100.0)
    return Axis(bottom, top, step)


def _nice_step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in _STEPS if step * power >= raw * (1 - 1e-9))
