"""The row of named times below the axis: a bar from the first day to the last, with its name."""

from __future__ import annotations

from collections.abc import Sequence

from charts.control.canvas import Canvas
from charts.inputs import Span
from charts.metrics import text_width
from charts.spans import GAP, dated, places, shown
from charts.theme import LABEL_SIZE
from charts.view import LineKind, Text

_BAR, _LETTERS, _ROW = 10.0, 28.0, 17.0
_APART = 8.0


def draw_spans(canvas: Canvas, spans: Sequence[Span], top: float) -> float:
    """Draw the bars, the first with its whole name and the others with their short one.

    Parameters
    ----------
    canvas : Canvas
        The drawing in the making.
    spans : sequence of Span
        In order.
    top : float
        Where the row may start.

    Returns
    -------
    float
        Where the next thing below may start.
    """
    line = canvas.timeline
    rows: list[float] = []
    bars = _bars(canvas, spans, top + _BAR)
    for span, left in zip(shown(spans, line.period, line.first, line.last), bars, strict=True):
        text = span.short if rows else span.name
        width = text_width(text, LABEL_SIZE)
        x = min(left, canvas.layout.width - width)
        row = next((n for n, end in enumerate(rows) if end + _APART <= x), len(rows))
        rows[row : row + 1] = [x + width]
        place = round(x, 1), top + _LETTERS + row * _ROW
        canvas.text(Text(*place, text, "event", full=dated(span)))
    return top + _LETTERS + 4 + (len(rows) - 1) * _ROW if rows else top


def mark_axis(canvas: Canvas, spans: Sequence[Span]) -> None:
    """Draw the bars along the axis of a chart that has no room below it, under all data."""
    _bars(canvas, spans, canvas.plot.bottom - 1.0)


def _bars(canvas: Canvas, spans: Sequence[Span], y: float) -> list[float]:
    """Draw the bars; return where they begin."""
    line = canvas.timeline
    begins = []
    for first, last in places(spans, line.period, line.first, line.last):
        left, right = canvas.x(first) + GAP, canvas.x(last) - GAP
        canvas.line(LineKind.SPAN, (left, y), (max(right, left + 1), y))
        begins.append(left)
    return begins
