"""A chart without data teaches what it will show."""

from __future__ import annotations

from charts.layouts import Layout
from charts.metrics import wrap
from charts.theme import LABEL_SIZE, Tone
from charts.view import Anchor, Area, Box, ControlChartView, Line, LineKind, Text

_SAMPLE = (0.56, 0.42, 0.6, 0.38, 0.5, 0.66, 0.44, 0.53, 0.36, 0.58, 0.47, 0.62)
"""Heights of an invented series, as shares of the axes."""

_TEACHING = (
    "No data yet",
    (
        "The first value draws a point. Center line and limits follow, on trial until there are "
        "12 points; from 10 on, the chart can be judged."
    ),
)


def empty_chart(size: Layout, title: str, alt: str) -> ControlChartView:
    """Draw empty axes with a faint example and what will happen.

    Parameters
    ----------
    size : Layout
        The size it is drawn in.
    title : str
        Name of the measure.
    alt : str
        Title for those who cannot see the chart.
    """
    height = 0.8 * size.plot_height
    plot = Box(1.0, 8.0, size.width - 1, 8.0 + height)
    step = (plot.right - plot.left) / len(_SAMPLE)
    sample = tuple(
        (round(plot.left + (k + 0.5) * step, 1), round(plot.bottom - share * height, 1))
        for k, share in enumerate(_SAMPLE)
    )
    top, middle, low = (round(plot.bottom - share * height, 1) for share in (0.85, 0.5, 0.15))
    band = ((plot.left, top), (plot.right, top), (plot.right, low), (plot.left, low))
    lines = (
        Line(((plot.left, middle), (plot.right, middle)), LineKind.GRID),
        Line(sample, LineKind.SAMPLE),
        Line(((plot.left, plot.bottom), (plot.right, plot.bottom)), LineKind.AXIS),
    )
    heading, words = _TEACHING
    room = min(size.width - 16, 460.0)
    rows = wrap(words, LABEL_SIZE, room, lines=4)
    start = (plot.top + plot.bottom) / 2 - 10 * len(rows)
    center = size.width / 2
    texts = [
        Text(center, start, heading, "note", Tone.INK, 16.0, bold=True, anchor=Anchor.MIDDLE, halo=True),
        *(
            Text(
                center, start + 24 + 19 * row, line, "note", Tone.SECONDARY, LABEL_SIZE,
                anchor=Anchor.MIDDLE, halo=True,
            )
            for row, line in enumerate(rows)
        ),
    ]  # fmt: skip
    return ControlChartView(
        width=size.width,
        height=plot.bottom + 8,
        title=alt,
        description=f"{heading}. {words}",
        areas=(Area(band),),
        lines=lines,
        marks=(),
        flags=(),
        texts=tuple(texts),
        tip_y=0,
        plot=plot,
        size=size.name,
        name=title,
        empty=True,
    )
