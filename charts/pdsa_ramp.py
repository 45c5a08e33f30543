"""The PDSA ramp: tests of change growing from one patient to everyone, cycle by cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from markupsafe import Markup

from charts.date_ticks import date_ticks
from charts.diagram_svg import render
from charts.diagram_text import (
    Anchor,
    Box,
    TextLine,
    clean,
    number_ranges,
    safe_href,
    text_width,
    wrap,
)

_PAGE = 600.0
_PHONE = 328.0  # a screen of 360 px without its margins
_NARROW_BELOW = 480.0
_SMALL = 12.0
_LEADING = 15.0
_KEY_SIZE = 13.0
_BASELINE = 11.5  # of a line of type, from the top of its leading
_LABEL_GAP = 4.0
_TOP = 36.0  # a label above the highest row


class Decision(Enum):
    """What the Act step decided; a cycle without a decision is running."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class RampCycle:
    """One PDSA cycle on the ramp.

    Parameters
    ----------
    number : int
        Its number, written in the circle.
    on : date
        When it was done, or started.
    scale : int
        0-based place of its scale in `RampChart.scales`.
    decision : Decision
        How it ended.
    ramp : str
        Key of the ramp (the change idea) it belongs to.
    title : str, optional
        What was tested, for the tooltip.
    href : str, optional
        Where the circle leads.
    before_shift : bool, optional
        Whether the team named it as the cause of the chart's signal.
    """

    number: int
    on: date
    scale: int
    decision: Decision
    ramp: str
    title: str = ""
    href: str = ""
    before_shift: bool = False


@dataclass(frozen=True, slots=True)
class Ramp:
    """A chain of cycles on one change idea.

    Parameters
    ----------
    key : str
        Unique in the chart.
    label : str
        Name of the change idea.
    short_label : str, optional
        For narrow drawings.
    """

    key: str
    label: str
    short_label: str = ""


@dataclass(frozen=True, slots=True)
class RampChart:
    """All ramps of a team, ready to be drawn.

    Parameters
    ----------
    scales : tuple of str
        Labels from the smallest test to everyone: "1 family", ..., "All clinics".
    ramps : tuple of Ramp
        The chains.
    cycles : tuple of RampCycle
        At least one.
    title : str, optional
        Name of the drawing for those who hear it.

    Raises
    ------
    ValueError
        Without cycles, or for a cycle whose ramp or scale is not there.
    """

    scales: tuple[str, ...]
    ramps: tuple[Ramp, ...]
    cycles: tuple[RampCycle, ...]
    title: str = "PDSA ramps"

    def __post_init__(self) -> None:
        if not self.cycles:
            raise ValueError("cycles: there is none to draw")
        keys = {ramp.key for ramp in self.ramps}
        for cycle in self.cycles:
            if cycle.ramp not in keys:
                raise ValueError(f"cycles: {cycle.number} belongs to {cycle.ramp!r}, not a ramp")
            if not 0 <= cycle.scale < len(self.scales):
                raise ValueError(f"cycles: {cycle.number} has scale {cycle.scale}, not one of them")


