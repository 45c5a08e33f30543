"""Shifts: successive points on one side of the center line."""

from __future__ import annotations

from qi.results import Signal
from qi.rules.points import Points


def shifts(points: Points, runs: list[tuple[int, list[int]]], length: int) -> list[Signal]:
    """Every run of `length` points or more on one side.

    Parameters
    ----------
    points : Points
        The points of one phase.
    runs : list of (int, list of int)
        Side and places of each run, as `qi.runs.stretches` gives them.
    length : int
        Fewest points of a shift.

    Returns
    -------
    list of Signal
        One per run, carrying all its points; detected at the point that made it long enough.
    """
    return [
        points.signal("shift", places, side, places[length - 1])
        for side, places in runs
        if len(places) >= length
    ]
