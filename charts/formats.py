"""Numbers as people write them, with the unit of the measure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SHORT_UNIT = 3
"""Units up to so many letters are written behind every number; longer ones on the axis only."""

_LARGE = 1e7
"""From here on a number is too long to stand beside a line."""

_POWERS = ((1e12, "T"), (1e9, "B"), (1e6, "M"))
"""Trillions, billions and millions, as American readers shorten them."""


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

    def short_label(self, value: float) -> str:
        """Return a computed value as `label` does, from ten million on in short: "88.1M"."""
        found = in_short(value)
        return self.label(value) if found is None else self._short(found)

    def short_data(self, value: float) -> str:
        """Return a plotted value as `data` does, from ten million on in short."""
        found = in_short(value)
        return self.data(value) if found is None else self._short(found)

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


def in_short(value: float) -> str | None:
    """Write a large number so that it fits beside a line: "88.1M", or None below ten million.

    Parameters
    ----------
    value : float
        Any finite number.
    """
    if not math.isfinite(value) or abs(value) < _LARGE:
        return None
    power, letter = next(pair for pair in _POWERS if abs(value) >= pair[0])
    return _fixed(value / power, 1) + letter


def tick_texts(ticks: Sequence[float], step: float) -> tuple[str, ...]:
    """Write the ticks of one axis, all of them in millions or billions where they are large.

    Parameters
    ----------
    ticks : sequence of float
        From the lowest to the highest.
    step : float
        Distance between them.
    """
    largest = max(map(abs, ticks), default=0.0)
    if largest >= _LARGE:
        power, letter = next(pair for pair in _POWERS if largest >= pair[0])
        if step >= power / 1000:
            texts = (tick_text(tick / power, step / power) for tick in ticks)
            return tuple(text if text == "0" else text + letter for text in texts)
    return tuple(tick_text(tick, step) for tick in ticks)


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
