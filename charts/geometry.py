"""Small geometry: labels that push apart, boxes that must stay free."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from charts.metrics import text_width
from charts.view import XY, Anchor, Box, Text


def push_apart(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> tuple[float, ...]:
    """Move middles as little as possible so that intervals do not overlap.

    Neighbors that collide form a block around their mean wish (pooling adjacent violators), the
    least-squares answer for a fixed order.

    Parameters
    ----------
    wanted : sequence of float
        Wished middles, in any order.
    sizes : sequence of float
        Lengths, spacing included.
    low, high : float
        Ends that no interval may leave, as long as there is room for all.

    Returns
    -------
    tuple of float
        The middles, in the order given.
    """
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    offsets, total = [], 0.0
    for k in order:
        offsets.append(total + sizes[k] / 2)
        total += sizes[k]
    # In shifted coordinates all intervals have no length and may share a place.
    blocks: list[tuple[float, int]] = []
    for rank, k in enumerate(order):
        mean, count = wanted[k] - offsets[rank], 1
        while blocks and blocks[-1][0] > mean:
            earlier, size = blocks.pop()
            mean = (mean * count + earlier * size) / (count + size)
            count += size
        blocks.append((mean, count))
    start, end = low, max(low, high - total)
    shifted = [min(max(mean, start), end) for mean, count in blocks for _ in range(count)]
    placed = [0.0] * len(order)
    for rank, k in enumerate(order):
        placed[k] = shifted[rank] + offsets[rank]
    return tuple(placed)


def text_box(text: Text) -> Box:
    """Rectangle that a text covers, from its ascent to its descent."""
    width = text_width(text.text, text.size, bold=text.bold)
    left = text.x
    if text.anchor is not Anchor.START:
        left -= width / 2 if text.anchor is Anchor.MIDDLE else width
    return Box(left, text.y - 0.78 * text.size, left + width, text.y + 0.22 * text.size)


def crosses(box: Box, path: Sequence[XY]) -> bool:
    """Whether a polyline runs through a box.

    Parameters
    ----------
    box : Box
        The rectangle.
    path : sequence of (float, float)
        Corners of the line.
    """
    left, right, top, bottom = box.left, box.right, box.top, box.bottom
    for (ax, ay), (bx, by) in itertools.pairwise(path):
        if (ax <= left and bx <= left) or (ax >= right and bx >= right):
            continue
        if (ay <= top and by <= top) or (ay >= bottom and by >= bottom):
            continue
        if _segment_crosses(box, (ax, ay), (bx, by)):
            return True
    return False


def touches(box: Box, boxes: Iterable[Box], gap: float = 0.0) -> bool:
    """Whether a box overlaps one of many, or comes closer than `gap`; the hot path of a layout."""
    left, top, right, bottom = box.left - gap, box.top - gap, box.right + gap, box.bottom + gap
    for other in boxes:
        if left < other.right and other.left < right and top < other.bottom and other.top < bottom:
            return True
    return False


def free(box: Box, boxes: Iterable[Box], paths: Iterable[Sequence[XY]]) -> bool:
    """Whether a box touches none of the boxes and none of the lines."""
    return not touches(box, boxes) and not any(crosses(box, path) for path in paths)


def _segment_crosses(box: Box, a: XY, b: XY) -> bool:
    """Clip the segment by the four edges (Liang-Barsky) and see whether anything remains."""
    enter, leave = 0.0, 1.0
    for start, end, low, high in (
        (a[0], b[0], box.left, box.right),
        (a[1], b[1], box.top, box.bottom),
    ):
        change = end - start
        if change == 0:
            if not low < start < high:
                return False
            continue
        first, second = sorted(((low - start) / change, (high - start) / change))
        enter, leave = max(enter, first), min(leave, second)
    return enter < leave
