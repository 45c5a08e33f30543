"""Grid, axes and tick labels."""

from __future__ import annotations

from charts.control.canvas import Canvas
from charts.geometry import text_box
from charts.metrics import text_width
from charts.theme import TICK_SIZE, Tone
from charts.time_ticks import Tick, date_ticks
from charts.view import Anchor, LineKind, Text

TICK_ROW = 17.0
YEAR_ROW = 32.0
_UNIT_BESIDE = 46.0
"""Widest unit that is written behind the top tick; a longer one gets a line above it."""

_LEAST_GAP = 5.0
"""Least pixels between two labels of the time axis."""


def unit_is_above(unit: str) -> bool:
    """Whether the unit needs a line of its own above the axis."""
    return text_width(unit, TICK_SIZE) > _UNIT_BESIDE


def tick_labels(canvas_axis_labels: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """Labels of the value axis with the unit on the top tick."""
    if not canvas_axis_labels or not unit or unit_is_above(unit):
        return canvas_axis_labels
    glue = "" if unit in {"%", "‰", "°"} else " "
    return (*canvas_axis_labels[:-1], canvas_axis_labels[-1] + glue + unit)


def draw_value_axis(canvas: Canvas) -> None:
    """Draw grid lines and ticks, or in a compact chart just the base line with its value."""
    plot, unit = canvas.plot, canvas.formats.unit
    if canvas.layout.axis:
        labels = tick_labels(canvas.axis.labels, unit)
        for value, label in zip(canvas.axis.ticks, labels, strict=True):
            y = canvas.y(value)
            if y < plot.bottom:
                canvas.line(LineKind.GRID, (plot.left, y), (plot.right, y))
            canvas.text(
                Text(plot.left - 8, y + 4, label, "tick", size=TICK_SIZE, anchor=Anchor.END)
            )
        if unit and unit_is_above(unit):
            canvas.text(Text(0, canvas.y(canvas.axis.ticks[-1]) - 12, unit, "unit", size=TICK_SIZE))
    else:
        base = canvas.axis.labels[0]
        glue = "" if unit in {"%", "‰", "°"} else " "
        text = f"{base}{glue}{unit}".rstrip()
        if plot.right + 10 + text_width(text, TICK_SIZE) > canvas.layout.width:
            text = base
        canvas.text(Text(plot.right + 10, plot.bottom + 4, text, "tick", size=TICK_SIZE))
    canvas.line(LineKind.AXIS, (plot.left, plot.bottom), (plot.right, plot.bottom))


def draw_time_axis(canvas: Canvas) -> float:
    """Draw ticks and labels of the time axis.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making.

    Returns
    -------
    float
        Pixels that the labels take below the axis.
    """
    plot = canvas.plot
    ticks = date_ticks(canvas.timeline, plot.right - plot.left)
    if not canvas.layout.axis:
        return _ends_only(canvas, ticks)
    ends = {"tick": -1e9, "year": -1e9}
    for tick in ticks:
        x = canvas.x(tick.position)
        canvas.line(LineKind.TICK, (x, plot.bottom), (x, plot.bottom + 4))
        if not tick.text and not tick.year:
            continue
        rows = (("tick", TICK_ROW, tick.text), ("year", YEAR_ROW, tick.year))
        for role, down, text in rows:
            if not text:
                continue
            label = _centered(canvas, x, plot.bottom + down, text, role=role, full=tick.full)
            box = text_box(label)
            # A label that was moved inward may have come too close to its neighbor.
            if box.left > ends[role] + _LEAST_GAP:
                canvas.text(label)
                ends[role] = box.right
    return YEAR_ROW + 6 if any(tick.year for tick in ticks) else TICK_ROW + 8


def _centered(canvas: Canvas, x: float, y: float, text: str, *, role: str, full: str) -> Text:
    """Return a label under its tick, moved inward where it would leave the drawing."""
    bold = role == "year"
    half = text_width(text, TICK_SIZE, bold=bold) / 2
    x = min(max(x, half), canvas.layout.width - half)
    tone = Tone.INK if bold else Tone.SECONDARY
    full = full if role == "tick" else ""
    return Text(round(x, 1), y, text, role, tone, TICK_SIZE, bold, Anchor.MIDDLE, full)


def _ends_only(canvas: Canvas, ticks: tuple[Tick, ...]) -> float:
    """Name only the first and last tick and the years between, as far as they fit."""
    plot, year = canvas.plot, ""
    named: list[tuple[float, str, str]] = []
    for tick in ticks:
        year = tick.year or year
        if tick.text:
            text = f"{tick.text} {year}" if year and tick.text != year else tick.text
            if tick.year or tick is ticks[0] or tick is ticks[-1]:
                named.append((canvas.x(tick.position), text, tick.full))
    if not named:
        return 8
    first, last = named[0], named[-1]
    base = plot.bottom + TICK_ROW
    placed = [Text(plot.left, base, first[1], "tick", size=TICK_SIZE, full=first[2])]
    end = plot.left + text_width(first[1], TICK_SIZE)
    last_width = text_width(last[1], TICK_SIZE)
    last_left = min(last[0] - last_width / 2, plot.right - last_width)
    for x, text, full in named[1:-1]:
        half = text_width(text, TICK_SIZE) / 2
        if x - half > end + 12 and x + half < last_left - 12:
            placed.append(
                Text(x, base, text, "tick", size=TICK_SIZE, anchor=Anchor.MIDDLE, full=full)
            )
            end = x + half
    if last_left > end + 12:
        placed.append(
            Text(round(last_left, 1), base, last[1], "tick", size=TICK_SIZE, full=last[2])
        )
    for label in placed:
        canvas.text(label)
    return TICK_ROW + 8
