"""The PDSA ramp: tests of change growing from one patient to everyone, cycle by cycle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from charts.clean import clean
from charts.date_ticks import date_ticks
from charts.diagram_svg.inline import pair, svg
from charts.diagram_text import (
    TextLine,
    number_ranges,
    safe_href,
    text_width,
    wrap,
)
from charts.ramp_chart import Decision, Ramp, RampChart, RampCycle
from charts.ramp_names import NameField, name_ramps
from charts.ramp_view import CircleView, RampKeyMark, RampView, RowView, SegmentView

__all__ = ["Decision", "Ramp", "RampChart", "RampCycle", "RampView", "html", "layout", "svg"]

_PAGE = 600.0
_PHONE = 328.0  # a screen of 360 px without its margins
_NARROW_BELOW = 480.0
_SMALL = 12.0
_KEY_SIZE = 13.0
_TOP = 36.0  # a label above the highest row


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
    field = NameField(gutter, width, foot + 10.0, radius)
    labels, homeless = name_ramps(chart, circles, segments, field, narrow=narrow)
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


def html(chart: RampChart, uid: str = "pdsa-ramps") -> Markup:
    """Write a wide and a narrow drawing, each with ids that start with `uid`."""
    wide, narrow = layout(chart, _PAGE), layout(chart, _PHONE)
    return pair("ramp", svg(wide, uid), svg(narrow, f"{uid}-narrow"))
