"""A CSV file as rows of text, whatever its encoding."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from app.imports.problems import refuse

LARGEST = 256 * 1024 * 1024
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the rows under it with their numbers, and about how many there are."""

    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    about: int

    def position(self, column: str) -> int:
        """Where `column` stands in every row."""
        if column in self.header:
            return self.header.index(column)
        close = get_close_matches(column, self.header, n=1)
        hint = f' Did you mean "{close[0]}"?' if close else ""
        there = ", ".join(f'"{name}"' for name in self.header)
        raise refuse(f"The file has no such column. It has {there}.{hint}", 1, column)


def read_table(data: bytes) -> Table:
    """Open a CSV file; the header is checked now, the rows as they are read."""
    text = decode(data)
    if not text.strip():
        raise refuse("The file is empty.")
    records = _records(text, _delimiter(text))
    _, names = next(records, (0, None))
    if names is None:
        raise refuse("The file is empty.")
    header = tuple(name.strip() for name in names)
    _check_header(header)
    return Table(header, _rows(records, len(header)), text.count("\n"))


def decode(data: bytes) -> str:
    """Turn bytes into text: UTF-8, UTF-16 with its mark, or Windows-1252."""
    if len(data) > LARGEST:
        raise refuse("The file is larger than 256 MB. Split it into several.")
    if data.startswith(WORKBOOKS):
        raise refuse("This is a workbook. Save the sheet as CSV and import that.")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and b"\x00" in data:
        raise refuse("This is not a text file. Save the data as CSV and import that.")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refuse("The text is neither UTF-8, UTF-16 nor Windows-1252. Save it as CSV UTF-8.")


def _delimiter(text: str) -> str:
    first = text.lstrip().splitlines()[0]
    return max(",;\t", key=first.count)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refuse(f"The row cannot be read as CSV: {error}.", row) from error
        if any(cell.strip() for cell in cells):
            yield row, cells


def _check_header(header: tuple[str, ...]) -> None:
    for position, name in enumerate(header, 1):
        if name and name in header[: position - 1]:
            first = header.index(name) + 1
            raise refuse(
                f"The header has this name twice, as cells {first} and {position}.", 1, name
            )


def _rows(records: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for row, cells in records:
        if len(cells) != width:
            yield row, []
        else:
            yield row, [cell.strip() for cell in cells]
