"""A series' chart as files."""

from __future__ import annotations

import re
from typing import Any, Literal

from app import clock
from app.measures.charts import SeriesChart
from app.measures.drawing import chart_options
from qi.results import Analysis

Extension = Literal["png", "pdf", "svg", "pptx"]
Width = Literal["", "88mm", "180mm"]

TYPES: dict[str, str] = {
    "png": "image/png",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
WIDTHS = ("88mm", "180mm")
"""One column of a journal, and both."""
SCALES = {"1": 1.0, "2": 2.0}
"""Pixels of a PNG for each pixel of the page."""
UNSAFE = re.compile(r"[^a-z0-9-]+")


def file_name(chart: SeriesChart, extension: str, width: str = "", stamp: str = "") -> str:
    """A file's name: team, measure, the last period, the width where it is a journal's, a stamp."""
    return f"{file_stem(chart, width, stamp)}.{extension}"


def file_stem(chart: SeriesChart, *more: str) -> str:
    """A file's name without its ending: team, measure, the last period, and what more it tells."""
    last = f"{chart.rows[-1].period:%Y-%m}" if chart.rows else ""
    parts = (chart.series.team.slug, chart.measure.slug, last, *more)
    return UNSAFE.sub("-", "-".join(part for part in parts if part).lower()).strip("-")


def offered(extension: str, width: str, scale: str) -> bool:
    """Whether there is such a file: a slide has one size, and only a PNG has pixels."""
    if extension not in TYPES or scale not in {"", *SCALES} or width not in {"", *WIDTHS}:
        return False
    return not (width and (extension == "pptx" or scale)) and (extension == "png" or not scale)


def chart_file(
    chart: SeriesChart,
    extension: Extension,
    *,
    width: Width = "",
    scale: str = "",
    heading: str = "",
) -> bytes:
    """The chart as a picture or an editable slide, with its passport under it.

    `width` is that of a journal's column or page, drawn at 300 dots an inch. `heading` stands
    after measure and team. A series without values has no chart.
    """
    if chart.analysis is None:
        raise ValueError("A series without values has no chart to download.")
    options = chart_options(
        chart.series, chart.analysis, chart.flags, full_access=chart.full_access
    )
    title = (chart.measure.name, chart.series.team.name, heading)
    options["title"] = ", ".join(part for part in title if part)
    if extension == "pptx":
        return _slide(chart.analysis, options)
    return _picture(chart.analysis, extension, options, width, SCALES.get(scale, 2.0))


def _slide(analysis: Analysis, options: dict[str, Any]) -> bytes:
    from charts import slides  # noqa: PLC0415  # python-pptx is loaded when a slide is asked for

    slide = slides.control_slide(analysis, **options)
    return slides.deck([slide], print_date=clock.today())


def _picture(
    analysis: Analysis,
    extension: Literal["png", "pdf", "svg"],
    options: dict[str, Any],
    width: Width,
    scale: float,
) -> bytes:
    # matplotlib is loaded when a file is asked for.
    from charts import figure, layouts  # noqa: PLC0415
    from charts.control_chart import control_chart  # noqa: PLC0415

    size, page = {
        "": (layouts.FULL, figure.SCREEN),
        "88mm": (layouts.SINGLE_COLUMN, figure.COLUMN),
        "180mm": (layouts.DOUBLE_COLUMN, figure.DOUBLE),
    }[width]
    view = control_chart(analysis, size=size, **options)
    return figure.render(
        view,
        format=extension,
        scale=figure.PRINT_SCALE if width else scale,
        print_date=clock.today(),
        page=page,
    )
