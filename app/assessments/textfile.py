"""Instruments as small text files in TOML; docs/assessments.md tells how to write one."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.assessments.content import Content, Fault, Item, Level, faults_of, free_key, key_of

LARGEST = 64 * 1024
TOP, LEVEL, ITEM = ("name", "about", "level", "item"), ("value", "name", "text"), ("key", "name", "asks", "levels")  # fmt: skip
SYNTAX = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file: at which line (from 1), in which field, and what to do."""

    line: int
    field: str
    message: str

    @property
    def sentence(self) -> str:
        field = f", {self.field}" if self.field else ""
        return f"Line {self.line}{field}: {self.message}"


class FileError(Exception):
    """A file that is no instrument, with all that is wrong."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(each.sentence for each in problems))
        self.problems = problems


def read_file(data: bytes) -> Content:
    """The instrument that a file describes.

    Raises
    ------
    FileError
        Names each fault by line and field.
    """
    text = _text(data)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileError(_syntax(str(error), text)) from error
    except RecursionError:
        raise FileError(Problem(1, "", "The brackets are nested too deep.")) from None
    places = _places(text)
    faults = _shape(found)
    if not faults:
        content = _content(found)
        faults = list(faults_of(content))
        if not faults:
            return content
    raise FileError(*(_problem(each, places) for each in faults))


def write_file(content: Content) -> str:
    """An instrument as a file that reads back to the same."""
    lines = [f"name = {_quoted(content.name)}", f"about = {_quoted(content.about)}"]
    for level in content.levels:
        lines += ["", "[[level]]", f"value = {level.value:g}", f"name = {_quoted(level.name)}"]
        lines += [f"text = {_quoted(level.text)}"] if level.text else []
    for item in content.items:
        lines += ["", "[[item]]", f"key = {_quoted(item.key)}", f"name = {_quoted(item.name)}"]
        lines += [f"asks = {_quoted(item.asks)}"] if item.asks else []
        if item.texts:
            lines += ["levels = [", *(f"  {_quoted(text)}," for text in item.texts), "]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # What JSON writes between quotes TOML reads, but for the sign DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise FileError(Problem(1, "", f"The file is larger than {LARGEST // 1024} KB."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "This is not UTF-8 text. Save the file as UTF-8."
        raise FileError(Problem(line, "", message)) from error
    return text.replace("\r\n", "\n")


def _syntax(said: str, text: str) -> Problem:
    match = SYNTAX.match(said)
    line = int(match["line"]) if match and match["line"] else text.count("\n") + 1
    what = match["what"] if match else said
    return Problem(line, "", f"This cannot be read: {what}. Texts stand between quotes.")


def _shape(found: dict[str, Any]) -> list[Fault]:
    """Wrong kinds of values, and names that nobody asks for."""
    faults = _unknown(found, TOP, "", 0)
    for field in ("name", "about"):
        if not isinstance(found.get(field, ""), str):
            faults.append(Fault("", 0, field, "Write a text between quotes."))
    for table, known in (("level", LEVEL), ("item", ITEM)):
        rows = found.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            faults.append(Fault("", 0, table, f"Begin each with a line [[{table}]]."))
            continue
        for number, row in enumerate(rows):
            faults += _unknown(row, known, table, number)
            faults += _row(row, table, number)
    return faults


def _row(row: dict[str, Any], table: str, number: int) -> list[Fault]:
    faults = []
    if table == "level":
        value = row.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float):
            faults.append(Fault(table, number, "value", "Write a number, such as 1 or 2.5."))
    texts = row.get("levels", [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        faults.append(Fault(table, number, "levels", 'Write a list of texts: ["...", "..."].'))
    return faults + [
        Fault(table, number, field, "Write a text between quotes.")
        for field in ("key", "name", "text", "asks")
        if not isinstance(row.get(field, ""), str)
    ]


def _unknown(row: dict[str, Any], known: tuple[str, ...], table: str, number: int) -> list[Fault]:
    words = ", ".join(known)
    return [
        Fault(table, number, field, f"This field is not known; there may be: {words}.")
        for field in row
        if field not in known
    ]


def _content(found: dict[str, Any]) -> Content:
    return Content(
        name=_tidy(found.get("name", "")),
        about=_tidy(found.get("about", "")),
        levels=tuple(
            Level(float(row["value"]), _tidy(row.get("name", "")), _tidy(row.get("text", "")))
            for row in found.get("level", [])
        ),
        items=tuple(_items(found.get("item", []))),
    )


def _items(rows: list[dict[str, Any]]) -> Iterator[Item]:
    taken = {key_of(row["key"]) for row in rows if row.get("key")}
    for row in rows:
        key = key_of(row["key"]) if row.get("key") else free_key(row.get("name", ""), taken)
        taken.add(key)
        yield Item(
            key=key,
            name=_tidy(row.get("name", "")),
            asks=_tidy(row.get("asks", "")),
            texts=tuple(_tidy(text) for text in row.get("levels", [])),
        )


def _tidy(text: str) -> str:
    return text.replace("\x00", "").strip()


Places = dict[tuple[str, int, str], int]


def _places(text: str) -> Places:
    """At which line each table and each field stands; lines within texts of several lines do not count."""
    places: Places = {}
    table, number, quote = "", 0, ""
    counts: dict[str, int] = {}
    for line, words in enumerate(text.split("\n"), 1):
        if not quote:
            head = re.match(r"\s*\[\[\s*(\w+)\s*\]\]", words)
            field = re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", words)
            if head:
                table, number = head[1], counts.get(head[1], 0)
                counts[table] = number + 1
                places[table, number, ""] = line
                places.setdefault(("", 0, table), line)
            elif field:
                places[table, number, field[1]] = line
        for mark in re.findall(r'"""|\'\'\'', words):
            quote = "" if quote == mark else quote or mark
    return places


def _problem(fault: Fault, places: Places) -> Problem:
    spots = ((fault.table, fault.number, fault.field), (fault.table, fault.number, ""))
    line = next((places[spot] for spot in spots if spot in places), 1)
    where = f"{fault.table} {fault.number + 1}, {fault.field}" if fault.table else fault.field
    return Problem(line, where, fault.message)
