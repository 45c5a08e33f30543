"""Tests on all the points of a phase: the number of runs, and of crossings."""

from __future__ import annotations

from qi.results import Signal
from qi.rules.points import Points


def unexpected_runs(
    points: Points, useful: list[int], runs: int, fewest: int | None, most: int | None
) -> list[Signal]:
    """Find fewer runs than `fewest`, or more than `most`.

    Parameters
    ----------
    points : Points
        The points of one phase.
    useful : list of int
        Places of the points off the center line.
    runs : int
        Runs among them.
    fewest, most : int or None
        What chance explains; None where the table has no row.

    Returns
    -------
    list of Signal
        At most one, carrying all useful points, without a side.
    """
    if fewest is None or most is None or fewest <= runs <= most:
        return []
    return [points.signal("runs", useful, 0, useful[-1])]


def too_few_crossings(
    points: Points, useful: list[int], crossings: int, fewest: int | None
) -> list[Signal]:
    """Find fewer crossings of the center line than `fewest`.

    Parameters
    ----------
    points : Points
        The points of one phase.
    useful : list of int
        Places of the points off the center line.
    crossings : int
        Crossings of the center line.
    fewest : int or None
        What chance explains.

    Returns
    -------
    list of Signal
        At most one, carrying all useful points, without a side.
    """
    if fewest is None or crossings >= fewest:
        return []
    return [points.signal("crossings", useful, 0, useful[-1])]
