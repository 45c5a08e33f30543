"""A table as CSV: every text as itself, and none that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from app.tables.book import Cell, Sheet

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with; in Asian settings also the wide forms of the four signs."""
BREAKS = ("\t", "\r", "\n")
"""Where some programs begin another cell."""


def write(sheet: Sheet) -> bytes:
    """The table, its head first, as Excel opens it too: UTF-8 with a mark, lines ended by CR LF."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe(column.name) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(cell) for cell in row])
    if not sheet.rows:
        writer.writerow([sheet.empty, *[""] * (len(sheet.columns) - 1)])
    return file.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = text.replace("\x00", "")
    return f"'{clean}" if clean.lstrip().startswith(FORMULA) or clean.startswith(BREAKS) else clean


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return plain(cell)
    return safe(cell)


def plain(value: float | None) -> str:
    """A number with a point and no more digits than it has; nothing for what is no number."""
    if value is None or value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124  # only NaN differs from itself
        return ""
    return str(int(value)) if value == int(value) else repr(round(value, 10))
