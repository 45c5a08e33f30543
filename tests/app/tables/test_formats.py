"""Tables as CSV and as a workbook, read back with other readers than their writers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from app.tables import csvfile, xlsx
from app.tables.book import Book, Sheet, dates, moments, numbers, text

COLUMNS = (*text("words"), *numbers("number"), *dates("day"), *moments("moment"))
MOMENT = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
DAY = date(2025, 3, 4)
PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://example.org","a")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    "{=1}",
    "=cmd|' /C calc'!A0",
    "http://example.org",
    "mailto:a@example.org",
    "<b>bold</b> & <script>alert(1)</script>",
    "_x0041_",
    "nul\x00 bell\x07 escape\x1b",
    "\ufffe\uffff",
    "{{ 7*7 }}",
    "$\\frac$",
    "12345678901234567890",
    "007",
    "1e5",
    "TRUE",
]


def book_of(*rows: tuple[object, ...], columns=COLUMNS) -> Book:
    return Book("name", "=Title", (Sheet("Sheet: one/two", columns, rows),))  # type: ignore[arg-type]


def read(book: Book):
    return load_workbook(io.BytesIO(xlsx.write(book, made_on=DAY)))


def rows_of_csv(book: Book) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csvfile.write(book.sheets[0]).decode("utf-8-sig"))))


def test_dates_are_dates_and_numbers_are_numbers():
    (sheet,) = read(book_of(("a", 2.5, DAY, MOMENT), ("b", -3, None, None))).worksheets
    head, first, second = sheet.iter_rows()
    assert [cell.value for cell in head] == ["words", "number", "day", "moment"]
    assert [cell.value for cell in first][:2] == ["a", 2.5]
    assert first[2].is_date
    assert first[2].value == datetime(2025, 3, 4)  # noqa: DTZ001  # a workbook knows no time zones
    assert first[3].value == datetime(2025, 3, 4, 5, 6, 7)  # noqa: DTZ001  # as above
    assert [cell.value for cell in second] == ["b", -3, None, None]
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_does_anything_in_a_workbook(payload):
    book = Book("n", payload, (Sheet(payload[:20], text(payload), ((payload,),)),))
    (sheet,) = read(book).worksheets
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        wanted = "".join(
            sign
            for sign in payload
            if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff")
        )
        assert (cell.value or "").strip() == wanted.strip()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_a_formula_in_csv(payload):
    ((head,), (cell,)) = rows_of_csv(Book("n", "t", (Sheet("s", text(payload), ((payload,),)),)))
    for written in (head, cell):
        assert written.lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r"}
        assert "\x00" not in written


@pytest.mark.parametrize(
    "text_", ["＝1+1", "＋1", "－1", "＠SUM(1)", "\n=1+1", "\xa0=1+1", "\u3000=1"]
)
def test_wide_signs_and_other_blanks_hide_no_formula_in_csv(text_):
    (_, (cell,)) = rows_of_csv(Book("n", "t", (Sheet("s", text("a"), ((text_,),)),)))
    assert cell == f"'{text_}"


def test_csv_keeps_numbers_days_and_moments_as_machines_read_them():
    assert rows_of_csv(book_of(("a", -2.0, DAY, MOMENT), ("b", 0.1 + 0.2, None, None)))[1:] == [
        ["a", "-2", "2025-03-04", "2025-03-04 05:06:07"],
        ["b", "0.3", "", ""],
    ]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_left_empty(number):
    book = book_of(("a", number, None, None))
    (sheet,) = read(book).worksheets
    assert sheet["B2"].value is None
    assert rows_of_csv(book)[1][1] == ""


def test_an_empty_table_says_so():
    book = Book("n", "t", (Sheet("s", text("a", "b"), (), "No cycle yet."),))
    (sheet,) = read(book).worksheets
    assert [cell.value for cell in sheet[2]] == ["No cycle yet.", None]
    assert rows_of_csv(book) == [["a", "b"], ["No cycle yet.", ""]]


def test_a_text_too_long_for_a_cell_is_cut_with_a_sign():
    (sheet,) = read(Book("n", "t", (Sheet("s", text("a"), (("x" * 40_000,),)),))).worksheets
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("x…")


def test_dates_before_excel_counts_are_text():
    (sheet,) = read(book_of(("a", 1, date(1850, 5, 6), None))).worksheets
    assert sheet["C2"].value == "1850-05-06"


def test_names_of_sheets_fit_and_are_told_apart():
    names = xlsx.sheet_names(
        Sheet(name, text("a"), ())
        for name in ("By [language]: all/both", "x" * 40, "X" * 40, "", "History", "'quoted'")
    )
    assert len({name.lower() for name in names}) == 6
    for name in names:
        assert 0 < len(name) <= 31
        assert not set("[]:*?/\\") & set(name)
        assert name[0] != "'"
        assert name.lower() != "history"


def test_the_same_tables_on_the_same_day_are_the_same_bytes():
    book = book_of(("a", 2.5, DAY, MOMENT))
    assert xlsx.write(book, made_on=DAY) == xlsx.write(book, made_on=DAY)
