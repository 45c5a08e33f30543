"""The lane of PDSA cycles below the axis, and the row of events below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from charts.board import tidy
from charts.control.canvas import Canvas
from charts.geometry import push_apart, text_box
from charts.inputs import Annotation, CycleFlag
from charts.metrics import shorten, text_width, wrap
from charts.periods import MONTHS
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.timeline import Timeline
from charts.view import Anchor, Box, Flag, FlagKind, LineKind, Text

_FLAG = 22.0
_GAP = 5.0
_RAMP_ROW = 17.0
_EVENT_ROW = 18.0
_WIDEST_EVENT = 260.0
"""Pixels of a line of an event, of which it has two at most."""


@dataclass(frozen=True, slots=True)
class LaneCycle:
    """A cycle as it stands in the lane of every size.

    Parameters
    ----------
    flag : CycleFlag
        The cycle.
    position : float
        Its day on the timeline.
    name : str
        Its accessible name.
    """

    flag: CycleFlag
    position: float
    name: str


def lane_cycles(timeline: Timeline, flags: Iterable[CycleFlag]) -> tuple[LaneCycle, ...]:
    """Place cycles on a timeline, the earliest first.

    Parameters
    ----------
    timeline : Timeline
        Horizontal positions.
    flags : iterable of CycleFlag
        In any order.
    """
    return tuple(
        LaneCycle(flag, timeline.of_date(flag.date), _cycle_name(flag))
        for flag in sorted(flags, key=lambda flag: (flag.date, flag.number))
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Cycles that share one flag."""

    cycles: tuple[LaneCycle, ...]
    text: str
    x: float
    width: float
    cause: bool

    @property
    def ramp(self) -> str:
        return self.cycles[0].flag.ramp


def draw_lane(canvas: Canvas, cycles: Sequence[LaneCycle], top: float) -> float:
    """Draw the lane of cycles.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making.
    cycles : sequence of LaneCycle
        The earliest first.
    top : float
        Where the lane may start.

    Returns
    -------
    float
        Where the next thing below may start.
    """
    if not cycles:
        return top
    plot = canvas.plot
    groups = _merge(canvas, cycles)
    middle = top + 4 + _FLAG / 2
    right = plot.right + (_FLAG / 2 if not canvas.layout.stacked else 20)
    xs = push_apart([g.x for g in groups], [g.width + _GAP for g in groups], plot.left, right)
    for group, x in zip(groups, xs, strict=True):
        canvas.flags.append(_flag(group, x, middle))
    start = _lane_name(canvas, middle)
    end = max(plot.right, canvas.flags[-1].box.left)
    canvas.line(LineKind.LANE, (tidy(start), middle), (end, middle))
    bottom = middle + _FLAG / 2
    rows = _ramp_labels(canvas, groups, bottom)
    return bottom + 6 + rows * _RAMP_ROW


def draw_events(canvas: Canvas, annotations: Sequence[Annotation], top: float) -> float:
    """Write events under the lane, each at its day, in as many rows as keep them apart."""
    if not annotations:
        return top
    ends: list[float] = []
    room = min(_WIDEST_EVENT, canvas.layout.width - 14)
    for note in sorted(annotations, key=lambda note: note.date):
        x = canvas.x(canvas.timeline.of_date(note.date))
        lines = wrap(note.text, LABEL_SIZE, room, lines=2)
        width = max((text_width(line, LABEL_SIZE) for line in lines), default=0.0) + 12
        left = tidy(min(x, canvas.layout.width - width))
        row = _free_rows(ends, len(lines), left - 12)
        ends += [0.0] * (row + len(lines) - len(ends))
        ends[row : row + len(lines)] = [left + width] * len(lines)
        y = top + 16 + row * _EVENT_ROW
        foot = y + _EVENT_ROW * (len(lines) - 1)
        canvas.line(LineKind.TICK, (x, canvas.plot.bottom - 5), (x, canvas.plot.bottom + 5))
        canvas.line(LineKind.TICK, (left + 0.5, y - 11), (left + 0.5, foot + 3))
        day = f"{MONTHS[note.date.month]} {note.date.day}, {note.date.year}"
        full = f"{day}: {note.text}"
        for number, line in enumerate(lines):
            place = round(left + 6, 1), y + _EVENT_ROW * number
            canvas.text(Text(*place, line, "event", href=note.href, full=full))
    return top + 8 + len(ends) * _EVENT_ROW


def _free_rows(ends: Sequence[float], count: int, before: float) -> int:
    """First of so many rows below each other whose texts end before a pixel, or are not begun."""
    taken = [row for row, end in enumerate(ends) if end >= before]
    return next(
        row for row in range(len(ends) + 1) if not any(row <= each < row + count for each in taken)
    )


def _merge(canvas: Canvas, cycles: Sequence[LaneCycle]) -> list[_Group]:
    """One flag a cycle; where they do not fit, one a ramp; where those do not, fewer still."""
    room = canvas.plot.right - canvas.plot.left
    if not canvas.layout.short and len(cycles) * (_FLAG + _GAP) <= 0.8 * room:
        single = [_group(canvas, [cycle]) for cycle in cycles]
        if sum(group.width + _GAP for group in single) <= 0.8 * room:
            return single
    runs = [list(run) for _, run in groupby(cycles, key=lambda cycle: cycle.flag.ramp)]
    groups = [_group(canvas, run) for run in runs]
    while len(groups) > 1 and sum(group.width + _GAP for group in groups) > room:
        # The two closest neighbors share a flag until all of them fit.
        near = min(range(len(groups) - 1), key=lambda k: groups[k + 1].x - groups[k].x)
        groups[near : near + 2] = [_joined(groups[near], groups[near + 1])]
    return groups


