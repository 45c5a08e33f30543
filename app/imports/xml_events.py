"""Reading the large parts of a workbook as a stream, without keeping them in memory.

openpyxl takes three times as long for 100,000 rows: this makes nothing but the cells' texts.
Declarations of entities are refused where they stand, as defusedxml does.
Rows without anything unusual are not parsed at all but found by their form; see `plain_rows.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, Protocol
from xml.parsers import expat

from app.imports.letters import letters_of, number_of
from app.imports.plain_rows import Block, plain_block
from app.imports.problems import refuse

CHUNK = 256 * 1024
COLUMN = re.compile(r"[A-Z]{1,3}")
PREFIX = re.compile(rb"<[A-Za-z][A-Za-z0-9]*:(?:row|c|si|t)[ />]")
ROW = re.compile(r"[0-9]{1,9}", re.ASCII)

UTF_8 = re.compile(rb"""encoding=["']utf-8["']""", re.IGNORECASE)

__all__ = ["letters_of", "number_of", "parsed_cells", "read_cells", "shared_strings"]

Attributes = dict[str, str]
Taken = Callable[[int, int, str, str, str], None]
TakenBlock = Callable[[Block], None]


class Source(Protocol):
    """Anything that is read in chunks."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, or what was kept; none at the end."""


def feed(
    source: Source,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    data: Callable[[str], None],
) -> Iterator[None]:
    """Parse a part chunk by chunk; yields after each, so that the caller can hand on what is done.

    Raises
    ------
    WrongFileError
        Where the part declares a document type or entities.
    expat.ExpatError
        Where it is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    while chunk := source.read(CHUNK):
        if PREFIX.search(chunk):
            # Some programs name each element with a prefix; only those pay for taking it off.
            parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        parser.Parse(chunk, False)  # noqa: FBT003  # expat knows its arguments by place only
        yield
    parser.Parse(b"", True)  # noqa: FBT003  # as above
    yield


def _refuse_declarations(*_: object) -> None:
    raise refuse(
        "The workbook declares entities of its own, which no spreadsheet program does. "
        "It was not read any further."
    )


def read_cells(
    source: IO[bytes], taken: Taken, taken_block: TakenBlock | None = None
) -> Iterator[None]:
    """Hand every cell to `taken`: its row and column, kind, style and text.

    The kind is the part's own, or "uncalculated" where a formula stands without its result.
    Plain rows go to `taken_block`, where there is one, many at a time.
    From the first row that is not plain the rest is parsed, and with it what stands around the rows.
    """
    start = source.read(CHUNK)
    head, mark, rest = start.partition(b"<sheetData>")
    row = 0
    if mark and (b"encoding" not in head or UTF_8.search(head)):
        head += mark
        while True:
            until = rest.rfind(b"</row>") + len(b"</row>")
            if until >= len(b"</row>"):
                block = plain_block(rest[:until])
                if block is None:
                    break
                _hand_on(block, taken, taken_block)
                row, rest = block.rows[-1], rest[until:]
                yield
            more = source.read(CHUNK)
            if not more or len(rest) > CHUNK:
                rest += more
                break
            rest += more
        start = head + rest
    yield from parsed_cells(_Rest(start, source), taken, row)


def _hand_on(block: Block, taken: Taken, taken_block: TakenBlock | None) -> None:
    if taken_block is not None:
        taken_block(block)
        return
    for cell in block.cells:
        taken(*cell)


class _Rest:
    """What is left of a source after its beginning was looked at."""

    def __init__(self, start: bytes, source: IO[bytes]) -> None:
        self._start, self._source = start, source

    def read(self, size: int) -> bytes:
        found, self._start = self._start, b""
        return found or self._source.read(size)


def parsed_cells(source: Source, taken: Taken, row: int = 0) -> Iterator[None]:  # noqa: C901  # three callbacks that share names
    """As `read_cells`, by a parser, of rows after `row`.

    Closures and local names: this runs for each of up to millions of cells.
    """
    column = 0
    kind, style, formula, within = "n", "0", False, False
    texts: list[str] = []
    letters: dict[str, int] = {}

    def start(name: str, given: Attributes) -> None:
        nonlocal row, column, kind, style, formula, within
        if name in {"v", "t"}:
            within = True
        elif name == "c":
            word = given.get("r", "").rstrip("0123456789")
            known = letters.get(word)
            if known is None:
                known = number_of(word) if COLUMN.fullmatch(word) else column + 1
                if word:
                    letters[word] = known
            column, kind, style = known, given.get("t", "n"), given.get("s", "0")
            formula = False
            texts.clear()
        elif name == "f":
            formula = True
        elif name == "row":
            number = given.get("r", "")
            row, column = (int(number) if ROW.fullmatch(number) else row + 1), 0

    def end(name: str) -> None:
        nonlocal within
        if name == "c":
            found = "uncalculated" if formula and not texts else kind
            taken(row, column, found, style, "".join(texts))
        elif name in {"v", "t"}:
            within = False

    def data(text: str) -> None:
        if within:
            texts.append(text)

    return feed(source, start, end, data)


def shared_strings(source: IO[bytes]) -> list[str]:
    """The texts that cells refer to by number; phonetic hints are left out."""
    found: list[str] = []
    parts: list[str] = []
    within = {"t": False, "rPh": False}

    def start(name: str, _given: Attributes) -> None:
        if name == "si":
            parts.clear()
        elif name in within:
            within[name] = True

    def end(name: str) -> None:
        if name == "si":
            found.append("".join(parts))
        elif name in within:
            within[name] = False

    def data(text: str) -> None:
        if within["t"] and not within["rPh"]:
            parts.append(text)

    for _ in feed(source, start, end, data):
        pass
    return found
