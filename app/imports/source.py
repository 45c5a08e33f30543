"""Any file that is brought, as the text of a table: CSV, TSV or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from app.imports.cells import MOST_ROWS
from app.imports.encodings import decode, showable
from app.imports.problems import refuse
from app.imports.progress import without_collecting
from app.imports.workbook import Workbook, refuse_old

MOST_TEXT = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file's table as text, its rows where they stood."""

    text: str
    supposed: str = ""
    """What had to be supposed in reading it."""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook, in their order."""


def read_source(data: bytes, sheet: str = "", *, most_rows: int | None = None) -> Source:
    """Read a file by what it is, not by its name.

    Raises
    ------
    WrongFileError
        Says what the file is instead, and what to do.
    """
    refuse_old(data)
    if data.startswith(b"PK"):
        with without_collecting():
            return _from_workbook(data, sheet)
    if data.startswith(b"%PDF"):
        raise refuse("This is a PDF. Bring the table that it was made from, as CSV or XLSX.")
    if data[:512].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise refuse("This is a web page or XML, not a table. Save the table as CSV or XLSX.")
    decoded = decode(data)
    if most_rows is not None:
        _check_length(decoded.text, most_rows)
    return Source(showable(decoded.text), showable(decoded.supposed))


def _check_length(text: str, most_rows: int) -> None:
    lines = text.count("\n") or text.count("\r")
    if lines > most_rows + 1:
        raise refuse(
            f"The file has about {lines:,} rows; up to {most_rows:,} are read at a time. "
            "Split it, for example a year at a time.",
            most_rows + 2,
        )


def _from_workbook(data: bytes, sheet: str) -> Source:
    book = Workbook(data)
    found = next((each for each in book.sheets if each.name == sheet), None)
    tried = (found,) if found is not None else book.sheets
    chosen, text = tried[0], ""
    for chosen in tried:
        text = _written(book.rows(chosen))
        if text:
            break
    if not text:
        raise refuse("The workbook's sheets are empty.")
    return Source(showable(text), "", chosen.name, tuple(each.name for each in book.sheets))


def _written(rows: Iterable[tuple[int, list[str]]]) -> str:
    """Rows as CSV, at the numbers that they have in the sheet and all equally wide."""
    kept = list(rows)
    width = max((len(row) for _, row in kept), default=0)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    before = 0
    # A text that stands in the workbook once may be shown in a million cells.
    if sum(sum(map(len, row)) for _, row in kept) > MOST_TEXT:
        raise refuse(f"The sheet holds more than {MOST_TEXT >> 20} MB of text. Leave columns out.")
    for number, row in kept:
        out.write("\n" * (number - before - 1))
        writer.writerow(row + [""] * (width - len(row)) if len(row) < width else row)
        before = number
    return out.getvalue()


__all__ = ["MOST_ROWS", "Source", "read_source"]
