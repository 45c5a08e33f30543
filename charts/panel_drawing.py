"""One panel of small multiples as a drawing: name, latest value, plot, and what it says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from charts.arranging import moved
from charts.clean import clean
from charts.meaning import Meaning, Reading, Status, direction_of, point_meanings, reading
from charts.metrics import is_cut, shorten, text_width, wrap
from charts.panel_order import Panel
from charts.panel_paths import BASE, HEIGHT, WIDTH, columns, heights
from charts.periods import long_name
from charts.scales import Axis
from charts.small_multiples import SharedScale
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.view import (
    XY,
    Anchor,
    Area,
    Box,
    Drawing,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Text,
)
from charts.words import caption, sentence_case
from qi.results import Analysis

_HEAD = 26.0
_LEADING = 17.0
_MOST_VALUE = 0.6
"""Share of the width that the latest value may take from the name beside it."""
_FOOT = 18.0
_KINDS = {
    Meaning.IMPROVEMENT: (MarkKind.IMPROVEMENT, 2.6),
    Meaning.CONCERN: (MarkKind.CONCERN, 3.6),
    Meaning.SPECIAL: (MarkKind.SPECIAL, 2.3),
}
_TONES = {Status.IMPROVEMENT: Tone.IMPROVE_TEXT, Status.CONCERN: Tone.CONCERN_TEXT}


def name_rows(panel: Panel, scale: SharedScale, width: float) -> tuple[str, ...]:
    """Wrap the name of a panel beside its latest value, into three lines at most."""
    value = shorten(_latest(panel, scale), LABEL_SIZE, _MOST_VALUE * width)
    room = width - text_width(value, LABEL_SIZE) - 10
    return wrap(clean(panel.name), LABEL_SIZE, room, lines=3, bold=True)


def panel_drawing(
    panel: Panel,
    read: Reading,
    scale: SharedScale,
    width: float,
    *,
    foot: str | None = None,
    rows: int = 1,
) -> Drawing:
    """Lay out one panel: name and latest value, plot, and what it says.

    Parameters
    ----------
    panel : Panel
        The series.
    read : Reading
        What it says.
    scale : SharedScale
        Its scale.
    width : float
        Pixels across.
    foot : str or None
        A further line below; "" leaves its place empty, as beside panels that have one.
    rows : int
        Lines kept for the name: as many as the longest one beside it takes.
    """
    analysis, name = panel.analysis, clean(panel.name)
    spots = columns(analysis.x, scale.period, scale.first, scale.last)
    xs = tuple(round(x * width / WIDTH, 1) for x in spots.xs)
    # Half a period before the first and after the last point may be more than there is.
    edges = tuple(
        round(min(max(float(edge) * width / WIDTH, 0.0), width), 1) for edge in spots.edges
    )
    ys = [y + _HEAD for y in heights(analysis.values.tolist(), scale.axis)]
    last = max((k for k, y in enumerate(ys) if math.isfinite(y)), default=None)
    whole_value = _latest(panel, scale)
    value = shorten(whole_value, LABEL_SIZE, _MOST_VALUE * width)
    named = name_rows(panel, scale, width)[:rows]
    cut = name if is_cut(named) else ""
    words, tone = caption(read, scale.period), _TONES.get(read.status, Tone.SECONDARY)
    says = _says(words, width)
    base = _HEAD + HEIGHT + 15
    head = [
        *(
            Text(
                0.0, 14.0 + _LEADING * row, line, "panel", Tone.INK, LABEL_SIZE, bold=True, full=cut
            )
            for row, line in enumerate(named)
        ),
        Text(
            width,
            14.0,
            value,
            "panel",
            Tone.INK,
            LABEL_SIZE,
            anchor=Anchor.END,
            full=whole_value if value != whole_value else "",
        ),
    ]
    texts = [
        Text(0.0, base, says, "panel", tone, TICK_SIZE, full=words if says != words else ""),
    ]  # fmt: skip
    if foot:
        end = shorten(foot, TICK_SIZE, width)
        texts.append(
            Text(0.0, base + 17, end, "panel", size=TICK_SIZE, full=foot if end != foot else "")
        )
    areas, lines = _frame(analysis, edges, scale, width)
    lines += _data(analysis, xs, spots.joined, ys)
    down = _LEADING * (rows - 1)
    below = Drawing(
        width=width,
        height=_HEAD + HEIGHT + _FOOT + (0 if foot is None else 17),
        title=name,
        description=words,
        areas=areas,
        lines=lines,
        marks=_marks(panel, xs, ys, scale, last, width),
        flags=(),
        texts=tuple(texts),
        tip_y=14.0,
        plot=Box(0, _HEAD, width, _HEAD + HEIGHT),
        size="mini",
    )
    whole = moved(below, 0.0, down) if down else below
    shown = tuple(text for text in (*head, *whole.texts) if text.text)
    return replace(whole, height=below.height + down, texts=shown)


def _latest(panel: Panel, scale: SharedScale) -> str:
    """Write the latest value; "" without any."""
    known = panel.analysis.values[np.isfinite(panel.analysis.values)]
    return scale.formats.short_data(float(known[-1])) if len(known) else ""


def _says(words: str, width: float) -> str:
    """Return the words under a panel, with shorter ones where they do not fit."""
    near = words.replace("close to or ", "near or ").replace("close to the ", "near the ")
    for text in (words, near, near.replace("the ", "").replace(" limit", "")):
        if text_width(text, TICK_SIZE) <= width:
            return text
    return shorten(words, TICK_SIZE, width)


def plot_drawing(panel: Panel, scale: SharedScale, share: float) -> Drawing:
    """Return only the plot of a panel, smaller: a spark chart.

    Parameters
    ----------
    panel : Panel
        The series.
    scale : SharedScale
        Its scale.
    share : float
        Its size as a share of a panel's.
    """
    whole = panel_drawing(panel, reading(panel.analysis), scale, WIDTH)

    def small(points: Iterable[XY]) -> tuple[XY, ...]:
        return tuple((round(x * share, 1), round((y - _HEAD) * share, 1)) for x, y in points)

    def spot(mark: Mark) -> Mark:
        ((x, y),) = small([(mark.x, mark.y)])
        return replace(mark, x=x, y=y, radius=round(0.8 * mark.radius, 1), hit=4.0)

    lines = (line for line in whole.lines if line.kind is not LineKind.GRID)
    return replace(
        whole,
        width=WIDTH * share,
        height=HEIGHT * share,
        areas=tuple(replace(area, points=small(area.points)) for area in whole.areas),
        lines=tuple(replace(line, points=small(line.points)) for line in lines),
        marks=tuple(spot(mark) for mark in whole.marks),
        texts=(),
        plot=Box(0, 0, WIDTH * share, HEIGHT * share),
    )


def _frame(
    analysis: Analysis, edges: tuple[float, ...], scale: SharedScale, width: float
) -> tuple[tuple[Area, ...], tuple[Line, ...]]:
    """Band, grid, axis and center lines."""

    def level(value: float) -> float:
        return round(heights((value,), scale.axis)[0] + _HEAD, 1)

    areas, centers = [], []
    for phase in analysis.phases:
        if phase.stop <= phase.start:
            continue
        left, right = edges[phase.start], edges[phase.stop]
        known = [k for k in range(phase.start, phase.stop) if np.isfinite(analysis.upper[k])]
        if known:
            areas.append(_band(analysis, known, edges, (left, right), scale.axis))
        if np.isfinite(phase.center):
            kind = LineKind.TRIAL_CENTER if phase.trial else LineKind.CENTER
            y = level(phase.center)
            centers.append(Line(((left, y), (right, y)), kind))
    grid = [
        Line(((0.0, level(tick)), (width, level(tick))), LineKind.GRID)
        for tick in scale.axis.ticks[1:-1]
    ]
    base = BASE + 0.5 + _HEAD
    bars = (
        Line(
            ((round(a * width / WIDTH, 1), base - 1), (round(b * width / WIDTH, 1), base - 1)),
            LineKind.SPAN,
        )
        for a, b in scale.spans
    )
    axis = Line(((0.0, base), (width, base)), LineKind.AXIS)
    return tuple(areas), (*grid, axis, *bars, *centers)


def _band(
    analysis: Analysis,
    known: Sequence[int],
    edges: tuple[float, ...],
    ends: tuple[float, float],
    axis: Axis,
) -> Area:
    """Fill between the limits, stepped where they change."""

    def side(limits: np.ndarray) -> list[XY]:
        numbers = [float(limits[k]) if np.isfinite(limits[k]) else axis.low for k in known]
        levels = [round(y + _HEAD, 1) for y in heights(numbers, axis)]
        corners: list[XY] = [(ends[0], levels[0])]
        for k, before, after in zip(known[1:], levels, levels[1:], strict=False):
            if before != after:
                corners += [(edges[k], before), (edges[k], after)]
        return [*corners, (ends[1], levels[-1])]

    return Area((*side(analysis.upper), *reversed(side(analysis.lower))))


def _data(
    analysis: Analysis, xs: tuple[float, ...], joined: tuple[bool, ...], ys: list[float]
) -> tuple[Line, ...]:
    """Connect neighbors of a phase."""
    lines: list[Line] = []
    run: list[XY] = []
    starts = {phase.start for phase in analysis.phases}
    for k, y in enumerate(ys):
        if run and (not math.isfinite(y) or not joined[k] or k in starts):
            lines += [Line(tuple(run), LineKind.DATA)] if len(run) > 1 else []
            run = []
        if math.isfinite(y):
            run.append((xs[k], round(y, 1)))
    return (*lines, Line(tuple(run), LineKind.DATA)) if len(run) > 1 else tuple(lines)


def _marks(
    panel: Panel,
    xs: tuple[float, ...],
    ys: list[float],
    scale: SharedScale,
    last: int | None,
    width: float,
) -> tuple[Mark, ...]:
    """Points in a signal, and the latest one."""
    analysis = panel.analysis
    meanings = point_meanings(analysis, direction_of(analysis))
    marks = []
    over = {k for k, value in enumerate(analysis.values.tolist()) if value > scale.axis.high}
    for k in sorted({*meanings, *over, *(() if last is None else (last,))}):
        if not math.isfinite(ys[k]):
            continue
        kind, radius = _KINDS[meanings[k]] if k in meanings else (MarkKind.COMMON, 2.6)
        if k in over:
            kind, radius = MarkKind.BEYOND, 3.4
        day = sentence_case(long_name(analysis.x[k], scale.period))
        tip = f"{day}: {scale.formats.full(float(analysis.values[k]))}"
        half = text_width(tip, LABEL_SIZE, bold=True) / 2
        tip_x = min(max(xs[k], half), max(half, width - half))
        marks.append(
            Mark(xs[k], round(ys[k] + (4 if k in over else 0), 1), kind, radius, k, (tip,), round(tip_x, 1),
                 tip_stacked=False, hit=8.0, href=panel.href)
        )  # fmt: skip
    return tuple(marks)
