"""A drawing in the making for charts whose horizontal axis is not a calendar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from charts import theme
from charts.board import Board, tidy
from charts.clipping import inside
from charts.geometry import crosses, push_apart, text_box, touches
from charts.metrics import shorten, text_width
from charts.scales import Axis
from charts.theme import LABEL_SIZE, TICK_SIZE, Tone
from charts.view import (
    XY,
    Anchor,
    Area,
    AreaKind,
    Box,
    Drawing,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Text,
)

TIP_ROW = 30.0
"""Room above the axes for the words of a point that is pointed at."""

RADII = {
    MarkKind.COMMON: theme.COMMON_RADIUS,
    MarkKind.IMPROVEMENT: theme.IMPROVEMENT_RADIUS,
    MarkKind.CONCERN: theme.CONCERN_WIDTH / 2,
    MarkKind.SPECIAL: theme.NEUTRAL_WIDTH / 2,
    MarkKind.OWN: theme.IMPROVEMENT_RADIUS,
    MarkKind.OWN_IMPROVEMENT: theme.IMPROVEMENT_RADIUS + 1,
    MarkKind.OWN_CONCERN: theme.CONCERN_WIDTH / 2 + 1,
}
_LABEL_GAP = 18.0
_MOST_NAME = 130.0
"""Pixels of the name of a point."""


@dataclass(slots=True)
class Sheet(Board):
    """The board of a chart between two scales of numbers.

    Parameters
    ----------
    layout, plot : Layout, Box
        As for `Board`.
    across, up : Axis
        Scales of both directions.
    """

    across: Axis
    up: Axis

    def x(self, value: float) -> float:
        """Pixel of a value across."""
        return tidy(self.across.place(value, self.plot.right, self.plot.left))

    def y(self, value: float) -> float:
        """Pixel of a value upward."""
        return tidy(self.up.place(value, self.plot.top, self.plot.bottom))

    def curve(self, kind: LineKind, points: Sequence[XY]) -> None:
        """Draw those pieces of a line that lie inside the axes."""
        for piece in inside(points, self.plot.top, self.plot.bottom):
            self.lines.append(Line(piece, kind))
            self.paths.append(piece)

    def bar(self, kind: AreaKind, box: Box) -> None:
        """Fill a rectangle."""
        corners = (
            (box.left, box.top), (box.right, box.top), (box.right, box.bottom),
            (box.left, box.bottom),
        )  # fmt: skip
        self.areas.append(Area(corners, kind))

    def mark(
        self, place: XY, kind: MarkKind, tip: tuple[str, ...], *, href: str = "", tip_y: float | None = None
    ) -> None:  # fmt: skip
        """Draw a point with its words and keep its place from labels."""
        (x, y), r = place, round(RADII[kind] * self.layout.mark_scale, 1)
        widths = [text_width(line, LABEL_SIZE, bold=True) for line in tip]
        stacked = len(tip) > 1 and sum(widths) > 0.6 * self.layout.width
        half = (max(widths) if stacked else sum(widths)) / 2 + 8
        width = self.layout.width
        tip_x = width / 2 if 2 * half > width else min(max(x, half), width - half)
        self.put(
            Mark(x, y, kind, r, len(self.marks), tip, round(tip_x, 1), stacked, theme.HIT_RADIUS, href, tip_y)
        )  # fmt: skip

    def value_axis(self, labels: Sequence[str], unit: str) -> None:
        """Draw the upright axis: faint grid lines and their numbers, the unit on the top one."""
        glue = "" if unit in {"%", "‰", "°"} else " "
        labels = list(labels)
        if unit:
            whole = f"{labels[-1]}{glue}{unit}"
            if text_width(whole, TICK_SIZE) <= self.plot.left - 8:
                labels[-1] = whole
            else:
                cut = shorten(unit, TICK_SIZE, self.layout.width)
                full = unit if cut != unit else ""
                self.text(Text(0, self.plot.top - 12, cut, "unit", size=TICK_SIZE, full=full))
        for value, label in zip(self.up.ticks, labels, strict=True):
            y = self.y(value)
            if y < self.plot.bottom - 0.5:
                self.line(LineKind.GRID, (self.plot.left, y), (self.plot.right, y))
            self.text(
                Text(self.plot.left - 8, y + 4, label, "tick", size=TICK_SIZE, anchor=Anchor.END)
            )

    def across_axis(self, name: str, unit: str = "") -> float:
        """Draw the level axis with as many numbers as keep their distance, and its name.

        Parameters
        ----------
        name : str
            What it counts.
        unit : str
            Unit behind each number, "%" as a rule.

        Returns
        -------
        float
            Where the next thing below may start.
        """
        plot = self.plot
        self.line(LineKind.AXIS, (plot.left, plot.bottom), (plot.right, plot.bottom))
        end = -1e9
        for value, label in zip(self.across.ticks, self.across.labels, strict=True):
            x, text = self.x(value), label + unit
            half = text_width(text, TICK_SIZE) / 2
            self.line(LineKind.TICK, (x, plot.bottom), (x, plot.bottom + 4))
            if x - half > end + 10 and x + half <= self.layout.width:
                place = round(max(x, half), 1)
                self.text(
                    Text(
                        place, plot.bottom + 17, text, "tick", size=TICK_SIZE, anchor=Anchor.MIDDLE
                    )
                )
                end = x + half
        if not name:
            return plot.bottom + 24
        cut = shorten(name, LABEL_SIZE, self.layout.width - plot.left)
        self.text(Text(plot.left, plot.bottom + 38, cut, "unit", full=name if cut != name else ""))
        return plot.bottom + 46

    def end_labels(self, wanted: Sequence[tuple[float, str, Tone, bool]]) -> None:
        """Name lines at their right end: wished height, text, color, weight; pushed apart."""
        tops = [y for y, *_ in wanted]
        placed = push_apart(
            tops, [_LABEL_GAP] * len(wanted), self.plot.top - 9, self.plot.bottom + 6
        )
        left = self.plot.right + 10
        for (at, text, tone, bold), y in zip(wanted, placed, strict=True):
            if abs(at - y) > 1:
                self.line(LineKind.LEADER, (self.plot.right + 2, tidy(at)), (left - 2, tidy(y)))
            self.text(Text(left, round(y + 4.5, 1), text, "name", tone, LABEL_SIZE, bold))

    def name_point(
        self, place: XY, text: str, tone: Tone, *, radius: float = 6.0, above: bool = False
    ) -> bool:
        """Write a name beside a point, or only above it; False where something is in its way."""
        x, y = place
        whole = text
        text = shorten(whole, LABEL_SIZE, _MOST_NAME, bold=True)
        full = whole if text != whole else ""
        width = text_width(text, LABEL_SIZE, bold=True)
        gap = radius + 5
        beside = (
            (gap, 4.5), (-gap - width, 4.5), (-width / 2, -gap), (-width / 2, gap + 10),
            (gap - 2, -7), (gap - 2, 16), (-gap - width + 2, -7), (-gap - width + 2, 16),
        )  # fmt: skip
        for dx, dy in ((-width / 2, -gap),) if above else beside:
            label = Text(
                round(x + dx, 1),
                round(y + dy, 1),
                text,
                "line",
                tone,
                bold=True,
                full=full,
                halo=True,
            )
            if self._is_free(text_box(label)):
                self.text(label)
                return True
        return False

    def _is_free(self, box: Box) -> bool:
        plot = self.plot
        if box.left < 0 or box.right > plot.right + 4:
            return False
        if box.top < plot.top - 12 or box.bottom > plot.bottom - 1:
            return False
        return not touches(box, self.boxes, 1) and not any(
            crosses(box, path) for path in self.paths
        )

    def finish(self, title: str, description: str, *, name: str, passport: str = "") -> Drawing:
        """Return what was drawn."""
        return Drawing(
            width=self.layout.width,
            height=math.ceil(self.height),
            title=title,
            description=description,
            areas=tuple(self.areas),
            lines=tuple(self.lines),
            marks=tuple(self.marks),
            flags=(),
            texts=tuple(self.texts),
            tip_y=self.plot.top - 14,
            plot=self.plot,
            size=self.layout.name,
            name=name,
            passport=passport,
        )
