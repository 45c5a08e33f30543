"""Rows that are found by their form hold what a parser finds in them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports import xml_events
from app.imports.problems import WrongFileError

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="x"><cols/><sheetData>'
TAIL = b"</sheetData><pageMargins/></worksheet>"
ROW = '<row r="{0}" spans="1:2"><c r="A{0}" t="s"><v>{0}</v></c><c r="B{0}" s="1"><v>4.5</v></c></row>'
MANY = "".join(ROW.format(number) for number in range(1, 9000)).encode()


def found_by(read, data: bytes):
    cells: list[tuple[object, ...]] = []
    try:
        for _ in read(io.BytesIO(data), lambda *cell: cells.append(cell)):
            pass
    except (WrongFileError, xml_events.expat.ExpatError) as error:
        return type(error).__name__
    return cells


@pytest.mark.parametrize(
    "rows",
    [
        b"",
        b'<row r="1"/>',
        b'<row r="2"><c r="B2"/><c r="C2" s="3"/></row><row r="5" ht="12.8"/>',
        b'<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t><t>b</t></is></c></row>',
        b'<row r="1"><c r="A1" t="str"><f>1+1</f><v>2</v></c></row><row><c><v>3</v></c></row>',
        b'<row r="1"><c r="A1"><f>1+1</f></c></row>',
        b'<row r="7"><c r="A7"><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>a &amp; b</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>\xef\xbf\xbe</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>\xff</v></c></row>',
        '<row r="1"><c r="AB1" t="str"><v>Niño 谁</v></c></row>'.encode(),
        b'<row r="1"><c r="A9" t="n"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c>',
        b'<row r="1"><c r="A1"><v>1</v></c></row></x>',
        b'<row r="1"><c r="C1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2" s="3"/><c r="ZZ2"><v>2</v></c></row>',
        b'<row r="1"><c r="E1"><v>1</v></c></row><row r="2"><c r="F2"><v>2</v></c></row>',
        b'<row r="1"><c r="SR1"><v>1</v></c></row>' + b'<row r="2"/>' * 5000,
        b'<row r="1"><c r="A1"><v>1</v></is></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row> <row r="2"/>',
        MANY,
        MANY + b'<row r="9001"><c r="A9001" t="str"><v>&lt;</v></c></row>' + MANY,
        MANY[:-20],
    ],
)
def test_what_is_found_is_what_a_parser_finds(rows):
    data = HEAD + rows + TAIL
    assert found_by(xml_events.read_cells, data) == found_by(xml_events.parsed_cells, data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<worksheet/>",
        HEAD,
        (HEAD + MANY + TAIL)[:-5],
        HEAD.replace(b"UTF-8", b"ISO-8859-1")
        + b'<row r="1"><c r="A1"><v>\xe9</v></c></row>'
        + TAIL,
        (HEAD + MANY + TAIL).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        HEAD.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet') + MANY + TAIL,
    ],
)
def test_what_stands_around_the_rows_is_parsed(data):
    assert found_by(xml_events.read_cells, data) == found_by(xml_events.parsed_cells, data)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 800), st.text(max_size=6), st.booleans()), max_size=12))
def test_any_text_is_found(cells):
    rows = "".join(
        f'<row r="{number}"><c r="{xml_events.letters_of(column)}{number}" t="str">'
        + (f"<v>{text}</v></c></row>" if value else f"<is><t>{text}</t></is></c></row>")
        for number, (column, text, value) in enumerate(cells, 1)
    )
    data = HEAD + rows.encode(errors="replace") + TAIL
    assert found_by(xml_events.read_cells, data) == found_by(xml_events.parsed_cells, data)


def test_plain_rows_cost_no_parser(monkeypatch):
    parsed: list[bytes] = []
    real = xml_events.parsed_cells

    def counted(source, taken, row=0):
        parsed.append(source.read(1 << 30))
        return real(io.BytesIO(parsed[0]), taken, row)

    monkeypatch.setattr(xml_events, "parsed_cells", counted)
    assert len(found_by(xml_events.read_cells, HEAD + MANY + TAIL)) == 2 * 8999
    assert parsed == [HEAD + TAIL]
