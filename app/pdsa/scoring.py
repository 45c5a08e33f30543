"""Whether a prediction came true: one pure function, the same for every page."""

from __future__ import annotations

import enum
import math

HALF_WAY = 0.5
"""Part of the way from before to the predicted range that makes a miss a partial hit."""

NEAR_RANGE = 0.5
"""How far beside a range still counts as near, in widths of the range."""

NEAR_NUMBER = 0.1
"""How far beside a single number still counts as near, as a share of that number."""


class Score(enum.Enum):
    """How a prediction came out."""

    HIT = "hit"
    PARTLY = "partly"
    MISS = "miss"


def score(
    result: float, low: float | None, high: float | None, before: float | None = None
) -> Score:
    """Score a result against what was predicted.

    Parameters
    ----------
    result : float
        What came, in the prediction's unit.
    low, high : float or None
        The predicted range, both ends in it; one of them alone is "at least" or "at most".
    before : float or None
        Where the measure stood before the test, if it is known.

    Returns
    -------
    Score
        A hit lies in the range. Beside it, a result is partly right where it went at least half
        of the way from `before` to the nearest end of the range, or beyond the range in the
        predicted direction; where nothing is known of before, or it lay in the range already, a
        result is partly right no further from the range than half the range's width, or from a
        single number than a tenth of it.

    Raises
    ------
    ValueError
        Where neither end is given, or one of the numbers is not finite.
    """
    ends = [end for end in (low, high) if end is not None]
    known = [*ends, result] if before is None else [*ends, result, before]
    if not ends or not all(math.isfinite(number) for number in known):
        raise ValueError("A score needs a finite result and at least one end of a range.")
    if _within(result, low, high):
        return Score.HIT
    end = low if low is not None and result < low else high
    if end is None:
        raise ValueError("A result outside has an end that it missed.")
    if before is not None and not _within(before, low, high):
        covered = (result - before) / (end - before) if end != before else 0.0
        return Score.PARTLY if covered >= HALF_WAY else Score.MISS
    width = high - low if low is not None and high is not None else 0.0
    near = NEAR_RANGE * width if width else NEAR_NUMBER * abs(end)
    return Score.PARTLY if abs(result - end) <= near else Score.MISS


def scored(
    result: float | None,
    low: float | None,
    high: float | None,
    judged_as: Score | None,
    before: float | None = None,
) -> Score | None:
    """Score by the numbers where there are any, else as the team judged; None while nobody can say.

    Parameters
    ----------
    result, low, high, before : float or None
        As for `score`.
    judged_as : Score or None
        Whether it came true as the team sees it.
    """
    if result is None or (low is None and high is None):
        return judged_as
    return score(result, low, high, before)


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
