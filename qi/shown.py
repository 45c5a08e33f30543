"""Numbers and other values as sentences and error messages show them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Final

import numpy as np

LONGEST: Final = 60
"""Characters of a value that a message quotes; of a longer one it shows the start."""

_DIGITS: Final = 20
"""A whole number of more digits is counted, not written out."""

_HUGE, _TINY = 1e15, 1e-9
"""Beyond these a number would be mostly zeros: it is written with a power of ten."""


def exact(value: float) -> str:
    """Write a number as it was given: every digit, thousands separated, no exponent.

    Parameters
    ----------
    value : float
        Any number. From 10^15 on and below 10^-9 a power of ten follows.

    Returns
    -------
    str
        For example "1,000,000", "0.000012" or "1.5 × 10^300".
    """
    number = float(value)
    if not math.isfinite(number):
        return {math.inf: "infinity", -math.inf: "minus infinity"}.get(number, "a missing value")
    if number and not _TINY <= abs(number) < _HUGE:
        digits, _, power = np.format_float_scientific(number, trim="-", exp_digits=1).partition("e")
        return f"{digits} × 10^{int(power)}"
    whole, point, decimals = np.format_float_positional(abs(number), trim="-").partition(".")
    return f"{'-' if number < 0 else ''}{int(whole):,}{point}{decimals}"


def rounded(value: float) -> str:
    """Write a computed number as people say it: six digits, but never less than the whole part.

    Numbers of up to eight digits stay as they are.

    Parameters
    ----------
    value : float
        Any number.

    Returns
    -------
    str
        For example "33.3333" or "1,234,568".
    """
    number = float(value)
    if not math.isfinite(number):
        return exact(number)
    clean = float(f"{number:.12g}")
    if clean == float(f"{clean:.8g}"):
        return exact(clean)
    if abs(clean) >= 1e5:
        return exact(float(round(number)) if abs(number) < _HUGE else float(f"{clean:.6g}"))
    return exact(float(f"{clean:.6g}"))


def shown(value: Any) -> str:
    """Quote whatever a caller gave, shortly, and whatever it is.

    Parameters
    ----------
    value : object
        Anything: numbers and dates are written plainly, texts in quotes, and of what is long only
        the start. Python refuses to write whole numbers of thousands of digits; they are counted.

    Returns
    -------
    str
        For example "'soon'" or "a whole number of 5,001 digits".
    """
    if isinstance(value, (bool, np.bool_)):
        return str(value)
    if isinstance(value, (int, np.integer)) and not isinstance(value, np.timedelta64):
        return _whole(int(value))
    if isinstance(value, (float, np.floating)) and math.isfinite(value):
        return exact(float(value))
    try:
        text = str(value) if isinstance(value, date) else repr(value)
    except Exception:  # the message must come, whatever the value does
        return f"something of type {type(value).__name__} that cannot be written out"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _whole(number: int) -> str:
    # 30103/100000 is log10(2): near enough to count digits.
    digits = number.bit_length() * 30_103 // 100_000 + 1
    return f"{number}" if digits <= _DIGITS else f"a whole number of about {digits:,} digits"
