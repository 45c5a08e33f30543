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
    moves = _moves(points)
    found = []
    for side, steps in stretches(moves, zeros_break=ties == "break"):
        if len(steps) >= length - 1:
            origin = steps[0]
            while ties == "skip" and origin > 0 and moves[origin - 1] == 0:
                origin -= 1
            places = [origin, *(step + 1 for step in steps)]
            found.append(points.signal("trend", places, side, places[length - 1]))
    return found


def alternations(points: Points, length: int) -> list[Signal]:
    """Every run of `length` points or more that alternately go up and down.

    Parameters
    ----------
    points : Points
        The points of one phase.
    length : int
        Fewest points, the first included.

    Returns
    -------
    list of Signal
        Without a side. Equal neighbors end an alternation.
    """
    # Turning every second move around makes an alternation a run of equal moves.
    turned = [move if step % 2 else -move for step, move in enumerate(_moves(points))]
    return [
        points.signal(
            "alternating", [steps[0], *(step + 1 for step in steps)], 0, steps[length - 2] + 1
        )
        for _, steps in stretches(turned, zeros_break=True)
        if len(steps) >= length - 1
    ]


def _moves(points: Points) -> list[int]:
    tolerance = points.tolerance
    return [
        1 if step > tolerance else -1 if step < -tolerance else 0
        for step in [after - before for before, after in pairwise(points.values)]
    ]
