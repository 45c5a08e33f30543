"""Small blocks of text beside each other: as near to their marks as room allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.diagram_svg.layers import spread
from charts.diagram_text import Anchor, TextLine, text_width

_SMALL = 12.0
_CAPTION_LEADING = 16.0


@dataclass(frozen=True, slots=True)
class Block:
    """A caption with its value, wished for at a place."""

    wished_x: float
    lines: tuple[tuple[str, str, float, int], ...]  # text, class, size, weight

    @property
    def width(self) -> float:
        """Width of the widest line."""
        return max(text_width(text, size, weight) for text, _, size, weight in self.lines)


def beside(blocks: Sequence[Block], width: float, gap: float) -> list[float] | None:
    """Return left edges that keep blocks apart and inside the drawing; None without room."""
    widths = [block.width for block in blocks]
    if sum(widths) + gap * (len(blocks) - 1) > width:
        return None
    wished = [
        min(max(block.wished_x - share * size, 0.0), width - size)
        for block, size in zip(blocks, widths, strict=True)
        for share in (_alignment(block.wished_x, width)[1],)
    ]
    steps = [size + gap for size in widths[:-1]]
    placed = spread(wished, steps)
    offset = 0.0
    most = width - widths[-1] - sum(steps)
    left = []
    for place, step in zip(placed, [*steps, 0.0], strict=True):
        left.append(min(max(place - offset, 0.0), most) + offset)
        offset += step
    return left


def _alignment(x: float, width: float) -> tuple[Anchor, float]:
    """Align text with its mark: outward at the ends of the bar, else centered."""
    if x <= 0.4 * width:
        return "start", 0.0
    return ("end", 1.0) if x >= 0.6 * width else ("middle", 0.5)


def write_blocks(
    blocks: Sequence[Block], left: Sequence[float], width: float, foot: float
) -> list[TextLine]:
    """Write blocks upward from `foot`, the base line of their last lines."""
    texts = []
    for block, x in zip(blocks, left, strict=True):
        anchor, share = _alignment(block.wished_x, width)
        y = foot
        for text, css, size, weight in reversed(block.lines):
            texts.append(TextLine(x + share * block.width, y, text, css, size, weight, anchor))
            y -= size + 6.0 if size > _SMALL else _CAPTION_LEADING
    return texts


def farthest(blocks: Sequence[Block], left: Sequence[float]) -> float:
    """Return how far a block begins right of its mark, or ends left of it, at most."""
    return max(
        max(x - block.wished_x, block.wished_x - x - block.width)
        for block, x in zip(blocks, left, strict=True)
    )


def block_height(block: Block) -> float:
    """Return the height of all lines."""
    return sum(size + 6.0 if size > _SMALL else _CAPTION_LEADING for _, _, size, _ in block.lines)
