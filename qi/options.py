"""Checks of the options that one analysis and a batch share."""

from __future__ import annotations

import math
from typing import Any

from qi.errors import InvalidValueError


def read_multiplier(multiplier: Any) -> float:
    """Check the display scale.

    Raises
    ------
    InvalidValueError
        If it is not a finite number above 0.
    """
    number = finite("multiplier", multiplier)
    if number <= 0:
        raise InvalidValueError(
            f"expected a number above 0, found {multiplier!r}", argument="multiplier"
        )
    return number


def check_target(target: Any, direction: Any) -> None:
    """Check a target and its direction.

    Raises
    ------
    InvalidValueError
        If the target is not a finite number, or the direction neither "up", "down" nor None.
    """
    if target is not None:
        finite("target", target)
    if direction not in {None, "up", "down"}:
        raise InvalidValueError(
            f"expected 'up', 'down' or None, found {direction!r}", argument="direction"
        )


def finite(argument: str, value: Any) -> float:
    """Check that an option is a finite number.

    Raises
    ------
    InvalidValueError
        If it is not.
    """
    try:
        number = math.nan if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise InvalidValueError(f"expected a finite number, found {value!r}", argument=argument)
    return number
