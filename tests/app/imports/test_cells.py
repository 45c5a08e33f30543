"""Cells that are taken many rows at once say what they say one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900

from app.imports.cells import LONGEST_TEXT, MOST_ROWS, Taker
from app.imports.plain_rows import Block, plain_block
from app.imports.problems import WrongFileError

STRINGS = ["team", 'North, "old"', "", "x" * (LONGEST_TEXT + 1)]
DATE, PERCENT = "1", "2"
CELLS = st.tuples(
    st.sampled_from(["", ' s="1"', ' s="2"', ' t="s"', ' t="b"', ' s="1" t="str"', ' t="e"']),
    st.sampled_from(
        ["", "0", "1", "2", "7", "45992", "45992.5", "0.925", "0.30000000000000004", "x"]
    ),
)
ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.dictionaries(st.sampled_from("ABDE"), CELLS)), max_size=8
)


def taker() -> Taker:
    return Taker(STRINGS, frozenset({DATE}), frozenset({PERCENT}), CALENDAR_WINDOWS_1900)


def at_once(*blocks: Block) -> object:
    taken = taker()
    try:
        for block in blocks:
            taken.take_block(block)
    except WrongFileError as error:
        return str(error)
    return taken.rows


def one_by_one(*blocks: Block) -> object:
    taken = taker()
    try:
        for block in blocks:
            for cell in block.cells:
                taken.take(*cell)
    except WrongFileError as error:
        return str(error)
    return taken.rows


def block_of(*rows: str) -> Block:
    found = plain_block("".join(rows).encode())
    assert found is not None
    return found


def written(row: int, cells: dict[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<c r="{letter}{row}"{kind}><v>{text}</v></c>'
        for letter, (kind, text) in sorted(cells.items())
    )
    return f'<row r="{row}">{inside}</row>'


@given(ROWS, st.integers(0, 8))
def test_any_cells(rows, cut):
    """Row numbers rise mostly, cells are missing, and references lead nowhere."""
    number, texts = 0, []
    for step, cells in rows:
        number += step - (step == 3) * 3
        texts.append(written(max(number, 1), cells))
    blocks = [block_of(*part) for part in (texts[:cut], texts[cut:]) if part]
    assert at_once(*blocks) == one_by_one(*blocks)


def test_each_cell_is_the_text_that_a_csv_file_would_hold():
    block = block_of(
        '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"><v>45992</v></c>'
        '<c r="C4" s="2"><v>0.925</v></c><c r="E4"><v>0.30000000000000004</v></c></row>',
        '<row r="6"><c r="A6" t="inlineStr"><is><t>South</t></is></c><c r="B6" s="1"><v>45993</v></c>'
        '<c r="C6" s="2"/><c r="D6" t="b"><v>1</v></c><c r="E6"/></row>',
    )
    assert at_once(block) == {
        4: ['North, "old"', "2025-12-01", "92.5%", "", "0.3"],
        6: ["South", "2025-12-02", "", "TRUE"],
    }


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('<row r="7"><c r="B7" t="s"><v>9</v></c></row>', 'Row 7, column "B": The workbook cannot'),
        ('<row r="7"><c r="B7" t="s"><v>3</v></c></row>', 'Row 7, column "B": The text in this'),
        ('<row r="2"><c r="B2"><v>3</v></c></row>', 'Row 2, column "B": The workbook cannot be'),
        (f'<row r="{MOST_ROWS + 1}"><c r="A1"><v>3</v></c></row>', f"Row {MOST_ROWS + 1}"),
        (
            f'<row r="7"><c r="B7" t="str"><v>{"long " * 1000}</v></c><c r="SG7"><v>3</v></c></row>',
            'Row 7, column "SG": Up to 500 columns',
        ),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(row, said):
    block = block_of('<row r="5"><c r="A5"><v>1</v></c></row>', row)
    assert str(at_once(block)).startswith(said)
    assert at_once(block) == one_by_one(block)


def test_a_reference_to_no_words_is_an_empty_cell():
    block = block_of('<row r="5"><c r="A5"><v>1</v></c><c r="B5" t="s"><v>2</v></c></row>')
    assert at_once(block) == one_by_one(block) == {5: ["1"]}


def test_a_row_may_go_on_after_the_block():
    first = block_of('<row r="5"><c r="A5"><v>1</v></c></row>')
    again = block_of('<row r="5"><c r="B5"><v>2</v></c></row>')
    assert at_once(first, again) == {5: ["1", "2"]}
    assert at_once(first, replace(again, rows=[6])) == {5: ["1"], 6: ["", "2"]}
