"""A column's value as JSON has it, and back: checked, since an archive comes from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from app.database import UtcDateTime


class WrongCellError(ValueError):
    """A value that does not fit its column; says what was expected."""


def to_json(column: sa.Column[Any], value: Any) -> Any:
    """A stored value as JSON."""
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return value.isoformat(timespec="microseconds")
    if isinstance(kind, sa.Date | sa.Time):
        return value.isoformat()
    if isinstance(kind, sa.Enum):
        return value.value
    return float(value) if isinstance(kind, sa.Float) else value


def from_json(column: sa.Column[Any], given: Any) -> Any:
    """A value for the column out of JSON."""
    if isinstance(column.type, sa.JSON):
        if given is None and not column.nullable:
            raise WrongCellError("must not be empty")
        return given
    if given is None:
        if not column.nullable:
            raise WrongCellError("must not be empty")
        return None
    return _read(column.type, given)


def _read(kind: Any, given: Any) -> Any:
    for wanted, read in READERS:
        if isinstance(kind, wanted):
            return read(kind, given)
    raise TypeError(f"An archive does not know columns of {kind!r} yet; see app/archive.")


def _of(wanted: type, given: Any, words: str) -> Any:
    if not isinstance(given, wanted):
        raise WrongCellError(f"must be {words}, not {given!r}"[:200])
    return given


def _moment(_kind: Any, given: Any) -> datetime:
    try:
        found = datetime.fromisoformat(_of(str, given, "a moment"))
    except ValueError as error:
        raise WrongCellError(f"must be a moment, not {given!r}"[:200]) from error
    if found.tzinfo is None:
        raise WrongCellError("must be a moment with its time zone")
    return found


def _day(_kind: Any, given: Any) -> date:
    try:
        return date.fromisoformat(_of(str, given, "a date"))
    except ValueError as error:
        raise WrongCellError(f"must be a date, not {given!r}"[:200]) from error


def _hour(_kind: Any, given: Any) -> time:
    try:
        found = time.fromisoformat(_of(str, given, "a time of day"))
    except ValueError as error:
        raise WrongCellError(f"must be a time of day, not {given!r}"[:200]) from error
    if found.tzinfo is not None:
        raise WrongCellError("must be a time of day without a time zone")
    return found


def _choice(kind: sa.Enum, given: Any) -> Any:
    members = {str(member.value): member for member in kind.enum_class or ()}
    if given not in members:
        raise WrongCellError(f"must be one of {', '.join(members)}, not {given!r}"[:200])
    return members[given]


def _number(_kind: Any, given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise WrongCellError(f"must be a number, not {given!r}"[:200])
    return float(given)


def _flag(_kind: Any, given: Any) -> bool:
    found: bool = _of(bool, given, "true or false")
    return found


def _whole(kind: Any, given: Any) -> int:
    bits = 63 if isinstance(kind, sa.BigInteger) else 31
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) >= 1 << bits:
        raise WrongCellError(f"must be a whole number, not {given!r}"[:200])
    return given


def _text(kind: sa.String, given: Any) -> str:
    found: str = _of(str, given, "a text")
    if "\x00" in found:
        raise WrongCellError("holds a sign that no database keeps (NUL)")
    if kind.length is not None and len(found) > kind.length:
        raise WrongCellError(f"is longer than {kind.length} characters")
    return found


READERS: tuple[tuple[Any, Callable[[Any, Any], Any]], ...] = (
    (UtcDateTime, _moment),
    (sa.Date, _day),
    (sa.Time, _hour),
    (sa.Enum, _choice),  # a kind of text to SQLAlchemy, so it comes before that
    (sa.Boolean, _flag),
    (sa.Float, _number),
    (sa.Integer, _whole),
    (sa.String, _text),
)
