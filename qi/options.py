"""Checks of the options that one analysis and a batch share."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from qi.constants import LARGEST_NUMBER
from qi.errors import InvalidValueError
from qi.masked import is_masked
from qi.shown import exact, shown


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
            f"expected a number above 0, found {shown(multiplier)}", argument="multiplier"
        )
    if number < 1 / LARGEST_NUMBER:
        raise InvalidValueError(
            f"expected at least {exact(1 / LARGEST_NUMBER)}, found {shown(multiplier)}",
            argument="multiplier",
        )
    return number


def read_target(target: Any, direction: Any) -> float | None:
    """Check a target and its direction, and return the target as a number.

    Raises
    ------
    InvalidValueError
        If the target is not a finite number, or the direction neither "up", "down" nor None.
    """
    number = None if target is None else finite("target", target)
    if direction is not None and (
        not isinstance(direction, str) or direction not in {"up", "down"}
    ):
        raise InvalidValueError(
            f"expected 'up', 'down' or None, found {shown(direction)}", argument="direction"
        )
    return number


def finite(argument: str, value: Any) -> float:
    """Check that an option is a finite number.

    Raises
    ------
    InvalidValueError
        If it is not.
    """
    try:
        # float() would read a text, and warn of what is masked.
        number = math.nan if isinstance(value, str) or is_masked(value) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise InvalidValueError(
            f"expected a finite number, found {shown(value)}", argument=argument
        )
    if abs(number) > LARGEST_NUMBER:
        raise InvalidValueError(
            f"expected a number up to {exact(LARGEST_NUMBER)}, found {shown(value)}",
            argument=argument,
        )
    return number


def read_screen(screen: Any, default: bool) -> bool:  # noqa: FBT001 - the rule set's own choice
    """Decide whether moving ranges are screened; None leaves it to the rule set.

    Raises
    ------
    InvalidValueError
        If it is neither True, False nor None.
    """
    if screen is None:
        return default
    if not isinstance(screen, (bool, np.bool_)):
        raise InvalidValueError(
            f"expected True, False or None, found {shown(screen)}", argument="screen_moving_ranges"
        )
    return bool(screen)
