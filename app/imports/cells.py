"""Cells of a sheet as the texts that a CSV file would hold, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from openpyxl.utils.datetime import from_excel

from app.imports.letters import letters_of
from app.imports.plain_rows import Block, Column, kind_of
from app.imports.problems import refuse
from app.imports.table import MOST_COLUMNS

MOST_ROWS = 120_000
LONGEST_TEXT = 32_767
CANNOT = "The workbook cannot be read: {}. Open it in a spreadsheet program and save it anew."


class Taker:
    """Takes cells, one at a time or many rows at once."""

    def __init__(
        self,
        strings: list[str],
        dates: frozenset[str],
        percents: frozenset[str],
        epoch: datetime,
    ) -> None:
        self.rows: dict[int, list[str]] = {}
        self._strings, self._epoch = strings, epoch
        self._dates, self._percents = dates, percents
        self._known: dict[str, str] = {}
        self._last = 0
        self._cells: list[str] = []

    def take(self, row: int, column: int, kind: str, style: str, text: str) -> None:
        if kind == "uncalculated":
            raise refuse(
                "This cell holds a formula that was never calculated. Open the workbook in a "
                "spreadsheet program, save it, and bring it again.",
                row,
                letters_of(column),
            )
        found = text and self._turned(kind, style, text)
        if found is None:
            said = CANNOT.format("it refers to a text that is not there")
            raise refuse(said, row, letters_of(column))
        if len(found) > LONGEST_TEXT:
            said = "The text in this cell is longer than any spreadsheet program allows."
            raise refuse(said, row, letters_of(column))
        if not found:
            return
        if row != self._last or column > MOST_COLUMNS:
            _check_place(row, column, self._last)
            self._last = row
            self._cells = self.rows.setdefault(row, [])
        cells = self._cells
        missing = column - len(cells) - 1
        if missing < 0:
            cells[column - 1] = found
        else:
            cells.extend([""] * missing)
            cells.append(found)

    def take_block(self, block: Block) -> None:
        """Take many rows, column by column."""
        columns = [self._turned_all(column) for column in block.columns]
        if not self._is_in_order(block) or not all(map(_is_right, columns)):
            for cell in block.cells:
                self.take(*cell)
            return
        for row, found in zip(block.rows, zip(*columns, strict=True), strict=False):
            cells = list(found)
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                self.rows[row], self._last, self._cells = cells, row, cells

    def _is_in_order(self, block: Block) -> bool:
        """Whether rows follow one another, and neither they nor the columns are too many."""
        rows = [self._last, *block.rows, MOST_ROWS + 1]
        return len(block.columns) <= MOST_COLUMNS and all(a < b for a, b in pairwise(rows))

    def _turned_all(self, column: Column) -> Sequence[str | None]:
        """As `_turned`, each different cell once; an empty one stays empty."""
        attributes, texts = column
        kinds = {each: kind_of(each or "") for each in set(attributes)}
        plain = all(kind == "n" and self._is_plain(style) for kind, style in kinds.values())
        if plain and all(map(str.isdecimal, texts)):
            return texts
        different = {
            cell: cell[1] and self._turned(*kinds[cell[0]], cell[1])
            for cell in set(zip(attributes, texts, strict=True))
        }
        return list(map(different.__getitem__, zip(attributes, texts, strict=True)))

    def _is_plain(self, style: str) -> bool:
        return style not in self._dates and style not in self._percents

    def _turned(self, kind: str, style: str, text: str) -> str | None:
        """A cell's value as a text; None where it refers to one that is not there."""
        if kind == "n":
            return self._number(style, text)
        if kind == "s":
            return self._shared(text)
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return text

    def _number(self, style: str, text: str) -> str:
        if style in self._dates:
            return self._known.get(text) or self._known.setdefault(text, self._day(text))
        if style in self._percents:
            return _percent(text)
        return text if text.isdecimal() else _plain(text)

    def _shared(self, text: str) -> str | None:
        if not text.isdecimal() or len(text) > 9 or int(text) >= len(self._strings):
            return None
        return self._strings[int(text)]

    def _day(self, text: str) -> str:
        try:
            found: Any = from_excel(float(text), self._epoch)
        except (ValueError, OverflowError, TypeError):
            return text
        if isinstance(found, datetime):
            return found.date().isoformat()
        return found.isoformat() if hasattr(found, "isoformat") else text


def _is_right(texts: Sequence[str | None]) -> bool:
    """Whether all texts are there and none is too long."""
    return all(each is not None and len(each) <= LONGEST_TEXT for each in set(texts))


def _plain(text: str) -> str:
    """A number without the traces of its binary form: 0.30000000000000004 is 0.3, 1E+2 is 100."""
    if text.isdecimal():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if number != number or abs(number) >= 1e15:  # noqa: PLR0124  # NaN differs from itself
        return text
    return f"{number:.0f}" if number.is_integer() else f"{number:.15g}"


def _percent(text: str) -> str:
    """A number as it is shown: what is kept as 0.925 stands in the cell as 92.5%."""
    try:
        return f"{_plain(repr(float(text) * 100))}%"
    except ValueError:
        return text


def _check_place(row: int, column: int, before: int) -> None:
    if column > MOST_COLUMNS:
        raise refuse(
            f"Up to {MOST_COLUMNS} columns are read, and there is a cell in this one. "
            "Delete what stands far beside the table.",
            row,
            letters_of(column),
        )
    if row < before:
        raise refuse(CANNOT.format("its rows are not in order"), row, letters_of(column))
    if row > MOST_ROWS:
        raise refuse(
            f"Up to {MOST_ROWS:,} rows are read, and there is a cell in this one. Delete what "
            "stands far below the table, or split the file, for example a year at a time.",
            row,
            letters_of(column),
        )
