"""Native charts on a slide: the frame, and around it what pages draw there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE

from charts.metrics import text_width
from charts.slides import workbook
from charts.slides.chart_xml import chart_xml
from charts.slides.paper import Paper, TextRun, named, see_through
from charts.slides.view import Panel, PlotAxis, XYPlot
from charts.strokes import AREAS, LINES, Stroke, flag_style
from charts.theme import LABEL_SIZE, TICK_SIZE
from charts.view import (
    Anchor,
    AreaKind,
    Box,
    ControlChartView,
    Drawing,
    Flag,
    Line,
    LineKind,
    Text,
)

_AROUND = frozenset({LineKind.LEADER, LineKind.BRACKET, LineKind.LANE, LineKind.SPAN})
"""Lines of a drawing that are no series."""
_NATIVE = frozenset({"tick", "year"})
"""Texts that the axes of a native chart write themselves."""


class _ChartData:
    """What python-pptx asks a chart for: its XML and its workbook."""

    def __init__(self, xml: bytes, xlsx_blob: bytes) -> None:
        self._xml, self.xlsx_blob = xml, xlsx_blob

    def xml_bytes(self, chart_type: Any) -> bytes:
        """Return the XML, whatever the type: it names its own."""
        del chart_type
        return self._xml


def add_panel(paper: Paper, panel: Panel, description: str, created: dt.datetime) -> None:
    """Put a chart on a slide.

    Parameters
    ----------
    paper : Paper
        Where the drawing's origin is.
    panel : Panel
        The native chart and what is around it.
    description : str
        Alternative text of the chart's frame.
    created : datetime.datetime
        Time stamp of the workbook.
    """
    drawing = panel.drawing
    inside = paper.group(drawing.name or "Chart")
    _bands(inside, panel)
    for area in drawing.areas:
        if area.kind is AreaKind.BASELINE:
            look = AREAS[area.kind]
            xs, ys = zip(*area.points, strict=True)
            box = Box(max(min(xs), panel.left), min(ys), max(xs), max(ys))
            shade = inside.paint(inside.shape("rect", box, "Baseline"), look.tone, None)
            see_through(shade, look.opacity)
    _frame(inside, panel, description, created)
    for line in drawing.lines:
        if line.kind in _AROUND or _marks_event(line, drawing):
            _around(
                inside,
                line.points,
                Stroke(line.tone or LINES[line.kind].tone, LINES[line.kind].width),
            )
    for flag in drawing.flags:
        _flag(inside, flag)
    for text in _texts(drawing, panel):
        run = TextRun(text.text, text.size, text.tone, text.bold)
        # Half a step of the page's axis has no room here: the native one begins at its first point.
        on_plot = text.role in {"line", "note", "heading"} and text.anchor is Anchor.START
        x = max(text.x, panel.left + 4) if on_plot and text.x >= drawing.plot.left else text.x
        width = text_width(text.text, text.size, bold=text.bold) + 8
        box = inside.write(x, text.y, (run,), text.anchor, width)
        if text.full:
            named(box, text.full, text.full)


def _bands(paper: Paper, panel: Panel) -> None:
    """Fill between the limits, behind the chart."""
    if not isinstance(panel.plot, XYPlot):
        return
    across, up, box = panel.plot.across, panel.plot.up, panel.drawing.plot

    def share(value: float, axis: PlotAxis) -> float:
        return min(max((value - axis.low) / (axis.high - axis.low), 0.0), 1.0)

    for band in panel.plot.bands:
        corners = tuple(
            (
                panel.left + share(x, across) * (panel.right - panel.left),
                box.bottom - share(y, up) * (box.bottom - box.top),
            )
            for x, y in band
        )
        look = AREAS[AreaKind.BAND]
        paper.paint(paper.polygon(corners, "Inside the limits"), look.tone, None, look.opacity)


def _marks_event(line: Line, drawing: Drawing) -> bool:
    """Whether a tick is that of an event: on the axis or beside its words, not hanging from it."""
    top = min(y for _, y in line.points)
    hanging = drawing.plot.bottom - 1 <= top <= drawing.plot.bottom + 6
    return line.kind is LineKind.TICK and isinstance(drawing, ControlChartView) and not hanging


def _frame(paper: Paper, panel: Panel, description: str, created: dt.datetime) -> None:
    plot, drawing = panel.drawing.plot, panel.drawing
    shown = not isinstance(panel.plot, XYPlot) or panel.plot.across.shown
    frame = Box(
        0.0, max(0.0, plot.top - 14), min(drawing.width, panel.right + 14),
        plot.bottom + (30 if shown else 6) if isinstance(panel.plot, XYPlot) else drawing.height,
    )  # fmt: skip
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    inner = Box(
        (panel.left - frame.left) / wide, (plot.top - frame.top) / high,
        (panel.right - frame.left) / wide, (plot.bottom - frame.top) / high,
    )  # fmt: skip
    columns, references = workbook.lay_out(panel.plot)
    data = _ChartData(
        chart_xml(panel.plot, references, inner, paper.points), workbook.write(columns, created)
    )
    drawn = paper.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER, paper.x(frame.left), paper.y(frame.top), paper.size(wide),
        paper.size(high), data,
    )  # fmt: skip
    named(drawn, f"Chart: {drawing.name}", description)


def _around(paper: Paper, points: tuple[tuple[float, float], ...], stroke: Stroke) -> None:
    if len(points) == 2:
        paper.line(points[0], points[1], stroke)
        return
    drawn = paper.polygon(points, "Bracket", close=False)
    paper.paint(drawn, None, stroke)


def _flag(paper: Paper, flag: Flag) -> None:
    style = flag_style(flag.kind, cause=flag.cause)
    drawn = paper.shape("round", flag.box, flag.name, corner=4)
    named(drawn, flag.name, flag.name)
    paper.paint(drawn, style.fill, style.edge, style.tint)
    text = TextRun(flag.text, TICK_SIZE, style.text, bold=True)
    paper.fill_text(drawn, (text,), Anchor.MIDDLE, wrap=False, middle=True)


def _texts(drawing: Drawing, panel: Panel) -> list[Text]:
    """Texts that stand around a native chart; a long unit of its axis is one of them."""
    if not isinstance(panel.plot, XYPlot):
        return []
    return [text for text in drawing.texts if text.role not in _NATIVE and text.size <= LABEL_SIZE]
