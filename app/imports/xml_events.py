"""Reading the large parts of a workbook as a stream, without keeping them in memory.

openpyxl takes three times as long for 100,000 rows: this makes nothing but the cells' texts.
Declarations of entities are refused where they stand, as defusedxml does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from app.imports.problems import refuse

CHUNK = 256 * 1024
COLUMN = re.compile(r"[A-Z]{1,3}")
PREFIX = re.compile(rb"<[A-Za-z][A-Za-z0-9]*:(?:row|c|si|t)[ />]")
ROW = re.compile(r"[0-9]{1,9}", re.ASCII)

Attributes = dict[str, str]
Taken = Callable[[int, int, str, str, str], None]


def feed(
    source: IO[bytes],
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


def read_cells(source: IO[bytes], taken: Taken) -> Iterator[None]:  # noqa: C901  # three callbacks that share names
    """Hand every cell to `taken`: its row and column, kind, style and text.

    The kind is the part's own, or "uncalculated" where a formula stands without its result.

    Closures and local names: this runs for each of up to millions of cells.
    """
    row = column = 0
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


def number_of(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """The letters of a column by its number."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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
