"""Trends: successive points all going up, or all going down."""

from __future__ import annotations

from itertools import pairwise

from qi.results import Signal
from qi.rules.points import Points
from qi.rules.rulesets import Zero
from qi.runs import stretches


def trends(points: Points, length: int, ties: Zero) -> list[Signal]:
    """Every trend of `length` points or more, the first point included.

    Parameters
    ----------
    points : Points
        The points of one phase.
    length : int
        Fewest points of a trend.
    ties : {"skip", "break"}
        Whether equal neighbors count once, represented by the first of them, or end the trend.

    Returns
    -------
    list of Signal
        One per trend, carrying the points that count.
    """
    values, tolerance = points.values, points.tolerance
    moves = [
        1 if step > tolerance else -1 if step < -tolerance else 0
        for step in [after - before for before, after in pairwise(values)]
    ]
    found = []
    for side, steps in stretches(moves, zeros_break=ties == "break"):
        if len(steps) >= length - 1:
            origin = steps[0]
            while ties == "skip" and origin > 0 and moves[origin - 1] == 0:
                origin -= 1
            places = [origin, *(step + 1 for step in steps)]
            found.append(points.signal("trend", places, side, places[length - 1]))
    return found
