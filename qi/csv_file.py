"""Reading a CSV file for the command line: what is wrong is named with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from qi.errors import InvalidValueError
from qi.shown import shown

_SURPLUS: Final = "\0"
"""Where the reader puts fields beyond the header: a name that no column has."""

_ISO: Final = re.compile(r"\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}\S*)?)?")

_OTHER_DATE: Final = re.compile(
    r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})"
)

_GROUPED: Final = re.compile(r"[-+]?\d{1,3}([,\s'\u2019]\d{3})+(\.\d+)?")

_DECIMAL_COMMA: Final = re.compile(r"[-+]?[\d.]+,\d+")

_ABSENT: Final = frozenset({"-", "\u2013", ".", "?", "na", "n/a", "none", "null", "missing"})


@dataclass(frozen=True, slots=True)
class Table:
    """The wanted columns of a file, and the line of the file in which each row ends."""

    columns: Mapping[str, list[Any]]
    lines: Sequence[int]


def read_table(path: Path, wanted: Mapping[str, str]) -> Table:
    """Read some columns of a CSV file.

    Parameters
    ----------
    path : Path
        A file in UTF-8 with a header line, fields separated by commas.
    wanted : mapping of str to str
        Column of each of "value", "denominator", "date" and "subgroup" that is wanted. Values and
        denominators are read as numbers, empty fields as missing; dates as dates if they are
        written as such, otherwise as labels.

    Raises
    ------
    InvalidValueError
        If the file cannot be read, or a field is not what it should be; with the line.
    """
    header, rows, lines = _rows(path)
    _check_header(path, header, wanted)
    if not rows:
        raise InvalidValueError(
            f"{path} has no lines under its header; expected one per point", argument="file"
        )
    columns: dict[str, list[Any]] = {}
    for name, column in wanted.items():
        texts = [row[column].strip() for row in rows]
        if name == "date":
            columns[name] = _dates(texts, lines, column)
        elif name == "subgroup":
            columns[name] = _labels(texts, lines, column)
        else:
            columns[name] = [
                _number(text, column, line) for text, line in zip(texts, lines, strict=True)
            ]
    return Table(columns, lines)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidValueError(f"{path}: {error.strerror}", argument="file") from None
    if raw.startswith(b"PK\x03\x04"):
        raise InvalidValueError(
            f"{path} is a spreadsheet or an archive; save the sheet as CSV", argument="file"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidValueError(
            f"{path} is not written in UTF-8 (line {line}); save it as CSV UTF-8", argument="file"
        ) from None
    if "\0" in text:
        raise InvalidValueError(f"{path} is no text file; expected CSV", argument="file")
    return text


def _rows(path: Path) -> tuple[Sequence[str], list[dict[str, str]], list[int]]:
    """Read a header, the rows under it, and the line of the file in which each of them ends."""
    rows, lines = [], []
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), restkey=_SURPLUS)
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        if not any(header):
            raise InvalidValueError(
                f"{path} is empty; expected a header line and a line per point", argument="file"
            )
        reader.fieldnames = header
        for row in reader:
            if _SURPLUS in row:
                raise InvalidValueError(
                    f"line {reader.line_num} has more fields than the header, {len(header)}; "
                    'a number with a comma in it, such as "1,234", needs quotes',
                    argument="file",
                )
            if None in row.values():
                raise InvalidValueError(
                    f"line {reader.line_num} has fewer fields than the header, {len(header)}; "
                    "a value that is missing leaves its field empty",
                    argument="file",
                )
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        raise InvalidValueError(
            f"{path} is no CSV file: {error} in line {reader.reader.line_num}", argument="file"
        ) from None
    return header, rows, lines


def _check_header(path: Path, header: Sequence[str], wanted: Mapping[str, str]) -> None:
    for name, column in wanted.items():
        if column not in header:
            near = get_close_matches(column.casefold(), [other.casefold() for other in header], 1)
            meant = next((other for other in header if near and other.casefold() == near[0]), None)
            hint = f"; did you mean {shown(meant)}?" if meant else ""
            if len(header) == 1 and (mark := re.search(r"[;\t|]", header[0])):
                hint = f"; its fields are separated by {shown(mark[0])}, expected commas"
            raise InvalidValueError(
                f"there is no column {shown(column)} in {path}; it has {_listed(header)}{hint}",
                argument=f"--{name}",
            )
        if header.count(column) > 1:
            raise InvalidValueError(
                f"{path} has {header.count(column)} columns called {shown(column)}; rename one",
                argument=f"--{name}",
            )


def _listed(header: Sequence[str]) -> str:
    return ", ".join(name or "a column without a name" for name in header)


def _labels(texts: list[str], lines: Sequence[int], column: str) -> list[str]:
    for line, text in zip(lines, texts, strict=True):
        if not text:
            raise InvalidValueError(
                f"expected a label in line {line}, found nothing", argument=column
            )
    return texts


def _number(text: str, column: str, line: int) -> float | None:
    if not text:
        return None
    try:
        if "_" not in text:
            return float(text)
    except ValueError:
        pass
    raise InvalidValueError(
        f"expected a number or nothing in line {line}, found {shown(text)}{_advice(text)}",
        argument=column,
    )


def _advice(text: str) -> str:
    if _GROUPED.fullmatch(text):
        return f"; write it without separators of thousands: {re.sub(r'[^-+.0-9]', '', text)}"
    if _DECIMAL_COMMA.fullmatch(text):
        return f"; write it with a decimal point: {text.replace('.', '').replace(',', '.')}"
    if text.endswith("%"):
        return (
            "; write it without the percent sign, or give numerators and denominators, which "
            "--multiplier 100 shows as percentages"
        )
    if text.casefold() in _ABSENT:
        return "; leave the field empty where there is no value"
    return ""


def _dates(texts: list[str], lines: Sequence[int], column: str) -> list[Any]:
    """Read dates; where none of the texts is one, they are labels."""
    dates = [_date(text) for text in texts]
    for text, line in zip(texts, lines, strict=True):
        if _OTHER_DATE.fullmatch(text) and _date(text) is None:
            raise InvalidValueError(
                f"expected a date such as 2025-04-30 or 2025-04 in line {line}, found "
                f"{shown(text)}",
                argument=column,
            )
    if not any(dates):
        return list(texts)
    for day, text, line in zip(dates, texts, lines, strict=True):
        if day is None:
            raise InvalidValueError(
                f"expected a date like the others in line {line}, found {shown(text)}",
                argument=column,
            )
    if any(isinstance(day, datetime) for day in dates):
        return [
            day if isinstance(day, datetime) or day is None else datetime.combine(day, time())
            for day in dates
        ]
    return list(dates)


def _date(text: str) -> date | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    try:
        if found[2]:
            return datetime.fromisoformat(text)
        return date.fromisoformat(text if found[1] else f"{text}-01")
    except ValueError:
        return None
