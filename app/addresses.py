"""What the parts of an address may be."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1
"""The largest id that both databases keep."""
NOTHING = 0
"""No record has this id."""


def id_from(text: str) -> int:
    """An id as somebody wrote it; one that no database could keep names nothing."""
    number = int(text) if len(text) <= len(str(LARGEST)) else NOTHING
    return number if 0 < number <= LARGEST else NOTHING


class IdConverter(IntegerConverter):
    """An id. One too large is looked for like any other, in vain, and gets the same answer."""

    def to_python(self, value: str) -> int:
        return id_from(value)


def init_app(app: Flask) -> None:
    """Let every `<int:...>` in an address be an id."""
    app.url_map.converters["int"] = IdConverter
