"""An XLSX workbook's sheet as rows of text; sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from app.imports.cells import CANNOT, MOST_ROWS, Taker
from app.imports.problems import WrongFileError, refuse
from app.imports.xml_events import CHUNK, read_cells, shared_strings

MOST_UNPACKED = 96 * 1024 * 1024
MOST_OF_PART = 4 * 1024 * 1024
"""Of parts that are read as a whole: the list of sheets and the styles."""
MOST_PARTS = 2000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

NOT_SHOWN_TIMES_100 = re.compile(r'"[^"]*"|\\.|_.|\*.')
"""Parts of a number format in which a percent sign is only a sign."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is not hidden."""

    name: str
    part: str


class Workbook:
    """An opened workbook."""

    def __init__(self, data: bytes) -> None:
        refuse_old(data)
        with _named_faults():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._check_sizes()
            self._book = self._tree("xl/workbook.xml")
            self.sheets = self._find_sheets()

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Every row that has cells, with its number; problems name row and column."""
        with _named_faults():
            strings: list[str] = []
            if "xl/sharedStrings.xml" in self._zip.namelist():
                with self._zip.open("xl/sharedStrings.xml") as source:
                    strings = shared_strings(source)
            self._check_rows(sheet)
            taker = Taker(strings, *self._styles(), self._epoch())
            with self._zip.open(sheet.part) as source:
                for _ in read_cells(source, taker.take, taker.take_block):
                    # The last row may go on in the next chunk.
                    for number in list(taker.rows)[:-1]:
                        yield number, taker.rows.pop(number)
            yield from taker.rows.items()

    def _check_rows(self, sheet: Sheet) -> None:
        """Count the rows before they are read, which takes a tenth of the time."""
        many, rest = 0, b""
        with self._zip.open(sheet.part) as source:
            while chunk := source.read(CHUNK):
                # A name may stand across two chunks; what is kept is too short to count it twice.
                found = rest + chunk
                many += found.count(b"<row ") + found.count(b"<row>")
                rest = chunk[-4:]
        if many > MOST_ROWS + 1:
            raise refuse(
                f"The sheet has {many:,} rows; up to {MOST_ROWS:,} are read at a time. Split it, "
                "for example a year at a time.",
                MOST_ROWS + 2,
            )

    def _check_sizes(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise refuse(
                f"The workbook unpacks to more than {MOST_UNPACKED >> 20} MB. "
                "Save only the sheet that is needed, or save it as CSV."
            )
        if any(part.flag_bits & 1 for part in parts):
            raise refuse("The workbook is locked with a password. Save it without one.")
        # What a part says of its size may be wrong: zipfile reads no more than it says, and a part
        # whose checksum then differs is refused as damaged.
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise refuse("This is a ZIP file, not an XLSX workbook. Unpack it and bring the table.")

    def _tree(self, part: str) -> Element:
        if self._zip.getinfo(part).file_size > MOST_OF_PART:
            raise refuse(CANNOT.format(f"its part {part} is too large"))
        tree: Element = fromstring(self._zip.read(part), forbid_dtd=True)
        return tree

    def _find_sheets(self) -> tuple[Sheet, ...]:
        parts = {
            each.get("Id"): each.get("Target", "")
            for each in self._tree("xl/_rels/workbook.xml.rels")
        }
        found = []
        for each in self._book.iter():
            if not each.tag.endswith("}sheet") or each.get("state", "visible") != "visible":
                continue
            key = next((value for name, value in each.items() if name.endswith("}id")), None)
            target = parts.get(key, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in self._zip.namelist() and "chartsheet" not in part:
                found.append(Sheet(each.get("name", ""), part))
        if not found:
            raise refuse("The workbook has no sheet to read.")
        return tuple(found)

    def _epoch(self) -> datetime:
        found = [each for each in self._book.iter() if each.tag.endswith("}workbookPr")]
        mac = any(each.get("date1904", "") in {"1", "true"} for each in found)
        return CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900

    def _styles(self) -> tuple[frozenset[str], frozenset[str]]:
        """Numbers of the styles that show dates, and of those that show percents."""
        if "xl/styles.xml" not in self._zip.namelist():
            return frozenset(), frozenset()
        tree = self._tree("xl/styles.xml")
        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        styles, dates, percents = None, set[str](), set[str]()
        for each in tree.iter():
            if each.tag.endswith("}numFmt"):
                formats[int(each.get("numFmtId", "0"))] = each.get("formatCode", "")
            elif each.tag.endswith("}cellXfs"):
                styles = each
        for number, style in enumerate(styles if styles is not None else ()):
            code = formats.get(int(style.get("numFmtId", "0")), "")
            if is_date_format(code):
                dates.add(str(number))
            elif "%" in NOT_SHOWN_TIMES_100.sub("", code):
                percents.add(str(number))
        return frozenset(dates), frozenset(percents)


def refuse_old(data: bytes) -> None:
    """Refuse what older programs, or a password, made of a workbook."""
    if not data.startswith(OLE):
        return
    if ENCRYPTED in data:
        raise refuse("The workbook is locked with a password. Save it without one.")
    raise refuse("This is a workbook of the old kind (.xls). Save it as XLSX or CSV.")


class _named_faults:  # noqa: N801  # used as a context manager
    """Turn what libraries raise of damaged workbooks into a refusal."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, DefusedXmlException):
            raise refuse(
                "The workbook declares entities of its own, which no spreadsheet program does. "
                "It was not read any further."
            ) from error
        if isinstance(error, FAULTS) and not isinstance(error, WrongFileError):
            raise refuse(CANNOT.format(f"it is damaged ({_short(error)})")) from error


def _short(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:80].rstrip(".")


FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    ParseError,
    LookupError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
