"""The table of indicators on slides: words in a native table, icons and native spark charts on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.clean import clean
from charts.control_chart import control_chart
from charts.kind_tables import INDICATOR_COLUMNS
from charts.layouts import PHONE
from charts.panels import free_scale
from charts.slides.control import panel_around
from charts.slides.fit import HEIGHT, WIDTH
from charts.slides.view import Panel, RowPictures, Slide, TableGrid, XYPlot
from charts.summary import Indicator, indicator_icons, indicator_words
from charts.table import Column
from charts.view import Box

ROWS = 7
"""Measures on one slide."""

_SHARES = (0.25, 0.1, 0.1, 0.22, 0.2, 0.13)
_COLUMNS = (*INDICATOR_COLUMNS, Column("Chart"))
_ICON_COLUMNS = (3, 4)
_TALLEST = 56.0
"""Pixels of a row where few measures leave room."""
_PAD = 6.0
_NOT_IN_SPARKS = frozenset({"Upper limit", "Lower limit", "Target", "Start of a phase"})
"""Lines for which a cell has no room; the band shows the limits, and the target has its column."""


def indicator_slides(indicators: Sequence[Indicator], *, title: str) -> tuple[Slide, ...]:
    """Lay out the table of indicators, seven measures on a slide.

    Parameters
    ----------
    indicators : sequence of Indicator
        In the order wanted.
    title : str
        Name of the table.
    """
    count = max(1, -(-len(indicators) // ROWS))
    height = min(_TALLEST, HEIGHT / (min(len(indicators), ROWS) + 1))
    title = clean(title)
    slides = []
    for number in range(count):
        part = indicators[number * ROWS : (number + 1) * ROWS]
        rows = tuple(indicator_words(each) for each in part)
        pictures = tuple(_pictures(each, height) for each in part)
        page = f", part {number + 1} of {count}" if count > 1 else ""
        said = " ".join(f"{row[0]}: {row[1]}. {row[3]}." for row in rows)
        table = TableGrid(_COLUMNS, tuple((*row, "") for row in rows), _SHARES, height, pictures)
        measures = f"{len(indicators)} measures"
        slides.append(Slide(title, f"{measures}{page}", table, f"{title} · {measures}", said))
    return tuple(slides)


def _pictures(indicator: Indicator, height: float) -> RowPictures:
    icons = tuple(zip(_ICON_COLUMNS, indicator_icons(indicator), strict=True))
    return RowPictures(icons, _spark(indicator, _SHARES[-1] * WIDTH, height))


def _spark(indicator: Indicator, width: float, height: float) -> Panel:
    """Lay out a native chart of the size of a cell, without the labels of its axes."""
    analysis, name = indicator.analysis, clean(indicator.name)
    scale = free_scale(analysis)
    size = replace(
        PHONE, name="mini", width=round(width), headings=False, lane=False, bracket=False,
        line_labels=False, labels=0, plot_height=height - 2 * _PAD, mark_scale=0.3,
    )  # fmt: skip
    view = control_chart(
        analysis, title=name, unit=indicator.unit, size=size, axis=scale.axis, period=scale.period
    )
    plot = Box(_PAD, _PAD, width - _PAD, height - _PAD)
    drawing = replace(
        view, width=width, height=height, plot=plot, lines=(), flags=(), areas=(), texts=(),
        icons=(),
    )  # fmt: skip
    panel = panel_around(drawing, analysis, scale.axis, period=scale.period)
    native = panel.plot
    if isinstance(native, XYPlot):
        native = replace(
            native,
            series=tuple(each for each in native.series if each.name not in _NOT_IN_SPARKS),
            across=replace(native.across, shown=False),
            up=replace(native.up, shown=False),
        )
    return replace(panel, plot=native)
