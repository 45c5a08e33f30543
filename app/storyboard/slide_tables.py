"""Words as native tables, over as many slides as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from charts.metrics import text_width
from charts.slides.fit import HEIGHT, WIDTH
from charts.slides.view import TableGrid
from charts.table import Column

Row = tuple[str, str]
"""The head of a row, and its text."""

POINTS = 13.0
"""Size of type in a table and in the line below a title."""
LINE, PADDING, TALLEST = 17.0, 9.0, 44.0
"""Of a line, of the room above and below a row's text, and of a row that is stretched."""
SHARES = (0.34, 0.66)
MARGIN = 20.0
SLACK = 1.06
"""Words leave room at the end of lines, and other programs have other fonts."""


def fits_subtitle(text: str) -> bool:
    """Whether a text has room in the one line below a title."""
    return text_width(text, POINTS) * SLACK <= WIDTH


def pages(rows: Sequence[Row]) -> list[TableGrid]:
    """Rows as tables that each fit a slide; without any heads, of one column."""
    shares = SHARES if any(head for head, _ in rows) else (1.0,)
    columns = tuple(Column("") for _ in shares)
    found: list[list[Row]] = [[]]
    for row in _split(rows, shares):
        if found[-1] and _height([*found[-1], row], shares) > HEIGHT:
            found.append([])
        found[-1].append(row)
    return [
        TableGrid(columns, tuple(row[-len(shares) :] for row in each), shares) for each in found
    ]


def _split(rows: Sequence[Row], shares: Sequence[float]) -> Iterator[Row]:
    """A text that no slide could hold goes on in further rows."""
    most = int((HEIGHT - 2 * TALLEST) / LINE)
    for head, text in rows:
        words, piece = text.split(" "), ""
        for word in words:
            longer = f"{piece} {word}".strip()
            if piece and _lines(longer, shares[-1]) > most:
                yield head, piece
                longer = word
            piece = longer
        yield head, piece


def _height(rows: Sequence[Row], shares: Sequence[float]) -> float:
    """The table's, with the empty row of heads that a native table begins with."""
    least = min(TALLEST, HEIGHT / (len(rows) + 1))
    tall = [
        max(_lines(text, shares[-1]), _lines(head, SHARES[0], bold=True)) for head, text in rows
    ]
    return least + sum(max(least, lines * LINE + PADDING) for lines in tall)


def _lines(text: str, share: float, *, bold: bool = False) -> int:
    bold = bold or share == 1.0  # the first column is written bold
    return max(1, ceil(SLACK * text_width(text, POINTS, bold=bold) / (WIDTH * share - MARGIN)))
