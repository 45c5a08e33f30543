"""Numbers as people write them, with the unit of the measure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_SHORT_UNIT = 3
"""Units up to so many letters are written behind every number; longer ones on the axis only."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How the values of one chart are written.

    Parameters
    ----------
    unit : str
        "%", "per 1,000", "days" or "".
    decimals : int
        Digits after the point for computed values (center, limits, rates).
    data_decimals : int
        Digits after the point for plotted values; 0 where all of them are whole numbers.
    """

    unit: str
    decimals: int
    data_decimals: int

    def number(self, value: float) -> str:
        """Return a computed value without unit."""
        return _fixed(value, self.decimals)

    def label(self, value: float) -> str:
        """Return a computed value with its unit where the unit is short: "15.6%", "7.5 h"."""
        return self._short(self.number(value))

    def data(self, value: float) -> str:
        """Return a plotted value with its unit where the unit is short."""
        return self._short(_fixed(value, self.data_decimals))

    def full(self, value: float) -> str:
        """Return a plotted value with its unit: "12.3 per 1,000"."""
        return self._long(_fixed(value, self.data_decimals))

    def full_label(self, value: float) -> str:
        """Return a computed value with its unit."""
        return self._long(self.number(value))

    def _short(self, text: str) -> str:
        return self._long(text) if len(self.unit) <= _SHORT_UNIT else text

    def _long(self, text: str) -> str:
        if not self.unit:
            return text
        return text + self.unit if self.unit in {"%", "‰", "°"} else f"{text} {self.unit}"


def number_format(values: Iterable[float], unit: str = "") -> NumberFormat:
    """Choose the digits from the size of the values.

    Parameters
    ----------
    values : iterable of float
        Plotted values; those that are not finite are ignored.
    unit : str
        Unit of the measure.

    Returns
    -------
    NumberFormat
        Percentages carry one decimal (two below 1%); other values about three figures.
    """
    finite = [abs(value) for value in values if math.isfinite(value)]
    largest = max(finite, default=0.0)
    whole = bool(finite) and all(value == round(value) for value in finite)
    if unit == "%":
        decimals = 2 if 0 < largest < 1 else 1
        return NumberFormat(unit, decimals, decimals)
    if largest >= 100:
        decimals = 0 if not whole and largest >= 1000 else 1
    elif largest >= 1 or largest == 0:
        decimals = 1 if largest >= 10 or whole else 2
    else:
        decimals = min(8, 2 - math.floor(math.log10(largest)))
    return NumberFormat(unit, decimals, 0 if whole else decimals)


def tick_text(value: float, step: float) -> str:
    """Return a tick of an axis whose ticks are `step` apart, without needless zeros.

    Parameters
    ----------
    value, step : float
        Both in the unit of the axis.
    """
    if value == 0:
        return "0"
    if step < 1e-8:
        return f"{value:g}"
    decimals = 0
    while decimals < 8 and not math.isclose(round(step, decimals), step, rel_tol=1e-6):
        decimals += 1
    return _fixed(value, decimals)


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    if text.startswith("-"):
        text = text[1:] if float(text.replace(",", "")) == 0 else "−" + text[1:]
    return text
