"""Builders of workbooks, sound and broken; written by hand where no library writes such a thing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)
GOOD = "month,late,seen\n2025-01,12,80\n2025-02,9,84\n"


def cell(row: int, column: str, text: str) -> str:
    if text.replace(".", "", 1).replace("-", "", 1).isdecimal():
        return f'<c r="{column}{row}"><v>{text}</v></c>'
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows(text: str) -> str:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = "".join(
            cell(number, "ABCDEFGH"[at], each) for at, each in enumerate(line.split(",")) if each
        )
        found.append(f'<row r="{number}">{cells}</row>')
    return "".join(found)


def sheet(inner: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'


def workbook(text: str = GOOD, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook whose only sheet holds a comma-separated text; `parts` replaces or adds some."""
    all_parts: dict[str, str | bytes] = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/worksheets/sheet1.xml": sheet(rows(text)),
    }
    return zipped(all_parts | dict(parts or {}))


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(xml: str) -> bytes:
    return workbook(parts={"xl/worksheets/sheet1.xml": xml})


def bomb() -> bytes:
    """A sheet that says what it unpacks to: 120 MB."""
    return with_sheet(" " * (120 * 1024 * 1024))


def lying_bomb() -> bytes:
    """The same, its sizes written as 1,000 bytes."""
    size = 128 * 1024 * 1024 + 54_321  # a number that stands nowhere else in the file
    data = with_sheet(" " * size)
    return data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def many_rows(many: int) -> bytes:
    return with_sheet(sheet("<row><c><v>1</v></c></row>" * many))


def shown_often() -> bytes:
    """One text of 30,000 signs, shown in 5,000 cells."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
    inner = "".join(
        f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 5001)
    )
    return workbook(
        parts={"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet(inner)}
    )


def laughs(part: str) -> bytes:
    """Entities that unfold into a billion others."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><x>&a9;</x>'
    return workbook(parts={part: xml})


def outside(part: str) -> bytes:
    """An entity that names a file of the server."""
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    return workbook(parts={part: xml})


def locked_parts() -> bytes:
    """Every part marked as encrypted, as some packers do."""
    data = bytearray(workbook())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def old(*, locked: bool = False) -> bytes:
    """The head of an OLE file, in which old workbooks and locked new ones are kept."""
    inside = "EncryptedPackage" if locked else "Workbook"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + inside.encode("utf-16-le")


def damaged() -> bytes:
    """A sheet whose bytes differ from their checksum."""
    data = bytearray(workbook())
    at = data.find(b"sheet1.xml") + 40
    data[at] ^= 0xFF
    return bytes(data)
