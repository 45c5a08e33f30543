"""Lines cut off where they leave the axes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from charts.board import tidy
from charts.view import XY


def inside(points: Sequence[XY], top: float, bottom: float) -> list[tuple[XY, ...]]:
    """Cut a line at two heights and return the pieces between them.

    Parameters
    ----------
    points : sequence of (float, float)
        Corners from left to right.
    top, bottom : float
        Pixels, top the smaller one.
    """
    pieces: list[list[XY]] = [[]]
    for a, b in itertools.pairwise(points):
        cut = _cut(a, b, top, bottom)
        if cut is None:
            pieces.append([])
            continue
        start, end = cut
        if not pieces[-1] or pieces[-1][-1] != start:
            pieces.append([start])
        pieces[-1].append(end)
    return [tuple(piece) for piece in pieces if len(piece) > 1]


def _cut(a: XY, b: XY, top: float, bottom: float) -> tuple[XY, XY] | None:
    low, high = 0.0, 1.0
    change = b[1] - a[1]
    if change == 0:
        return (a, b) if top <= a[1] <= bottom else None
    for edge in (top, bottom):
        share = (edge - a[1]) / change
        if (change > 0) == (edge == top):
            low = max(low, share)
        else:
            high = min(high, share)
    if low >= high:
        return None

    def at(share: float) -> XY:
        return (tidy(a[0] + share * (b[0] - a[0])), tidy(a[1] + share * change))

    return (a if low == 0 else at(low)), (b if high == 1 else at(high))
