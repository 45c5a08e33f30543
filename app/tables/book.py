"""A table for a spreadsheet, apart from the format in which it is written. Pure."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | float | int | bool | date | datetime | None
Row = tuple[Cell, ...]

UNSAFE = re.compile(r"[^a-z0-9-]+")


class Kind(enum.Enum):
    """What stands in a column, which decides how it is written and aligned."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and what stands in it."""

    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `empty` is the sentence that stands in it where it has no rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "Nothing has been entered yet."

    @property
    def key(self) -> str:
        """Its name in an address: "definition-history"."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Book:
    """Tables that belong together: the first is what is asked for, the others explain it."""

    name: str
    """What the files are called: "clinic-urgent-visits-2025-12"."""
    title: str
    sheets: tuple[Sheet, ...]

    def sheet(self, key: str) -> Sheet | None:
        """The table of that name; the first without one, None where there is none of it."""
        if not key:
            return self.sheets[0]
        return next((each for each in self.sheets if each.key == key), None)


def text(*names: str) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(name) for name in names)


def numbers(*names: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(name, Kind.NUMBER) for name in names)


def dates(*names: str) -> tuple[Column, ...]:
    """Columns of dates."""
    return tuple(Column(name, Kind.DATE) for name in names)


def moments(*names: str) -> tuple[Column, ...]:
    """Columns of moments, in UTC."""
    return tuple(Column(name, Kind.MOMENT) for name in names)


def slug(name: str) -> str:
    """A name as it stands in addresses and names of files."""
    return UNSAFE.sub("-", name.lower()).strip("-")


def listed(parts: object) -> str:
    """Several texts in one cell."""
    return "; ".join(str(part) for part in parts if part)  # type: ignore[attr-defined]  # any iterable


def yes(told: object) -> str:
    """A fact that holds or does not, in one word."""
    return "yes" if told else ""
