"""A series' data and chart as files."""

from __future__ import annotations

import csv
import io
import re
from typing import Any, Literal

from app import clock
from app.measures.charts import SeriesChart, chart_options
from app.measures.models import DataKind, Measure
from app.measures.series import Row, display, gaps_between
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
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNSAFE = re.compile(r"[^a-z0-9-]+")


def file_name(chart: SeriesChart, extension: str, width: str = "", stamp: str = "") -> str:
    """A file's name: team, measure, the last period, the width where it is a journal's, a stamp."""
    last = f"-{chart.rows[-1].period:%Y-%m}" if chart.rows else ""
    stem = f"{chart.series.team.slug}-{chart.measure.slug}{last}"
    stem = "-".join(part for part in (stem, width, stamp) if part)
    return f"{UNSAFE.sub('-', stem.lower()).strip('-')}.{extension}"


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


def data_csv(chart: SeriesChart, *, notes: bool, heading: str = "") -> str:
    """The values as CSV, one row a period with a value; notes only for the team's people.

    `heading` is said in the head of the first column.
    """
    measure = chart.measure
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    head = _head(measure, notes=notes)
    if heading:
        head[0] = f"{head[0]} ({heading})"
    writer.writerow([safe(cell) for cell in head])
    days = dict(
        zip((row.period for row in chart.rows), gaps_between(chart.rows, cases=False), strict=True)
    )
    stored = {each.period: each for each in chart.series.observations}
    for row in chart.rows:
        observation = stored[row.period]
        cells: list[Any] = [row.period.isoformat(), *_cells(measure, row, days[row.period])]
        cells.append("yes" if row.excluded else "")
        if notes:
            cells += [safe(observation.note), safe(observation.excluded_because or "")]
        writer.writerow(cells)
    return file.getvalue()


def _cells(measure: Measure, row: Row, days: float | None) -> list[str]:
    """The numbers of a row as they stand under the head."""
    if measure.data_kind is DataKind.EVENTS:
        return [_plain(days), _plain(row.denominator)]
    if measure.data_kind is DataKind.SUBGROUP:
        return ["; ".join(_plain(value) for value in row.raw or ()), _plain(row.value)]
    cells = [_plain(row.value)]
    if measure.has_denominator:
        cells.append(_plain(row.denominator))
    return [*cells, _plain(display(measure, row.value, row.denominator))]


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = text.replace("\x00", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(FORMULA) or clean[:1] in FORMULA else clean


def _head(measure: Measure, *, notes: bool) -> list[str]:
    more = ["left out of the limits"] + (["note", "left out because"] if notes else [])
    if measure.data_kind is DataKind.EVENTS:
        return ["date", "days since the one before", "cases since the one before", *more]
    names = ["period", measure.numerator_label or "value"]
    if measure.has_denominator:
        names.append(measure.denominator_label or "denominator")
    names.append(f"{measure.name} ({measure.unit})" if measure.unit else measure.name)
    return names + more


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(round(value, 10))