def _group(canvas: Canvas, cycles: Sequence[LaneCycle]) -> _Group:
    places = [canvas.x(cycle.position) for cycle in cycles]
    return _grouped(tuple(cycles), sum(places) / len(places))


def _joined(one: _Group, other: _Group) -> _Group:
    cycles = (*one.cycles, *other.cycles)
    places = one.x * len(one.cycles) + other.x * len(other.cycles)
    return _grouped(cycles, places / len(cycles))


def _grouped(cycles: tuple[LaneCycle, ...], x: float) -> _Group:
    text = _numbers(cycles)
    width = max(_FLAG, text_width(text, TICK_SIZE, bold=True) + 11)
    return _Group(cycles, text, x, width, any(cycle.flag.cause for cycle in cycles))


def _numbers(cycles: Sequence[LaneCycle]) -> str:
    numbers = [cycle.flag.number for cycle in cycles]
    text = numbers[0]
    if len(numbers) > 1:
        whole = all(number.isdigit() for number in numbers)
        in_order = whole and [int(n) for n in numbers] == list(
            range(int(numbers[0]), int(numbers[0]) + len(numbers))
        )
        text = f"{numbers[0]}–{numbers[-1]}" if in_order else f"{len(numbers)}×"
    return shorten(text, TICK_SIZE, 60, bold=True)


def _flag(group: _Group, x: float, middle: float) -> Flag:
    kinds = [cycle.flag.kind for cycle in group.cycles]
    kind = kinds[0] if all(each is kinds[0] for each in kinds) else FlagKind.ADAPTED
    if any(each is FlagKind.RUNNING for each in kinds):
        kind = FlagKind.RUNNING
    if len(group.cycles) > 1 and group.cause:
        kind = FlagKind.ADOPTED
    half = group.width / 2
    box = Box(round(x - half, 1), middle - _FLAG / 2, round(x + half, 1), middle + _FLAG / 2)
    target = next((c for c in group.cycles if c.flag.cause), group.cycles[-1])
    name = "; ".join(cycle.name for cycle in group.cycles)
    return Flag(box, group.text, kind, group.cause, name, target.flag.href)


def _cycle_name(cycle: CycleFlag) -> str:
    day = f"{MONTHS[cycle.date.month]} {cycle.date.day}, {cycle.date.year}"
    what = cycle.title or cycle.ramp
    parts = [f"PDSA cycle {cycle.number}", what, cycle.kind.value, day]
    if cycle.cause:
        parts.append("named as the cause")
    return ", ".join(part for part in parts if part)


def _lane_name(canvas: Canvas, middle: float) -> float:
    """Name the lane at its right end or before its first flag; return where its line starts."""
    text = "PDSA cycles"
    width = text_width(text, LABEL_SIZE)
    left = canvas.plot.right + 10
    end = max(flag.box.right for flag in canvas.flags)
    start = min(flag.box.left for flag in canvas.flags)
    if max(left, end + 6) + width <= canvas.layout.width:
        canvas.text(Text(max(left, round(end + 6, 1)), middle + 4.5, text, "lane"))
    elif start - width - 8 >= 0:
        x = min(canvas.plot.left, start - width - 8)
        canvas.text(Text(round(x, 1), middle + 4.5, text, "lane"))
        return x + width + 8
    return canvas.plot.left


def _near(box: Box, row: Sequence[Box]) -> bool:
    """Whether a word stands closer to one of its row than the eye can part."""
    return any(box.left < other.right + 8 and other.left < box.right + 8 for other in row)


def _ramp_labels(canvas: Canvas, groups: Sequence[_Group], bottom: float) -> int:
    """Name each ramp under its flags; return the number of rows used."""
    spans: list[tuple[str, float, float, bool]] = []
    pairs = zip(groups, canvas.flags, strict=True)
    for ramp, run in groupby(pairs, key=lambda pair: pair[0].ramp):
        members = list(run)
        if ramp and ramp not in {span[0] for span in spans}:
            cause = any(group.cause for group, _ in members)
            spans.append((ramp, members[0][1].box.left, members[-1][1].box.right, cause))
    rows: list[list[Box]] = [[]] if canvas.layout.short else [[], []]
    for ramp, left, right, cause in sorted(spans, key=lambda span: (not span[3], span[1])):
        tone = Tone.IMPROVE_TEXT if cause else Tone.SECONDARY
        for text in (ramp, shorten(ramp, LABEL_SIZE, 96.0, bold=cause)):
            half = text_width(text, LABEL_SIZE, bold=cause) / 2
            if 2 * half > canvas.layout.width:
                continue
            x = min(max((left + right) / 2, half), canvas.layout.width - half)
            label = Text(
                round(x, 1), bottom + 17, text, "ramp", tone, LABEL_SIZE, cause,
                Anchor.MIDDLE, full=ramp if text != ramp else "",
            )  # fmt: skip
            box = text_box(label)
            row = next((r for r, taken in enumerate(rows) if not _near(box, taken)), None)
            if row is not None:
                canvas.text(replace(label, y=label.y + row * _RAMP_ROW))
                rows[row].append(box)
                break
    return sum(map(bool, rows))
