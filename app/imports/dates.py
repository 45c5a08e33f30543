"""Dates in a column: one format for the whole column, never a guess a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

FORMATS = (
    "%Y-%m-%d",
    "%Y-%m",
    "%Y/%m/%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%b %Y",
    "%B %Y",
)
EARLIEST, LATEST = date(1950, 1, 1), date(2999, 12, 31)
"""Dates outside, such as December 31, 9999, stand for "none" in the programs that write them."""


class AmbiguousDatesError(Exception):
    """The column can be read in two ways."""

    def __init__(self, example: str, readings: dict[str, date]) -> None:
        super().__init__(example)
        self.example = example
        self.readings = readings


def parse(text: str, pattern: str) -> date | None:
    """The date that `text` says in this format; None where it says none."""
    try:
        found = datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no time zone
    except (ValueError, re.error):
        # A format that names a part twice is an error of regular expressions.
        return None
    return found if EARLIEST <= found <= LATEST else None


def parse_column(texts: Iterable[str], pattern: str | None = None) -> dict[str, date | None]:
    """Read a column's different texts in the one format that fits it best.

    Raises AmbiguousDatesError where two formats fit equally well and disagree.
    """
    different = list(dict.fromkeys(texts))
    readings = [
        {text: parse(text, candidate) for text in different}
        for candidate in ([pattern] if pattern else FORMATS)
    ]
    fits = [sum(day is not None for day in reading.values()) for reading in readings]
    best = max(fits)
    among = [at for at, fit in enumerate(fits) if fit == best]
    chosen = readings[among[0]]
    if best:
        for text in different:
            ways = {at: readings[at][text] for at in among}
            if len(set(ways.values())) > 1:
                said = {FORMATS[at]: day for at, day in ways.items() if day is not None}
                raise AmbiguousDatesError(text, said)
    return chosen
