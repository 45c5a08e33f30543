"""A native table on a slide, with icons and small native charts in its cells."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from charts.slides.fit import WIDTH
from charts.slides.panels import add_panel
from charts.slides.paper import Paper, TextRun, named, run
from charts.slides.shapes import add_icon
from charts.slides.view import RowPictures, TableGrid
from charts.theme import Tone
from charts.view import Icon

_ICON = 20.0
_PAD = 8.0


def add_table(paper: Paper, grid: TableGrid, description: str, created: dt.datetime) -> None:
    """Put a table on a slide.

    Parameters
    ----------
    paper : Paper
        Where its top left corner is.
    grid : TableGrid
        Words, icons and charts.
    description : str
        Alternative text of the table.
    created : datetime.datetime
        Time stamp of the workbooks of its charts.
    """
    high, count = grid.row_height, len(grid.rows) + 1
    frame = paper.shapes.add_table(
        count, len(grid.columns), paper.x(0), paper.y(0), paper.size(WIDTH),
        paper.size(high * count),
    )  # fmt: skip
    named(frame, "Table", description)
    table = frame.table
    table.horz_banding = False
    for number, share in enumerate(grid.shares):
        table.columns[number].width = paper.size(WIDTH * share)
    heads = tuple(column.name for column in grid.columns)
    for row, cells in enumerate((heads, *grid.rows)):
        table.rows[row].height = paper.size(high)
        for number, text in enumerate(cells):
            _cell(paper, grid, table.cell(row, number), row, number, text)
    lefts = [0.0, *(WIDTH * share for share in itertools.accumulate(grid.shares))]
    for number, pictures in enumerate(grid.pictures, 1):
        _pictures(paper, grid, pictures, lefts, number, created)


def _cell(paper: Paper, grid: TableGrid, cell: Any, row: int, number: int, text: str) -> None:
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.background()
    cell.margin_left = cell.margin_right = paper.size(_PAD)
    cell.margin_top = cell.margin_bottom = paper.size(2)
    if row and grid.pictures and number in dict(grid.pictures[row - 1].icons):
        cell.margin_left = paper.size(_PAD + _ICON + 6)
    tone = Tone.SECONDARY if row == 0 else Tone.INK
    bold = number == 0 or row == 0
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if grid.columns[number].numeric else None
    run(paragraph, TextRun(text, 13.0, tone, bold), paper.points)


def _pictures(
    paper: Paper,
    grid: TableGrid,
    pictures: RowPictures,
    lefts: list[float],
    row: int,
    created: dt.datetime,
) -> None:
    """Draw icons and chart of a row over its cells."""
    top, cells = row * grid.row_height, grid.rows[row - 1]
    for number, body in pictures.icons:
        icon = Icon(lefts[number] + _PAD, top + (grid.row_height - _ICON) / 2, _ICON, body)
        add_icon(paper, icon, cells[number])
    left = lefts[len(grid.columns) - 1]
    place = Paper(
        paper.shapes, round(paper.left + left * paper.scale),
        round(paper.top + top * paper.scale), paper.scale,
    )  # fmt: skip
    drawing = pictures.spark.drawing
    add_panel(place, pictures.spark, f"{drawing.title}. {drawing.description}", created)
