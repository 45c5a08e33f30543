"""Broken files, each with the message that it must get: name, builder, message.

A message of the form (row, column, text) must stand in a row of the list of problems; a text alone
on the page that refuses the file.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.app.imports.browser import workbooks as wb

HEADER = "month,late,seen\n"
ROW = "2025-01,12,80\n"
GOOD = HEADER + ROW

Message = str | tuple[int, str, str]


def text(*lines: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: "".join(lines).encode(encoding)


def table(row: str, before: str = "") -> Callable[[], bytes]:
    return text(HEADER, ROW, before, row)


def book(sheet: str) -> Callable[[], bytes]:
    return lambda: wb.with_sheet(wb.sheet(sheet))


HEAD = wb.rows(HEADER)
UNCALCULATED = '<c r="B2"><f>A1+1</f></c>'

BROKEN: tuple[tuple[str, Callable[[], bytes], Message], ...] = (
    # not a table
    ("empty", text(""), "The file is empty."),
    ("blank", text("\n \n\t\n"), "The file is empty."),
    ("only separators", text(",,\n,,\n"), "There is nothing in this row or below it."),
    ("only a header", text(HEADER), "The file has a header and no rows under it."),
    ("PDF", text("%PDF-1.7\n"), "This is a PDF."),
    ("web page", text("<!DOCTYPE html><table></table>"), "This is a web page or XML"),
    ("XML", text("<?xml version='1.0'?><Workbook/>"), "This is a web page or XML"),
    ("picture", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is not a text file."),
    ("binary", lambda: bytes(range(256)) * 20, "This is not a text file."),
    ("gzip", lambda: gzip.compress(b"\x00" * 100 + GOOD.encode()), "This is not a text file."),
    ("JSON", text('[{"month": "2025-01", "late": 12}]'), "The file has a header and no rows under it."),
    # workbooks
    ("zip bomb", wb.bomb, "The workbook unpacks to more than 96 MB."),
    ("zip bomb that lies", wb.lying_bomb, "The workbook cannot be read"),
    ("a text shown 5,000 times", wb.shown_often, "The sheet holds more than 32 MB of text."),
    ("a million rows", lambda: wb.many_rows(1_000_000), "The sheet has 1,000,000 rows; up to 120,000 are read"),
    ("far row", book(HEAD + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "Row 1048576, column &#34;A&#34;: Up to 120,000 rows are read"),
    ("far column", book(HEAD + '<row r="2"><c r="XFD2"><v>1</v></c></row>'), "Row 2, column &#34;XFD&#34;: Up to 500 columns are read"),
    ("billion laughs", lambda: wb.laughs("xl/worksheets/sheet1.xml"), "declares entities of its own"),
    ("billion laughs in the list of sheets", lambda: wb.laughs("xl/workbook.xml"), "declares entities of its own"),
    ("billion laughs in texts", lambda: wb.laughs("xl/sharedStrings.xml"), "declares entities of its own"),
    ("external entity", lambda: wb.outside("xl/worksheets/sheet1.xml"), "declares entities of its own"),
    ("external entity in styles", lambda: wb.outside("xl/styles.xml"), "declares entities of its own"),
    ("locked", lambda: wb.old(locked=True), "locked with a password"),
    ("locked parts", wb.locked_parts, "locked with a password"),
    ("old .xls", wb.old, "a workbook of the old kind (.xls)"),
    ("plain ZIP", lambda: wb.zipped({"data.csv": GOOD}), "This is a ZIP file, not an XLSX workbook."),
    ("cut off", lambda: wb.workbook()[:400], "The workbook cannot be read"),
    ("damaged", wb.damaged, "The workbook cannot be read"),
    ("broken XML", lambda: wb.with_sheet("<worksheet><sheetData><row>"), "The workbook cannot be read"),
    ("no sheet", lambda: wb.workbook(parts={"xl/workbook.xml": f'<workbook xmlns="{wb.MAIN}"/>'}), "The workbook has no sheet to read."),
    ("empty sheet", book(""), "sheets are empty."),
    ("rows out of order", book(wb.rows(GOOD) + '<row r="1"><c r="A1"><v>1</v></c></row>'), "its rows are not in order"),
    ("text that is not there", book(HEAD + '<row r="2"><c r="A2" t="s"><v>7</v></c></row>'), "Row 2, column &#34;A&#34;: The workbook cannot be read: it refers to a text that is not there"),
    ("formula never calculated", book(HEAD + f'<row r="2">{UNCALCULATED}</row>'), "Row 2, column &#34;B&#34;: This cell holds a formula that was never calculated."),
    ("styles too large", lambda: wb.workbook(parts={"xl/styles.xml": " " * 5_000_000}), "its part xl/styles.xml is too large"),
    ("error in a cell", lambda: wb.workbook(HEADER + ROW + "2025-02,#DIV/0!,80\n"), (3, "late", "“#DIV/0!” is not a number.")),
    ("date as a number", lambda: wb.workbook(HEADER + ROW + "45658,12,80\n"), (3, "month", "is the number by which a spreadsheet program keeps a date")),
    # text files
    ("a million rows of text", text(HEADER, "2025-01,1\n" * 1_000_000), "up to 120,000 are read at a time"),
    ("600 columns", text(",".join(f"c{n}" for n in range(600)), "\n", ROW), "The file has 600 columns; up to 500 are read."),
    ("says UTF-8 and is not", lambda: b"\xef\xbb\xbf" + "month,späte\n".encode("cp1252"), "The file says that it is UTF-8 and is not."),
    ("UTF-16 cut in half", lambda: GOOD.encode("utf-16")[:-1], "The file says that it is UTF-16 and is not."),
    ("UTF-32 of nothing", lambda: b"\xff\xfe\x00\x00\xff\xff\xff\xff", "The file says that it is UTF-32 and is not."),
    ("no encoding", lambda: HEADER.encode() + b"2025-01,\x81,80\n", "neither UTF-8, UTF-16 nor Windows-1252"),
    ("NUL in a cell", lambda: HEADER.encode() + b"2025-01,1\x00,80\n", "This is not a text file."),
    ("a name twice", text("month,late,late\n", ROW), "The header has this name twice, as cells 2 and 3."),
    ("open quote", table('2025-02,"9,84\n'), "Row 3: The row cannot be read as CSV: unexpected end of data."),
    ("cell too long", table("2025-02," + "9" * 140_000 + ",84\n"), "Row 3: The row cannot be read as CSV: field larger than field limit"),
    ("short row", table("2025-02,9\n"), (3, "–", "The row does not have the header&#39;s 3 cells.")),
    ("long row", table("2025-02,9,84,7\n"), (3, "–", "The row does not have the header&#39;s 3 cells.")),
    # numbers
    ("NaN", table("2025-02,nan,84\n"), (3, "late", "“nan” is not a number.")),
    ("inf", table("2025-02,9,inf\n"), (3, "seen", "“inf” is not a number.")),
    ("exponent", table("2025-02,1e999,84\n"), (3, "late", "“1e999” is not a number.")),
    ("too large", table("2025-02,9,9999999999999999\n"), (3, "seen", "That number is too large to be right.")),
    ("digits of another script", table("2025-02,٩,84\n"), (3, "late", "“٩” is not a number.")),
    ("decimal comma", table('2025-02,"9,5",84\n'), (3, "late", "Write 9.5 with a point, not a comma.")),
    ("percent", table("2025-02,12%,84\n"), (3, "late", "“12%” is a percentage; here the number itself is needed")),
    ("formula as text", table("2025-02,=1+1,84\n"), (3, "late", "“=1+1” is not a number.")),
    ("markup", table("2025-02,<script>,84\n"), (3, "late", "“&lt;script&gt;” is not a number.")),
    ("negative", table("2025-02,-9,84\n"), (3, "late", "A count cannot be negative.")),
    ("part of a person", table("2025-02,9.5,84\n"), (3, "late", "This is a count")),
    ("more than all", table("2025-02,85,84\n"), (3, "late", "85 is more than 84.")),
    ("divided by nobody", table("2025-02,9,0\n"), (3, "seen", "Nothing can be divided by 0.")),
    ("number missing", table("2025-02,9,\n"), (3, "seen", "The number is missing.")),
    # dates
    ("date missing", table(",9,84\n"), (3, "month", "The date is missing.")),
    ("no date", table("soon,9,84\n", "2025-03,9,84\n" * 4), (7, "month", "&#34;soon&#34; is not a date like the others.")),
    ("impossible date", text(HEADER, "2025-02-28,9,84\n" * 5, "2025-02-30,9,84\n"), (7, "month", "&#34;2025-02-30&#34; is not a date")),
    ("mixed dates", text(HEADER, "31/01/2025,9,84\n02/28/2025,9,84\n"), "Write all dates in one way."),
    ("two ways", text(HEADER, "02/01/2025,9,84\n"), "can be read in two ways"),
    ("not over yet", table("2026-02,9,84\n"), (3, "month", "lies in a month that is not over yet.")),
    ("no date of this world", text(HEADER, "2025-01-01,9,84\n" * 5, "9999-12-31,9,84\n"), (7, "month", "is not a date")),
    ("a typed century", table("1925-01,9,84\n", "2025-03,9,84\n" * 4), (7, "month", "is not a date")),
    ("forty years before", table("1985-01,9,84\n"), (3, "month", "more than ten years before the next value")),
    ("quarters for a monthly measure", text(HEADER, "2025 Q1,9,84\n"), (2, "month", "does not say the month")),
    ("across without a denominator", text("which,Jan 2025,Feb 2025\nnumerator,1,2\n"), (2, "which", "There is no row with the denominator to this.")),
    ("across with a third kind", text("which,Jan 2025,Feb 2025\nnumerator,1,2\nrate,8,9\ndenominator,10,20\n"), (3, "which", "is neither the numerator nor the denominator")),
)  # fmt: skip

SOUND: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("UTF-8", text(GOOD)),
    ("UTF-8 with its mark", text(GOOD, encoding="utf-8-sig")),
    ("UTF-16 with its mark", text(GOOD, encoding="utf-16")),
    ("UTF-16, little end first, no mark", text(GOOD, encoding="utf-16-le")),
    ("UTF-16, big end first, no mark", text(GOOD, encoding="utf-16-be")),
    ("UTF-32", text(GOOD, encoding="utf-32")),
    ("Windows-1252", text("month,late,seen,site\n2025-01,12,80,Café\n", encoding="cp1252")),
    ("TSV", text(GOOD.replace(",", "\t"))),
    ("semicolons", text(GOOD.replace(",", ";"))),
    ("only carriage returns", text(GOOD.replace("\n", "\r"))),
    ("XLSX", lambda: wb.workbook(GOOD)),
    ("XLSX with prefixed names", lambda: wb.with_sheet(
        wb.sheet(wb.rows(GOOD)).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    )),
)  # fmt: skip
"""Files that are unusual and right: all say 12 of 80 in January 2025."""
