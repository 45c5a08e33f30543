"""What the parts of an address may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, url_for
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1
"""The largest id that both databases keep."""
NOTHING = 0
"""No record has this id."""
_PLACE = LARGEST - 1
"""Stands for a number while an address is made."""


def id_from(text: str) -> int:
    """An id as somebody wrote it; one that no database could keep names nothing."""
    number = int(text) if len(text) <= len(str(LARGEST)) else NOTHING
    return number if 0 < number <= LARGEST else NOTHING


class IdConverter(IntegerConverter):
    """An id. One too large is looked for like any other, in vain, and gets the same answer."""

    def to_python(self, value: str) -> int:
        return id_from(value)


def numbered(endpoint: str, part: str, prefix: str = "", **where: Any) -> Callable[[int], str]:
    """The addresses of a page that differ in one number: one is made, whatever their count.

    `part` is the name of what differs, and `prefix` stands in it before the number.
    """
    whole = where | {part: f"{prefix}{_PLACE}" if prefix else _PLACE}
    before, _, after = url_for(endpoint, **whole).rpartition(str(_PLACE))
    return lambda number: f"{before}{number}{after}"


def init_app(app: Flask) -> None:
    """Let every `<int:...>` in an address be an id."""
    app.url_map.converters["int"] = IdConverter
