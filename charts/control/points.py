"""The data: the line, its gaps, and one mark a point."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from charts import theme
from charts.control.canvas import Canvas
from charts.inputs import Draft
from charts.meaning import Meaning
from charts.metrics import text_width, wrap
from charts.periods import as_date, long_name, slot
from charts.view import XY, LineKind, Mark, MarkKind
from charts.words import sentence_case

_KINDS = {
    Meaning.IMPROVEMENT: MarkKind.IMPROVEMENT,
    Meaning.CONCERN: MarkKind.CONCERN,
    Meaning.SPECIAL: MarkKind.SPECIAL,
}
_RADII = {
    MarkKind.COMMON: theme.COMMON_RADIUS,
    MarkKind.GHOST: theme.COMMON_RADIUS,
    MarkKind.IMPROVEMENT: theme.IMPROVEMENT_RADIUS,
    MarkKind.CONCERN: theme.CONCERN_WIDTH / 2,
    MarkKind.SPECIAL: theme.NEUTRAL_WIDTH / 2,
    MarkKind.DRAFT: theme.IMPROVEMENT_RADIUS,
}
_ROOMY = 11.0
"""Pixels between neighbors from which marks have their full size."""

_LINE_ONLY = 2.2
"""Pixels between neighbors below which rings would run into one another."""


def mark_kind(index: int, meanings: Mapping[int, Meaning], *, included: bool) -> MarkKind:
    """Shape of one point."""
    if not included:
        return MarkKind.GHOST
    return _KINDS[meanings[index]] if index in meanings else MarkKind.COMMON


def draw_line(canvas: Canvas) -> None:
    """Connect neighbors of a phase; a missing period leaves a gap, a ghosted point dashes."""
    analysis, positions = canvas.analysis, canvas.timeline.positions
    step, phases = canvas.timeline.step * 1.5, analysis.phase.tolist()
    included = analysis.included.tolist()
    run: list[XY] = []
    previous: int | None = None
    for index, here in enumerate(zip(canvas.xs, canvas.ys, strict=True)):
        if math.isnan(here[1]):
            _end_run(canvas, run)
            previous = None
            continue
        apart = previous is not None and (
            phases[previous] != phases[index] or positions[index] - positions[previous] > step
        )
        if previous is None or apart:
            _end_run(canvas, run)
        elif not (included[index] and included[previous]):
            start = run[-1]
            _end_run(canvas, run)
            canvas.line(LineKind.GHOST, start, here)
            canvas.paths.append((start, here))
        run.append(here)
        previous = index
    _end_run(canvas, run)


def draw_marks(
    canvas: Canvas,
    meanings: Mapping[int, Meaning],
    tips: Mapping[int, tuple[str, ...]],
    hrefs: Mapping[int, str],
) -> None:
    """Draw every point.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making.
    meanings : mapping of int to Meaning
        Points in a signal.
    tips : mapping of int to tuple of str
        What each point says, line by line.
    hrefs : mapping of int to str
        Where each point leads.
    """
    crowd = min(1.0, max(0.4, canvas.pixels * canvas.timeline.step / _ROOMY))
    radii = {kind: mark_radius(canvas, kind, crowd) for kind in _RADII}
    included = canvas.analysis.included.tolist()
    hit = min(theme.HIT_RADIUS, max(4.0, canvas.pixels * canvas.timeline.step / 2))
    hit = round(hit, 1)
    for index, (x, y) in enumerate(zip(canvas.xs, canvas.ys, strict=True)):
        if math.isnan(y):
            continue
        kind = mark_kind(index, meanings, included=included[index])
        tip = tip_lines(canvas, tips[index])
        tip_x, stacked = tip_place(canvas, x, tip)
        href = hrefs.get(index, "")
        canvas.put(Mark(x, y, kind, radii[kind], index, tip, tip_x, stacked, hit, href))


def mark_radius(canvas: Canvas, kind: MarkKind, crowd: float) -> float:
    """Half the size of a mark; in a crowd common cause shrinks to its line, a signal stays."""
    if kind is MarkKind.COMMON and canvas.pixels * canvas.timeline.step < _LINE_ONLY:
        return 0.0
    least = 1.3 if kind in {MarkKind.COMMON, MarkKind.GHOST} else 3.0
    return round(max(least, _RADII[kind] * canvas.layout.mark_scale * crowd), 1)


def draw_draft(canvas: Canvas, draft: Draft) -> None:
    """Draw a value that is not saved yet, tied to the latest one by a dashed line."""
    date, line = as_date(draft.x), canvas.timeline
    position = line.last
    if date is not None and line.period.value != "point":
        position = float(slot(date, line.period))
    here = (canvas.x(position), canvas.y(draft.value))
    if canvas.marks:
        canvas.line(LineKind.DRAFT, (canvas.marks[-1].x, canvas.marks[-1].y), here)
    name = sentence_case(long_name(draft.x, line.period))
    tip = tip_lines(canvas, (f"{name}: {canvas.formats.full(draft.value)}, not saved yet",))
    tip_x, stacked = tip_place(canvas, here[0], tip)
    canvas.put(
        Mark(
            x=here[0],
            y=here[1],
            kind=MarkKind.DRAFT,
            radius=mark_radius(canvas, MarkKind.DRAFT, 1.0),
            index=len(canvas.analysis),
            tip=tip,
            tip_x=tip_x,
            tip_stacked=stacked,
            hit=theme.HIT_RADIUS,
        )
    )


@lru_cache(maxsize=4096)
def tip_widths(tip: tuple[str, ...]) -> tuple[float, ...]:
    """Widths of what a point says, the same in every size of a chart."""
    return tuple(text_width(line, theme.LABEL_SIZE, bold=True) for line in tip)


def tip_lines(canvas: Canvas, tip: tuple[str, ...]) -> tuple[str, ...]:
    """Break what a point says into lines that fit the drawing, of each part three at most."""
    room = canvas.layout.width - 16
    if max(tip_widths(tip)) <= room:
        return tip
    ends = [f"{line}." for line in tip[:-1]] + [tip[-1]]
    rows = [wrap(line, theme.LABEL_SIZE, room, lines=3, bold=True) for line in ends]
    return tuple(line for lines in rows for line in lines)


def tip_place(canvas: Canvas, x: float, tip: tuple[str, ...]) -> tuple[float, bool]:
    """Place a point's text: its middle, at the point or moved inward, and whether it is stacked."""
    widths, width = tip_widths(tip), canvas.layout.width
    stacked = len(tip) > 1 and sum(widths) > 0.6 * width
    half = (max(widths) if stacked else sum(widths)) / 2 + 8
    place = width / 2 if 2 * half > width else min(max(x, half), width - half)
    return round(place, 1), stacked


def _end_run(canvas: Canvas, run: list[XY]) -> None:
    if len(run) > 1:
        canvas.line(LineKind.DATA, *run)
        canvas.paths.append(tuple(run))
    run.clear()