@dataclass(frozen=True, slots=True)
class RowView:
    """One scale: its line and its label.

    Parameters
    ----------
    y : float
        Height of the line.
    texts : tuple of TextLine
        The label, wrapped.
    """

    y: float
    texts: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class CircleView:
    """One cycle.

    Parameters
    ----------
    number : int
        Its number.
    ramp : str
        Key of its ramp.
    x, y : float
        Center.
    css : str
        Class of the circle.
    label : str
        What is said to those who hear it.
    href : str
        Where it leads, or "".
    """

    number: int
    ramp: str
    x: float
    y: float
    css: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class SegmentView:
    """The line from a cycle to the next one of its ramp.

    Parameters
    ----------
    x0, y0, x1, y1 : float
        Centers of the two circles.
    css : str
        Class of the line.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    css: str


@dataclass(frozen=True, slots=True)
class RampLabel:
    """The name of a ramp beside one of its circles.

    Parameters
    ----------
    ramp : str
        Its key.
    texts : tuple of TextLine
        The name, wrapped.
    full : str
        The whole name where it is shortened, else "".
    """

    ramp: str
    texts: tuple[TextLine, ...]
    full: str

    @property
    def box(self) -> Box:
        """The room the name takes."""
        return _around(text.box for text in self.texts)


@dataclass(frozen=True, slots=True)
class RampKeyMark:
    """One entry of the key.

    Parameters
    ----------
    css : str
        Class of the circle.
    x, y : float
        Its center.
    text : TextLine
        Its meaning.
    """

    css: str
    x: float
    y: float
    text: TextLine


@dataclass(frozen=True, slots=True)
class RampView:
    """The whole drawing.

    Parameters
    ----------
    width, height : float
        Size in px.
    title, description : str
        For those who hear it.
    plot_x : float
        Where the lines of the scales begin.
    radius : float
        Of the circles.
    rows : tuple of RowView
        The largest scale first.
    ticks : tuple of TextLine
        Dates.
    segments : tuple of SegmentView
        Lines between cycles.
    circles : tuple of CircleView
        By ramp and date.
    labels : tuple of RampLabel
        Names beside circles.
    key : tuple of RampKeyMark
        Meaning of the circles in use.
    notes : tuple of TextLine
        Names for which no free place was left beside their circles.
    """

    width: float
    height: float
    title: str
    description: str
    plot_x: float
    radius: float
    rows: tuple[RowView, ...]
    ticks: tuple[TextLine, ...]
    segments: tuple[SegmentView, ...]
    circles: tuple[CircleView, ...]
    labels: tuple[RampLabel, ...]
    key: tuple[RampKeyMark, ...]
    notes: tuple[TextLine, ...]


def _around(boxes: Iterable[Box]) -> Box:
    each = list(boxes)
    x, y = min(box.x for box in each), min(box.y for box in each)
    return Box(x, y, max(box.right for box in each) - x, max(box.bottom for box in each) - y)


def _touches(segment: SegmentView, box: Box) -> bool:
    """Whether a line passes through a rectangle (clipping after Liang and Barsky, 1984)."""
    enter, leave = 0.0, 1.0
    dx, dy = segment.x1 - segment.x0, segment.y1 - segment.y0
    for step, room in (
        (-dx, segment.x0 - box.x),
        (dx, box.right - segment.x0),
        (-dy, segment.y0 - box.y),
        (dy, box.bottom - segment.y0),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    return enter <= leave


def _css(cycle: RampCycle) -> str:
    if cycle.before_shift:
        return "dg-c-shift-full" if cycle.decision is Decision.ADOPT else "dg-c-shift"
    return f"dg-c-{cycle.decision.value}"


def _label(cycle: RampCycle, ramp: Ramp, scale: str) -> str:
    parts = [f"Cycle {cycle.number}, {clean(ramp.label)}: {cycle.decision.value}."]
    if cycle.title:
        parts.append(f"{clean(cycle.title)}.")
    parts.append(f"{clean(scale)}, {cycle.on:%B} {cycle.on.day}, {cycle.on.year}.")
    if cycle.before_shift:
        parts.append("Before the shift.")
    return " ".join(parts)


def _describe(chart: RampChart) -> str:
    days = [cycle.on for cycle in chart.cycles]
    first, last = min(days), max(days)
    count = len(chart.cycles)
    span = f"{first:%B} {first.year}"
    if (first.year, first.month) != (last.year, last.month):
        span += f" to {last:%B} {last.year}"
    parts = [f"{count} {'cycle' if count == 1 else 'cycles'}, {span}."]
    for ramp in chart.ramps:
        own = _chain(chart, ramp.key)
        if own:
            numbers = number_ranges(tuple(cycle.number for cycle in own))
            reached = clean(chart.scales[own[-1].scale])
            parts.append(
                f"{clean(ramp.label)}: {numbers}, latest at {reached}, {own[-1].decision.value}."
            )
    return " ".join(parts)


def _chain(chart: RampChart, ramp: str) -> list[RampCycle]:
    return sorted(
        (cycle for cycle in chart.cycles if cycle.ramp == ramp),
        key=lambda cycle: (cycle.on, cycle.number),
    )


def _lanes(
    chart: RampChart, across: Mapping[int, float], pitch: float
) -> dict[int, tuple[int, int]]:
    """Give cycles of one scale that are close in time lanes of their own.

    A cycle with room around it stays on its line. Returns (lane, number of lanes) for each
    position in `chart.cycles`.
    """
    lanes: dict[int, tuple[int, int]] = {}
    for scale in range(len(chart.scales)):
        members = sorted(
            (index for index, cycle in enumerate(chart.cycles) if cycle.scale == scale),
            key=lambda index: (across[index], chart.cycles[index].number, index),
        )
        clusters: list[list[int]] = []
        for index in members:
            if clusters and across[index] - across[clusters[-1][-1]] < pitch:
                clusters[-1].append(index)
            else:
                clusters.append([index])
        for cluster in clusters:
            ends: list[float] = []
            chosen: dict[int, int] = {}
            for index in cluster:
                free = (lane for lane, end in enumerate(ends) if across[index] - end >= pitch)
                lane = next(free, len(ends))
                if lane == len(ends):
                    ends.append(across[index])
                ends[lane] = across[index]
                chosen[index] = lane
            lanes.update({index: (lane, len(ends)) for index, lane in chosen.items()})
    return lanes


def _name_lines(
    ramp: Ramp, room: float, weight: int, *, narrow: bool
) -> tuple[tuple[str, ...], str]:
    """Return a ramp's name in at most three lines, and the whole name if it was cut."""
    name = clean(ramp.short_label) if narrow and clean(ramp.short_label) else clean(ramp.label)
    lines = wrap(name, room, _SMALL, weight, max_lines=3)
    whole = wrap(name, room, _SMALL, weight)
    return lines, "" if lines == whole and name == clean(ramp.label) else clean(ramp.label)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place for a name: its anchor point, top and the room it would take."""

    x: float
    anchor: Anchor
    box: Box

    def write(self, lines: tuple[str, ...], css: str, weight: int) -> tuple[TextLine, ...]:
        return tuple(
            TextLine(
                self.x,
                self.box.y + _LEADING * number + _BASELINE,
                line,
                css,
                _SMALL,
                weight,
                self.anchor,
            )
            for number, line in enumerate(lines)
        )


@dataclass(frozen=True, slots=True)
class _Field:
    """Where names may stand."""

    left: float
    right: float
    bottom: float
    radius: float

    def spots(self, circles: list[CircleView], width: float, height: float) -> Iterator[_Spot]:
        """Yield each place beside each circle, best first."""
        reach = self.radius + _LABEL_GAP
        for circle in circles:
            x, y = circle.x, circle.y
            middle = min(max(x, self.left + width / 2), self.right - width / 2)
            above, below, beside = y - reach - height, y + reach, y - height / 2
            places: tuple[tuple[float, float, Anchor], ...] = (
                (middle, above, "middle"),
                (middle, below, "middle"),
                (x + reach, beside, "start"),
                (x - reach, beside, "end"),
                (x, above, "start"),
                (x, above, "end"),
                (x, below, "start"),
                (x, below, "end"),
            )
            for anchor_x, top, anchor in places:
                shift = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
                box = Box(anchor_x - shift, top, width, height)
                inside = self.left - 0.5 <= box.x and box.right <= self.right + 0.5
                if inside and box.y >= 0 and box.bottom <= self.bottom:
                    yield _Spot(anchor_x, anchor, box)


def _name_ramps(
    chart: RampChart,
    circles: tuple[CircleView, ...],
    segments: tuple[SegmentView, ...],
    field: _Field,
    *,
    narrow: bool,
) -> tuple[tuple[RampLabel, ...], tuple[Ramp, ...]]:
    """Place the names that find room; return them and the ramps that did not."""
    blocked = [
        Box(circle.x - field.radius, circle.y - field.radius, 2 * field.radius, 2 * field.radius)
        for circle in circles
    ]
    shifted = {cycle.ramp for cycle in chart.cycles if cycle.before_shift}
    latest = {cycle.ramp: cycle.on for cycle in sorted(chart.cycles, key=lambda each: each.on)}
    named = [ramp for ramp in chart.ramps if ramp.key in latest and clean(ramp.label)]
    ranked = sorted(
        named, key=lambda ramp: (ramp.key in shifted, latest[ramp.key].toordinal()), reverse=True
    )
    labels: list[RampLabel] = []
    homeless: list[Ramp] = []
    for ramp in ranked:
        weight = 650 if ramp.key in shifted else 400
        css = "dg-t12 dg-over-page " + ("dg-shift-text" if ramp.key in shifted else "dg-quiet")
        lines, full = _name_lines(ramp, 92.0 if narrow else 150.0, weight, narrow=narrow)
        own = [circle for circle in reversed(circles) if circle.ramp == ramp.key]
        width = max(text_width(line, _SMALL, weight) for line in lines)
        free = [
            spot
            for spot in field.spots(own, width, len(lines) * _LEADING)
            if not any(spot.box.overlaps(box, 1.0) for box in blocked)
        ]
        if not free:
            homeless.append(ramp)
            continue
        clear = (spot for spot in free if not any(_touches(line, spot.box) for line in segments))
        spot = next(clear, free[0])
        labels.append(RampLabel(ramp.key, spot.write(lines, css, weight), full))
        taken = spot.box
        blocked.append(Box(taken.x - 8.0, taken.y, taken.width + 16.0, taken.height))
    order = {ramp.key: index for index, ramp in enumerate(chart.ramps)}
    return (
        tuple(sorted(labels, key=lambda label: order[label.ramp])),
        tuple(sorted(homeless, key=lambda ramp: order[ramp.key])),
    )


_KEY_WORDS = (
    ("dg-c-adopt", "adopt"),
    ("dg-c-adapt", "adapt"),
    ("dg-c-abandon", "abandon"),
    ("dg-c-running", "running"),
    ("dg-c-shift-full", "before the shift"),
)


def _place_key(
    chart: RampChart, left: float, width: float, top: float
) -> tuple[tuple[RampKeyMark, ...], float]:
    """Return the key, wrapped, and where it ends."""
    used = {f"dg-c-{cycle.decision.value}" for cycle in chart.cycles}
    if any(cycle.before_shift for cycle in chart.cycles):
        used.add("dg-c-shift-full")
    marks: list[RampKeyMark] = []
    x, y = left, top
    for css, word in _KEY_WORDS:
        if css not in used:
            continue
        needed = 14.0 + text_width(word, _KEY_SIZE)
        if x > left and x + needed > width:
            x, y = left, y + 24.0
        text = TextLine(x + 18.0, y + 4.5, word, "dg-t13 dg-quiet", _KEY_SIZE)
        marks.append(RampKeyMark(css, x + 6.0, y, text))
        x += needed + 24.0
    return tuple(marks), y + 10.0


def _write_notes(
    chart: RampChart, homeless: tuple[Ramp, ...], left: float, width: float, top: float
) -> tuple[TextLine, ...]:
    """Name by their numbers the ramps that found no room beside their circles."""
    texts: list[TextLine] = []
    y = top
    for ramp in homeless:
        numbers = tuple(cycle.number for cycle in _chain(chart, ramp.key))
        note = f"{number_ranges(numbers)}: {clean(ramp.label)}"
        for line in wrap(note, width - left, _SMALL):
            y += 17.0
            texts.append(TextLine(left, y, line, "dg-t12 dg-quiet", _SMALL))
        y += 2.0
    return tuple(texts)


def _segments(
    chart: RampChart, centers: Mapping[int, tuple[float, float]]
) -> tuple[SegmentView, ...]:
    index_of = {id(cycle): index for index, cycle in enumerate(chart.cycles)}
    segments = []
    for ramp in chart.ramps:
        for before, after in pairwise(_chain(chart, ramp.key)):
            css = (
                "dg-ramp dg-ramp-shift" if before.before_shift and after.before_shift else "dg-ramp"
            )
            start, end = centers[index_of[id(before)]], centers[index_of[id(after)]]
            segments.append(SegmentView(*start, *end, css))
    return tuple(sorted(segments, key=lambda segment: segment.css))


def _rows(
    chart: RampChart,
    lanes: Mapping[int, tuple[int, int]],
    gutter: float,
    radius: float,
    pitch: float,
) -> tuple[tuple[RowView, ...], dict[int, float]]:
    """Stack the scales, the largest on top; return them and the height of each."""
    heights: dict[int, float] = {}
    rows: list[RowView] = []
    y = _TOP
    for scale in reversed(range(len(chart.scales))):
        members = [lanes[i] for i, cycle in enumerate(chart.cycles) if cycle.scale == scale]
        count = max((lanes_used for _, lanes_used in members), default=1)
        lines = wrap(chart.scales[scale], gutter - 12.0, _SMALL)
        room = max(pitch, count * (2 * radius + 4) + pitch - 2 * radius - 4, len(lines) * 15.0 + 8)
        center = y + room / 2
        heights[scale] = center
        first = center - (len(lines) - 1) * 7.5 + 4.3
        rows.append(
            RowView(
                center,
                tuple(
                    TextLine(
                        gutter - 12.0, first + 15.0 * n, line, "dg-t12 dg-quiet", _SMALL, 400, "end"
                    )
                    for n, line in enumerate(lines)
                ),
            )
        )
        y += room
    return tuple(rows), heights


def layout(chart: RampChart, width: float = 600.0) -> RampView:
    """Place everything.

    Parameters
    ----------
    chart : RampChart
        The ramps.
    width : float, optional
        Width of the drawing in px; below 480 short names and smaller circles are used.

    Returns
    -------
    RampView
        The same for the same input.
    """
    narrow = width < _NARROW_BELOW
    three_digits = any(abs(cycle.number) >= 100 for cycle in chart.cycles)
    radius = (11.0 if narrow else 12.0) + (3.0 if three_digits else 0.0)
    longest = 78.0 if narrow else 124.0
    gutter = 12.0 + max(
        text_width(line, _SMALL)
        for scale in chart.scales
        for line in wrap(scale, longest, _SMALL) or ("",)
    )
    first = min(cycle.on for cycle in chart.cycles)
    last = max(cycle.on for cycle in chart.cycles)
    left, right = gutter + radius + 8.0, width - radius - 8.0
    days = (last - first).days

    def place(day: date) -> float:
        if days == 0:
            return (left + right) / 2
        return left + (right - left) * (day - first).days / days

    across = {index: place(cycle.on) for index, cycle in enumerate(chart.cycles)}
    lanes = _lanes(chart, across, 2 * radius + 3.0)
    rows, row_y = _rows(chart, lanes, gutter, radius, 38.0 if narrow else 50.0)
    centers = {
        index: (
            across[index],
            row_y[cycle.scale] + (lanes[index][0] - (lanes[index][1] - 1) / 2) * (2 * radius + 4.0),
        )
        for index, cycle in enumerate(chart.cycles)
    }
    segments = _segments(chart, centers)
    ramps = {ramp.key: ramp for ramp in chart.ramps}
    order = {ramp.key: index for index, ramp in enumerate(chart.ramps)}
    circles = tuple(
        CircleView(
            number=cycle.number,
            ramp=cycle.ramp,
            x=centers[index][0],
            y=centers[index][1],
            css=_css(cycle),
            label=_label(cycle, ramps[cycle.ramp], chart.scales[cycle.scale]),
            href=safe_href(cycle.href),
        )
        for index, cycle in sorted(
            enumerate(chart.cycles),
            key=lambda entry: (order[entry[1].ramp], entry[1].on, entry[1].number),
        )
    )
    lowest = max(circle.y for circle in circles) + radius
    foot = max(lowest + 4.0, max(row_y.values()) + 24.0)
    field = _Field(gutter, width, foot + 10.0, radius)
    labels, homeless = _name_ramps(chart, circles, segments, field, narrow=narrow)
    below = max((label.box.bottom for label in labels), default=0.0)
    tick_y = max(foot, below) + 18.0
    ticks = tuple(
        TextLine(tick.x, tick_y, tick.text, "dg-t12 dg-quiet", _SMALL, 400, "middle")
        for tick in date_ticks(
            first, last, place, size=_SMALL, bounds=(min(gutter, left), width), short=narrow
        )
    )
    key_left = 0.0 if narrow else gutter
    key, key_end = _place_key(chart, key_left, width, tick_y + 34.0)
    notes = _write_notes(chart, homeless, key_left, width, key_end)
    return RampView(
        width=width,
        height=(notes[-1].y if notes else key_end) + 6.0,
        title=clean(chart.title),
        description=_describe(chart),
        plot_x=gutter,
        radius=radius,
        rows=rows,
        ticks=ticks,
        segments=segments,
        circles=circles,
        labels=labels,
        key=key,
        notes=notes,
    )


def svg(view: RampView, uid: str = "pdsa-ramps") -> Markup:
    """Draw the ramps as inline SVG.

    Parameters
    ----------
    view : RampView
        From `layout`.
    uid : str, optional
        Unique on the page; ids start with it.

    Returns
    -------
    Markup
        One ``svg`` element, styled by the page's classes.
    """
    return render("pdsa_ramp.svg", view=view, uid=uid)


def html(chart: RampChart, uid: str = "pdsa-ramps") -> Markup:
    """Write a wide and a narrow drawing; the room on the page decides which one shows.

    Parameters
    ----------
    chart : RampChart
        The ramps.
    uid : str, optional
        Unique on the page.

    Returns
    -------
    Markup
        One ``div`` element.
    """
    return render(
        "pair.html",
        kind="ramp",
        wide=svg(layout(chart, _PAGE), uid),
        narrow=svg(layout(chart, _PHONE), f"{uid}-narrow"),
        after="",
    )
