"""A place for each ramp's name, beside its circles and on nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from charts.clean import clean
from charts.diagram_text import Anchor, Box, TextLine, text_width, wrap
from charts.ramp_chart import Ramp, RampChart
from charts.ramp_view import CircleView, RampLabel, SegmentView

_SMALL = 12.0
_LEADING = 15.0
_BASELINE = 11.5  # of a line of type, from the top of its leading
_LABEL_GAP = 4.0


def _touches(segment: SegmentView, box: Box) -> bool:
    """Whether a line passes through a rectangle (clipping after Liang and Barsky, 1984)."""
    if max(segment.x0, segment.x1) < box.x or min(segment.x0, segment.x1) > box.right:
        return False  # most lines are nowhere near
    if max(segment.y0, segment.y1) < box.y or min(segment.y0, segment.y1) > box.bottom:
        return False
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
class NameField:
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


_Edges = tuple[float, float, float, float]
"""Left, right, top and bottom of what is taken: thousands of places are held against it."""


def _best(
    spots: Iterator[_Spot], blocked: list[_Edges], segments: tuple[SegmentView, ...]
) -> _Spot | None:
    """Return the first free place that no line crosses, else the first free one."""
    first: _Spot | None = None
    for spot in spots:
        box = spot.box
        left, right, top, bottom = box.x - 1.0, box.right + 1.0, box.y - 1.0, box.bottom + 1.0
        if any(x0 < right and left < x1 and y0 < bottom and top < y1 for x0, x1, y0, y1 in blocked):
            continue
        if not any(_touches(line, box) for line in segments):
            return spot
        first = first or spot
    return first


def name_ramps(
    chart: RampChart,
    circles: tuple[CircleView, ...],
    segments: tuple[SegmentView, ...],
    field: NameField,
    *,
    narrow: bool,
) -> tuple[tuple[RampLabel, ...], tuple[Ramp, ...]]:
    """Place the names that find room; return them and the ramps that did not."""
    reach = field.radius
    blocked = [
        (circle.x - reach, circle.x + reach, circle.y - reach, circle.y + reach)
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
        spot = _best(field.spots(own, width, len(lines) * _LEADING), blocked, segments)
        if spot is None:
            homeless.append(ramp)
            continue
        labels.append(RampLabel(ramp.key, spot.write(lines, css, weight), full))
        taken = spot.box
        blocked.append((taken.x - 8.0, taken.right + 8.0, taken.y, taken.bottom))
    order = {ramp.key: index for index, ramp in enumerate(chart.ramps)}
    return (
        tuple(sorted(labels, key=lambda label: order[label.ramp])),
        tuple(sorted(homeless, key=lambda ramp: order[ramp.key])),
    )
