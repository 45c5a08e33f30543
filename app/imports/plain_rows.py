"""Rows of a sheet that hold nothing but values: they are found by their form, without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.imports.letters import letters_of, number_of

MOST_CELLS = 512
"""Columns up to which rows are found by their form."""
# No sign that a parser would refuse or read as another one: "&", control signs, ends of lines.
_SIGNS = r"([^<&\x00-\x1f\x7f]*+)"
_ROW = r'<row r="([0-9]{1,7})"(?: [A-Za-z0-9:]+="[^<>&"\x00-\x1f]*+")*+'
_NAME = r'<c r="%s[0-9]{1,7}"((?: s="[0-9]{1,5}")?(?: t="[A-Za-z]{1,9}")?)'
_HELD = rf'(?:/>|>(?:<v>{_SIGNS}</v>|<is><t(?: xml:space="preserve")?>{_SIGNS}</t></is>)</c>)'
COLUMN = re.compile(r'<c r="([A-Z]{1,3})')
KIND = re.compile(r'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?')


class Column(NamedTuple):
    """The cells of a column."""

    attributes: Sequence[str | None]
    """What is written of their kinds and styles; None where there is no cell."""
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Successive rows, column by column from A on."""

    rows: Sequence[int]
    """Their numbers."""
    columns: Sequence[Column]

    @property
    def cells(self) -> Iterator[tuple[int, int, str, str, str]]:
        """Every cell, row by row: its row and column, kind, style and text."""
        for at, row in enumerate(self.rows):
            for number, column in enumerate(self.columns, 1):
                attributes = column.attributes[at]
                if attributes is not None:
                    yield row, number, *kind_of(attributes), column.texts[at]


@lru_cache(maxsize=1024)
def kind_of(attributes: str) -> tuple[str, str]:
    """Kind and style of a cell; where they are not written it is a number of the first style."""
    match = KIND.match(attributes)
    style, kind = match.groups() if match else (None, None)
    return kind or "n", style or "0"


def plain_block(data: bytes) -> Block | None:
    """Find the cells of whole rows.

    None where they hold more than values: formulas, entities, several runs of text, signs that XML
    forbids, cells that are not in order. A parser tells what those say.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if "\ufffe" in text or "\uffff" in text:  # no signs of XML either
        return None
    # As wide as the first row is most often wide enough.
    first = text[: text.find("</row>")]
    return _found(text, _widest(first)) or _found(text, _widest(text))


def _widest(text: str) -> int:
    return max(map(number_of, set(COLUMN.findall(text))), default=0)


def _found(text: str, width: int) -> Block | None:
    """The rows that the text is made of; None where there is anything else in it.

    Also where cells are few and far between, since each that is missing takes room here.
    """
    if width > MOST_CELLS or width * text.count("<row ") > len(text) / 4:
        return None
    pattern = _rows_of(1 << max(0, width - 1).bit_length())
    parts = pattern.split(text)
    # Of each cell its attributes, its value and its words.
    between, rows, *cells = (parts[at :: pattern.groups + 1] for at in range(1 + pattern.groups))
    if any(between):
        return None
    while cells and cells[-3].count(None) == len(rows):
        del cells[-3:]
    each = zip(*(cells[at::3] for at in range(3)), strict=True)
    return Block(
        list(map(int, rows)),
        [
            Column(
                attributes,
                [value or words or "" for value, words in zip(values, more, strict=True)],
            )
            for attributes, values, more in each
        ],
    )


@lru_cache(maxsize=16)
def _rows_of(width: int) -> re.Pattern[str]:
    """A row of cells in order, in any of so many columns."""
    cells = "".join(f"(?:{_NAME % letters_of(at + 1)}{_HELD})?+" for at in range(width))
    return re.compile(f"{_ROW}(?:/>|>{cells}</row>)")
