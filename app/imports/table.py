"""Text as rows of cells under a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice

from app.imports.letters import letters_of
from app.imports.problems import quoted, refuse

MOST_COLUMNS = 500
LOOKED_AT = 50
"""Rows that are looked at for what stands in columns without a name."""
HEADER_WITHIN = 15
"""Rows among which the header is looked for; titles and empty rows may stand above it."""

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the rows under it with their numbers, and about how many there are."""

    header: tuple[str, ...]
    rows: Rows
    about: int
    header_row: int = 1
    across: Across | None = None
    """Where the rows were made of cells side by side: what their problems are placed by."""
    again: Callable[[], Rows] | None = None
    """The rows from the first, for who must look twice; None where they were made of others."""

    def position(self, column: str) -> int:
        """Where `column` stands in every row."""
        if column in self.header:
            return self.header.index(column)
        close = get_close_matches(column, self.header, n=1)
        hint = f" Did you mean {quoted(close[0])}?" if close else ""
        there = ", ".join(quoted(name) for name in self.header[:40])
        raise refuse(f"The file has no such column. It has {there}.{hint}", self.header_row, column)


@dataclass(frozen=True, slots=True)
class Across:
    """The columns that stand for cells side by side, and where their place is found in a row."""

    value: str
    denominator: str | None
    place: int
    """Cell with the name of the original column."""
    below_row: int | None
    """Cell with the original row of the denominator."""


def open_table(text: str, header_row: int | None = None) -> Table:
    """Open a table; the header is checked now, the rows as they are read.

    Without `header_row` the header is the first row that is not empty.
    """
    if not text.strip():
        raise refuse("The file is empty.")
    records = records_of(text)
    found = ((row, cells) for row, cells in records if row >= (header_row or 1))
    row, names = next(found, (header_row or 1, None))
    if names is None:
        raise refuse("There is nothing in this row or below it.", row)
    header = tuple(name.strip() for name in names)
    _check_header(header, row)
    rows = _rows(records, len(header))
    first = list(islice(rows, LOOKED_AT))
    header = _named(header, [cells for _, cells in first])

    def again() -> Rows:
        return _rows((each for each in records_of(text) if each[0] > row), len(header))

    return Table(header, chain(first, rows), text.count("\n"), row, again=again)


def _named(header: tuple[str, ...], first: list[list[str]]) -> tuple[str, ...]:
    """The header with names for columns that hold something and have none, such as "column A"."""
    named = list(header)
    for at, name in enumerate(header):
        own = f"column {letters_of(at + 1)}"
        if not name and own not in header and any(cells and cells[at] for cells in first):
            named[at] = own
    return tuple(named)


def guess_header(text: str) -> int | None:
    """Number of the row that is most likely the header: the first that is not much narrower than
    the widest of the top rows. Titles above it have few cells.
    """
    top = list(islice(records_of(text), HEADER_WITHIN))
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in top]
    if not filled:
        return None
    return next(
        row for (row, _), many in zip(top, filled, strict=True) if many >= 0.6 * max(filled)
    )


def records_of(text: str) -> Rows:
    """Every row that is not empty, with its number."""
    return _records(text, _delimiter(text))


def _delimiter(text: str) -> str:
    """The sign between cells: the one that the top rows have the most of."""
    top = text[:65536].lstrip("\r\n\ufeff ").splitlines()[:HEADER_WITHIN]
    return max(",;\t", key=lambda sign: max((line.count(sign) for line in top), default=0))


def _records(text: str, delimiter: str) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if cells and (cells[0].strip() or any(map(str.strip, cells))):
                yield row, cells
    except csv.Error as error:
        raise refuse(f"The row cannot be read as CSV: {error}.", row + 1) from error


def _check_header(header: tuple[str, ...], row: int) -> None:
    if len(header) > MOST_COLUMNS:
        raise refuse(
            f"The file has {len(header):,} columns; up to {MOST_COLUMNS} are read. "
            "Leave out those that are not needed.",
            row,
        )
    first: dict[str, int] = {}
    for position, name in enumerate(header, 1):
        if name and name in first:
            raise refuse(
                f"The header has this name twice, as cells {first[name]} and {position}.", row, name
            )
        first[name] = position


def _rows(records: Rows, width: int) -> Rows:
    for row, cells in records:
        if len(cells) == width:
            yield row, list(map(str.strip, cells))
        elif len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            yield row, [cell.strip() for cell in cells[:width]]
        else:
            yield row, []
