"""Rules that look at the limits: points outside, and points in one third of the chart."""

from __future__ import annotations

from collections.abc import Iterator

from qi.results import Signal
from qi.rules.points import Points
from qi.rules.rulesets import Zone
from qi.runs import stretches


def outside(points: Points) -> list[Signal]:
    """Every point strictly beyond a control limit, each a signal of its own."""
    return [
        points.signal("outside", (place,), side, place)
        for place, side in enumerate(_beyond_limits(points))
        if side
    ]


def k_of_n(points: Points, zone: Zone) -> list[Signal]:
    """Every group of `k` points beyond a line among `n` successive ones, on one side.

    Parameters
    ----------
    points : Points
        The points of one phase.
    zone : Zone
        The rule.

    Returns
    -------
    list of Signal
        Groups that share a point are one signal. It carries the points beyond the line, not the
        odd one, and is detected where the first group became complete.
    """
    marks = _beyond(points, zone.sigmas)
    if zone.within_limits_only:
        outer = _beyond_limits(points)
        marks = [0 if out else mark for mark, out in zip(marks, outer, strict=True)]
    found = []
    for side in (1, -1):
        windows = (
            _same_side(points, zone, marks, side)
            if zone.all_same_side
            else _near(zone, marks, side)
        )
        group: list[int] = []
        detected = 0
        for hits, last in windows:
            if group and hits[0] <= group[-1]:
                group.extend(hit for hit in hits if hit > group[-1])
                continue
            if group:
                found.append(points.signal(zone.name, group, side, detected))
            group, detected = hits, last
        if group:
            found.append(points.signal(zone.name, group, side, detected))
    return found


def inner_third(points: Points, length: int) -> list[Signal]:
    """Every run of `length` points or more that are not beyond one sigma.

    Parameters
    ----------
    points : Points
        The points of one phase.
    length : int
        Fewest points.

    Returns
    -------
    list of Signal
        Without a side. A zone without width holds nothing.
    """
    inside = [
        int(abs(deviation) <= sigma + points.tolerance and sigma > points.tolerance)
        for deviation, sigma in zip(points.deviations, points.sigma, strict=True)
    ]
    return _unbroken(points, "inner third", inside, length)


def both_sides(points: Points, length: int) -> list[Signal]:
    """Every run of `length` points or more that are all beyond one sigma, on either side.

    Parameters
    ----------
    points : Points
        The points of one phase.
    length : int
        Fewest points.

    Returns
    -------
    list of Signal
        Without a side.
    """
    far = [abs(mark) for mark in _beyond(points, 1)]
    return _unbroken(points, "both sides", far, length)


def _unbroken(points: Points, rule: str, marks: list[int], length: int) -> list[Signal]:
    return [
        points.signal(rule, places, 0, places[length - 1])
        for _, places in stretches(marks, zeros_break=True)
        if len(places) >= length
    ]


def _beyond_limits(points: Points) -> list[int]:
    tolerance = points.tolerance
    return [
        1 if value > upper + tolerance else -1 if value < lower - tolerance else 0
        for value, lower, upper in zip(points.values, points.lower, points.upper, strict=True)
    ]


def _beyond(points: Points, sigmas: float) -> list[int]:
    tolerance = points.tolerance
    return [
        1
        if deviation > sigmas * sigma + tolerance
        else -1
        if deviation < -sigmas * sigma - tolerance
        else 0
        for deviation, sigma in zip(points.deviations, points.sigma, strict=True)
    ]


def _near(zone: Zone, marks: list[int], side: int) -> Iterator[tuple[list[int], int]]:
    """Yield each k hits that lie within n successive points, and the last of them."""
    hits = [place for place, mark in enumerate(marks) if mark == side]
    for first in range(len(hits) - zone.k + 1):
        group = hits[first : first + zone.k]
        if group[-1] - group[0] < zone.n:
            yield group, group[-1]


def _same_side(
    points: Points, zone: Zone, marks: list[int], side: int
) -> Iterator[tuple[list[int], int]]:
    """Yield the hits of each n successive points that all lie on one side, and the last point."""
    for first in range(len(marks) - zone.n + 1):
        window = range(first, first + zone.n)
        if all(points.sides[place] == side for place in window):
            hits = [place for place in window if marks[place] == side]
            if len(hits) >= zone.k:
                yield hits, window[-1]
