"""From the bytes of a text file to text, with a word on what had to be supposed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from app.imports.problems import WrongFileError, refuse

LARGEST = 256 * 1024 * 1024
SAMPLE = 4096

MARKS = (
    # The mark of UTF-32 begins with that of UTF-16, so it is looked for first.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and what was supposed in reading it; empty where nothing was."""

    text: str
    supposed: str = ""


ASTRAL = "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
UNSHOWABLE = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff{ASTRAL}]")
"""Signs that no page may hold."""
UNSHOWABLE_ASCII = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
"""Those of them that plain text may have: looking for fewer is ten times as fast."""


def showable(text: str) -> str:
    """The text with a mark in place of each sign that cannot be shown."""
    return (UNSHOWABLE_ASCII if text.isascii() else UNSHOWABLE).sub("\ufffd", text)


def decode(data: bytes) -> Decoded:
    """Turn bytes into text.

    UTF-8, UTF-16 and UTF-32 with their marks, UTF-8 without, UTF-16 without where every other byte
    is zero, else Windows-1252, of which the person is told.
    """
    if len(data) > LARGEST:
        raise refuse("The file is larger than 256 MB. Split it into several.")
    for mark, encoding, name in MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding, name))
    if b"\x00" in data:
        return _without_mark(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _windows(data, error.start)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise refuse(
            f"The file says that it is {name} and is not. Save it anew as CSV UTF-8.", row
        ) from error
    if "\x00" in text:
        raise _not_text()
    return text


def _without_mark(data: bytes) -> Decoded:
    sample = data[:SAMPLE]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(data) % 2 == 0 and zeros and zeros.count(0) >= 0.6 * len(zeros):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return Decoded(text, "The file does not say how it is encoded; read as UTF-16.")
    raise _not_text()


def _windows(data: bytes, at: int) -> Decoded:
    row = data[:at].count(b"\n") + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refuse(
            "The text is neither UTF-8, UTF-16 nor Windows-1252. Save it as CSV UTF-8.",
            data[: error.start].count(b"\n") + 1,
        ) from error
    word = _word_at(data, at)
    return Decoded(
        text,
        f"The file is not UTF-8; it was read as Windows-1252. Row {row} then says “{word}”. "
        "If that looks wrong, save the file as CSV UTF-8 and bring it again.",
    )


def _word_at(data: bytes, at: int) -> str:
    around = data[max(0, at - 20) : at + 20].decode("cp1252", "replace")
    middle = min(at, 20)
    start = max((around.rfind(sign, 0, middle) for sign in ",;\t\n\r "), default=-1) + 1
    ends = [end for sign in ",;\t\n\r " if (end := around.find(sign, middle)) >= 0]
    return around[start : min(ends, default=len(around))].strip('"')


def _not_text() -> WrongFileError:
    return refuse("This is not a text file. Save the data as CSV or XLSX and bring that.")
