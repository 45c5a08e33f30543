"""A series' data and chart as files."""

from __future__ import annotations

import csv
import io
import re
from typing import Any, Literal

from app import clock
from app.measures.charts import SeriesChart, chart_options
from app.measures.models import Measure
from app.measures.series import display

Extension = Literal["png", "pdf", "svg"]

TYPES: dict[str, str] = {"png": "image/png", "pdf": "application/pdf", "svg": "image/svg+xml"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNSAFE = re.compile(r"[^a-z0-9-]+")


def file_name(chart: SeriesChart, extension: str) -> str:
    """A file's name: team, measure and the last period."""
    last = f"-{chart.rows[-1].period:%Y-%m}" if chart.rows else ""
    stem = f"{chart.series.team.slug}-{chart.measure.slug}{last}"
    return f"{UNSAFE.sub('-', stem.lower()).strip('-')}.{extension}"


def chart_file(chart: SeriesChart, extension: Extension) -> bytes:
    """The chart as PNG, PDF or SVG, with its passport under it; a series without values has none."""
    from charts.control_chart import control_chart  # noqa: PLC0415  # as below
    from charts.figure import render  # noqa: PLC0415  # matplotlib is loaded when a file is asked for

    if chart.analysis is None:
        raise ValueError("A series without values has no chart to download.")
    options = chart_options(
        chart.series, chart.analysis, chart.flags, full_access=chart.full_access
    )
    options["title"] = f"{chart.measure.name}, {chart.series.team.name}"
    view = control_chart(chart.analysis, **options)
    drawn: bytes = render(view, format=extension, scale=2.0, print_date=clock.today())
    return drawn


def data_csv(chart: SeriesChart, *, notes: bool) -> str:
    """The values as CSV, one row a period with a value; notes only for the team's people."""
    measure = chart.measure
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in _head(measure, notes=notes)])
    stored = {each.period: each for each in chart.series.observations}
    for row in chart.rows:
        observation = stored[row.period]
        cells: list[Any] = [row.period.isoformat(), _plain(row.value)]
        if measure.has_denominator:
            cells.append(_plain(row.denominator))
        cells.append(_plain(display(measure, row.value, row.denominator)))
        cells.append("yes" if row.excluded else "")
        if notes:
            cells += [safe(observation.note), safe(observation.excluded_because or "")]
        writer.writerow(cells)
    return file.getvalue()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = text.replace("\x00", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(FORMULA) or clean[:1] in FORMULA else clean


def _head(measure: Measure, *, notes: bool) -> list[str]:
    names = ["period", measure.numerator_label or "value"]
    if measure.has_denominator:
        names.append(measure.denominator_label or "denominator")
    names.append(f"{measure.name} ({measure.unit})" if measure.unit else measure.name)
    names.append("left out of the limits")
    return names + (["note", "left out because"] if notes else [])


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(round(value, 10))
