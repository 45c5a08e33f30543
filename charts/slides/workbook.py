"""The workbook inside a native chart: what opens on "Edit data".

Texts stay texts: a name that begins with "=" is no formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from charts.slides.view import BarPlot, XYPlot

SHEET = "Data"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook.

    Parameters
    ----------
    name : str
        Its heading.
    values : tuple
        Numbers, texts and gaps.
    code : str
        Number format.
    """

    name: str
    values: tuple[float | str | None, ...]
    code: str = "General"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a series finds its heading, places and values: column numbers and rows."""

    across: int
    up: int
    rows: int

    @property
    def name(self) -> str:
        """Cell of the heading."""
        return f"{SHEET}!${letters(self.up)}$1"

    def cells(self, column: int) -> str:
        """Cells of a column."""
        return f"{SHEET}!${letters(column)}$2:${letters(column)}${self.rows + 1}"


def letters(column: int) -> str:
    """Name of a 0-based column: A, ..., Z, AA."""
    text = ""
    while column >= 0:
        text = chr(65 + column % 26) + text
        column = column // 26 - 1
    return text


def lay_out(plot: XYPlot | BarPlot) -> tuple[tuple[Column, ...], tuple[Reference, ...]]:
    """Put the series of a chart into columns; neighbors with the same places share them."""
    if isinstance(plot, BarPlot):
        bars = (
            Column(plot.name, plot.categories),
            Column("Share of the total, %", plot.shares, "0.0"),
            Column("Together, %", plot.running, "0.0"),
            Column("Count", plot.counts),
        )
        rows = len(plot.categories)
        return bars, (Reference(0, 1, rows), Reference(0, 2, rows))
    columns: list[Column] = []
    found: dict[tuple[float, ...], int] = {}
    references = []
    # The data come first, though they are drawn last.
    for series in reversed(plot.series):
        places = tuple(x for x, _ in series.rows)
        if places not in found:
            found[places] = len(columns)
            columns.append(Column(plot.across.name or "X", places, plot.across.code))
        columns.append(Column(series.name, tuple(y for _, y in series.rows)))
        references.append(Reference(found[places], len(columns) - 1, len(places)))
    return tuple(columns), tuple(reversed(references))


def write(columns: Sequence[Column], created: dt.datetime) -> bytes:
    """Write columns as a workbook; the same columns give the same bytes.

    Parameters
    ----------
    columns : sequence of Column
        From left to right.
    created : datetime.datetime
        Time stamp of the file.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - only where a slide is asked for

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, options)
    book.set_properties({"created": created, "author": "Centerline"})
    sheet = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for number, column in enumerate(columns):
        style = book.add_format({"num_format": column.code})
        sheet.write_string(0, number, column.name, head)
        sheet.set_column(number, number, 14)
        for row, value in enumerate(column.values, 1):
            if isinstance(value, str):
                sheet.write_string(row, number, value)
            elif value is not None:
                sheet.write_number(row, number, value, style)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
