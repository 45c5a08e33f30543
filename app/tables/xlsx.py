"""Tables as an Excel workbook: dates are dates, numbers are numbers, and no text is a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

from app.tables.book import Book, Cell, Kind, Sheet
from app.tables.csvfile import FORMULA

LONGEST = 32_767
"""Characters that Excel takes in a cell."""
MOST_ROWS = 1_048_575
"""Rows under the head that Excel takes in a sheet."""
NARROWEST, WIDEST = 9, 60
FIRST_YEAR = 1900
"""Excel counts days from here; an earlier date is written as text."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""
NO_NAME = re.compile(r"[\[\]:*?/\\]")


def write(book: Book, *, made_on: date) -> bytes:
    """The workbook, a sheet a table; the same tables on the same day give the same bytes."""
    # Loaded when a workbook is asked for; it publishes no types.
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415

    file = io.BytesIO()
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, **inert})
    made_at = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).replace(tzinfo=None)
    workbook.set_properties({"title": clean(book.title)[:255], "created": made_at})
    formats = _Formats(workbook)
    for name, sheet in zip(sheet_names(book.sheets), book.sheets, strict=True):
        _write_sheet(workbook.add_worksheet(name), sheet, formats)
    workbook.close()
    return file.getvalue()


class _Formats:
    """How cells look, made once a workbook."""

    def __init__(self, workbook: Any) -> None:
        top = {"valign": "top"}
        self.head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top})
        self.note = workbook.add_format({"italic": True, **top})
        self.text = workbook.add_format({"text_wrap": True, **top})
        # Excel shows such a text as it is, also after somebody edits its cell.
        self.quoted = workbook.add_format({"text_wrap": True, "quote_prefix": True, **top})
        self.number = workbook.add_format(top)
        self.date = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top})
        self.moment = workbook.add_format(
            {"num_format": "yyyy-mm-dd hh:mm", "align": "left", **top}
        )


def _write_sheet(worksheet: Any, sheet: Sheet, formats: _Formats) -> None:
    for number, column in enumerate(sheet.columns):
        worksheet.write_string(0, number, clean(column.name), formats.head)
        cells = (row[number] for row in sheet.rows)
        worksheet.set_column(number, number, _width(column.name, cells, column.kind))
    worksheet.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows[:MOST_ROWS], start=1):
        for place, cell in enumerate(row):
            _write_cell(worksheet, number, place, cell, formats)
    if sheet.rows:
        worksheet.autofilter(0, 0, min(len(sheet.rows), MOST_ROWS), len(sheet.columns) - 1)
    else:
        worksheet.write_string(1, 0, clean(sheet.empty), formats.note)


def _write_cell(worksheet: Any, row: int, place: int, cell: Cell, formats: _Formats) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        worksheet.write_string(row, place, "yes" if cell else "no", formats.text)
    elif isinstance(cell, date):
        _write_date(worksheet, row, place, cell, formats)
    elif isinstance(cell, int | float):
        if isfinite(cell):
            worksheet.write_number(row, place, cell, formats.number)
    else:
        told = clean(cell)
        quoted = told.lstrip().startswith(FORMULA)
        worksheet.write_string(row, place, told, formats.quoted if quoted else formats.text)


def _write_date(worksheet: Any, row: int, place: int, cell: date, formats: _Formats) -> None:
    moment = isinstance(cell, datetime)
    if cell.year < FIRST_YEAR:
        worksheet.write_string(row, place, cell.isoformat(), formats.text)
    elif isinstance(cell, datetime):
        naive = cell.astimezone(UTC).replace(tzinfo=None) if cell.tzinfo else cell
        worksheet.write_datetime(row, place, naive, formats.moment)
    else:
        worksheet.write_datetime(row, place, cell, formats.moment if moment else formats.date)


def clean(text: str) -> str:
    """A text without what a workbook cannot hold, cut with a sign where it is too long."""
    found = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return found if len(found) <= LONGEST else f"{found[: LONGEST - 1]}…"


def sheet_names(sheets: Iterable[Sheet]) -> list[str]:
    """Names as Excel takes them: at most 31 characters, some signs not at all, each one once."""
    found: list[str] = []
    for sheet in sheets:
        base = NO_NAME.sub(" ", clean(sheet.name)).strip().strip("'")[:31].strip() or "Sheet"
        name, number = base, 2
        while name.lower() in {each.lower() for each in found} or name.lower() == "history":
            name = f"{base[: 31 - len(str(number)) - 1]} {number}"
            number += 1
        found.append(name)
    return found


def _width(name: str, cells: Iterable[Cell], kind: Kind) -> float:
    if kind is Kind.DATE:
        longest = 11
    elif kind is Kind.MOMENT:
        longest = 17
    else:
        lines = (line for cell in cells if cell is not None for line in str(cell).splitlines())
        longest = max((len(line) for line in lines), default=0)
    words = max((len(word) for word in name.split()), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2, min(len(name), 24) + 3, words + 3))
