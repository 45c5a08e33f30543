"""What the latest point and the latest limits mean."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, Literal

from qi.constants import USEFUL_MINIMUM
from qi.results import Assurance, Side, Signal, Variation

Direction = Literal["up", "down"]

_ORDER: Final = (
    "outside",
    "trend",
    "two of three",
    "shift",
    "four of five",
    "inner third",
    "both sides",
    "alternating",
    "runs",
    "crossings",
)

PRECEDENCE: Final = {rule: rank for rank, rule in enumerate(_ORDER)}
"""Which of several signals at the latest point names the verdict: the lowest rank."""


def precedence(rule: str) -> int:
    """Rank of a rule; a zone rule under a name of the caller's own ranks as two of three."""
    return PRECEDENCE.get(rule, PRECEDENCE["two of three"])


def strength(signal: Signal) -> tuple[bool, int, str]:
    """Sort key of signals that hold at one point: the first of them names the verdict."""
    return signal.side is None, precedence(signal.rule), signal.rule


def meaning(side: Side | None, direction: Direction | None) -> Variation:
    """Whether a signal on this side is an improvement or a concern.

    Parameters
    ----------
    side : Side or None
        Where the signal lies.
    direction : {"up", "down"} or None
        Which way is better.
    """
    return _MEANING[side, direction]


_MEANING: Final = {
    (Side.UP, "up"): Variation.IMPROVEMENT_HIGH,
    (Side.UP, "down"): Variation.CONCERN_HIGH,
    (Side.UP, None): Variation.SPECIAL_CAUSE_HIGH,
    (Side.DOWN, "up"): Variation.CONCERN_LOW,
    (Side.DOWN, "down"): Variation.IMPROVEMENT_LOW,
    (Side.DOWN, None): Variation.SPECIAL_CAUSE_LOW,
    (None, "up"): Variation.SPECIAL_CAUSE,
    (None, "down"): Variation.SPECIAL_CAUSE,
    (None, None): Variation.SPECIAL_CAUSE,
}


def variation(
    signals: Iterable[Signal], latest: int | None, n_useful: int, direction: Direction | None
) -> tuple[Variation, str | None]:
    """Judge the latest included point by the signals that carry it.

    Parameters
    ----------
    signals : iterable of Signal
        Signals of the latest point's phase.
    latest : int or None
        Position of the latest included point.
    n_useful : int
        Points of its phase that are off the center line; fewer than 10 cannot be judged, unless
        the latest point lies outside the limits.
    direction : {"up", "down"} or None
        Which way is better.

    Returns
    -------
    tuple of (Variation, str or None)
        The variation and the rule that decided it. Where signals point to both sides the
        variation is mixed; one without a side never contradicts one that has a side.
    """
    current = [signal for signal in signals if signal.indices[-1] == latest]
    if latest is None or n_useful < USEFUL_MINIMUM:
        # A point beyond its limits needs no run of points to be judged by.
        current = [signal for signal in current if signal.rule == "outside"]
        if not current:
            return Variation.NOT_JUDGEABLE, None
    if not current:
        return Variation.COMMON_CAUSE, None
    current.sort(key=strength)
    if len({signal.side for signal in current if signal.side}) > 1:
        return Variation.MIXED, current[0].rule
    return meaning(current[0].side, direction), current[0].rule


def assurance(
    lower: float,
    upper: float,
    target: float | None,
    direction: Direction | None,
    tolerance: float,
) -> Assurance:
    """Judge the target by the limits at the latest included point.

    Parameters
    ----------
    lower, upper : float
        Limits there; NaN on charts without limits.
    target : float or None
        In the same units.
    direction : {"up", "down"} or None
        Which way is better.
    tolerance : float
        Absolute tolerance; a target equal to a limit is hit or miss.
    """
    if target is None or direction is None or math.isnan(lower) or math.isnan(upper):
        return Assurance.NONE
    above, below = lower > target + tolerance, upper < target - tolerance
    if above or below:
        return Assurance.PASSES if above == (direction == "up") else Assurance.FAILS
    return Assurance.HIT_OR_MISS
