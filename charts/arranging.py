"""Drawings moved, named and put beside each other, so that several make one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from charts.board import tidy
from charts.metrics import wrap
from charts.theme import LABEL_SIZE, Tone
from charts.view import XY, Box, Drawing, Text


def moved(drawing: Drawing, dx: float, dy: float) -> Drawing:
    """Return a drawing with everything on it moved.

    Parameters
    ----------
    drawing : Drawing
        What is moved.
    dx, dy : float
        To the right and downward, in pixels.
    """

    def shift(points: Iterable[XY]) -> tuple[XY, ...]:
        return tuple((tidy(x + dx), tidy(y + dy)) for x, y in points)

    def box(old: Box) -> Box:
        return Box(old.left + dx, old.top + dy, old.right + dx, old.bottom + dy)

    top = drawing.tip_y
    return replace(
        drawing,
        areas=tuple(replace(area, points=shift(area.points)) for area in drawing.areas),
        lines=tuple(replace(line, points=shift(line.points)) for line in drawing.lines),
        marks=tuple(
            replace(m, x=tidy(m.x + dx), y=tidy(m.y + dy), tip_x=tidy(m.tip_x + dx),
                    tip_y=(top if m.tip_y is None else m.tip_y) + dy)
            for m in drawing.marks
        ),
        flags=tuple(replace(flag, box=box(flag.box)) for flag in drawing.flags),
        texts=tuple(replace(t, x=tidy(t.x + dx), y=tidy(t.y + dy)) for t in drawing.texts),
        tip_y=top + dy,
        plot=box(drawing.plot),
    )  # fmt: skip


def headed(drawing: Drawing, heading: str) -> Drawing:
    """Return a drawing with a heading of up to two lines above it.

    Parameters
    ----------
    drawing : Drawing
        What is named.
    heading : str
        Its name within a larger drawing.
    """
    lines = wrap(heading, LABEL_SIZE, drawing.width, lines=2, bold=True)
    full = heading if " ".join(lines) != heading else ""
    texts = tuple(
        Text(0.0, 14.0 + 17 * row, line, "heading", Tone.INK, LABEL_SIZE, bold=True, full=full)
        for row, line in enumerate(lines)
    )
    room = 17.0 * len(lines) + 8
    below = moved(drawing, 0.0, room)
    return replace(below, texts=(*texts, *below.texts), height=drawing.height + room)


def arrange(
    drawings: Sequence[Drawing],
    *,
    columns: int,
    gap: tuple[float, float],
    title: str,
    description: str,
    name: str,
    passport: str = "",
    size: str = "full",
    top: float = 0.0,
) -> Drawing:
    """Put drawings in rows into one.

    Parameters
    ----------
    drawings : sequence of Drawing
        In reading order; those of a row are as wide as the first one.
    columns : int
        Drawings in a row.
    gap : (float, float)
        Pixels between columns and between rows.
    title, description, name, passport, size : str
        Of the whole.
    top : float
        Room left above.
    """
    placed: list[Drawing] = []
    y = top
    for start in range(0, len(drawings), columns):
        row = drawings[start : start + columns]
        x = 0.0
        for drawing in row:
            placed.append(moved(drawing, x, y))
            x += drawing.width + gap[0]
        y += max(drawing.height for drawing in row) + gap[1]
    width = max((d.width * min(columns, len(drawings)) for d in drawings), default=0.0)
    width += gap[0] * (min(columns, len(drawings)) - 1) if drawings else 0
    return Drawing(
        width=width,
        height=math.ceil(max(y - gap[1], 1.0)),
        title=title,
        description=description,
        areas=tuple(area for d in placed for area in d.areas),
        lines=tuple(line for d in placed for line in d.lines),
        marks=tuple(mark for d in placed for mark in d.marks),
        flags=tuple(flag for d in placed for flag in d.flags),
        texts=tuple(text for d in placed for text in d.texts),
        tip_y=placed[0].tip_y if placed else 0.0,
        plot=placed[0].plot if placed else Box(0, 0, 0, 0),
        size=size,
        name=name,
        passport=passport,
    )
