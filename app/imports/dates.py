"""Dates in a column: one format for the whole column, never a guess a cell."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.measures.models import Frequency

EARLIEST, LATEST = date(1950, 1, 1), date(2999, 12, 31)
"""Dates outside, such as December 31, 9999, stand for "none" in the programs that write them."""
PIVOT = 70
"""Years of two digits from here on are of the last century."""

MONTHS = (
    {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
    | {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)
_PARTS = {
    "%Y%m%d": r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    "%Y%m": r"(?P<Y>\d{4})(?P<m>\d{2})",
    "%Y": r"(?P<Y>\d{4})",
    "%y": r"(?P<y>\d{2})",
    "%m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{1,2})",
    "%b": r"(?P<b>[A-Za-z]{3}|[Ss]ept|SEPT)\.?",
    "%B": r"(?P<b>[A-Za-z]{3,9})",
    "%H:%M:%S": r"\d{2}:\d{2}:\d{2}(?:\.\d+)?",
    "%H:%M": r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?",
    "%q": r"(?P<q>[1-4])",
    "%o": r"(?P<q>[1-4])(?:st|nd|rd|th)",
    "%V": r"(?P<V>\d{1,2})",
}


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write dates: its pattern as `strptime` names it (%q and %o are the quarter)."""

    pattern: str
    example: str
    """How December 31, 2025 is written in it."""
    finest: Frequency
    """The shortest period that it tells apart; EVENT where it tells days."""


def _day(pattern: str, example: str) -> Format:
    return Format(pattern, example, Frequency.EVENT)


FORMATS: tuple[Format, ...] = (
    _day("%Y-%m-%d", "2025-12-31"),
    Format("%Y-%m", "2025-12", Frequency.MONTH),
    _day("%Y/%m/%d", "2025/12/31"),
    _day("%Y-%m-%d %H:%M:%S", "2025-12-31 00:00:00"),
    _day("%Y-%m-%dT%H:%M:%S", "2025-12-31T00:00:00"),
    _day("%m/%d/%Y", "12/31/2025"),
    _day("%d/%m/%Y", "31/12/2025"),
    _day("%m/%d/%y", "12/31/25"),
    _day("%d/%m/%y", "31/12/25"),
    _day("%m/%d/%Y %H:%M", "12/31/2025 0:00"),
    _day("%d/%m/%Y %H:%M", "31/12/2025 0:00"),
    _day("%d.%m.%Y", "31.12.2025"),
    _day("%d.%m.%y", "31.12.25"),
    _day("%d %b %Y", "31 Dec 2025"),
    _day("%d-%b-%Y", "31-Dec-2025"),
    _day("%d-%b-%y", "31-Dec-25"),
    _day("%d %B %Y", "31 December 2025"),
    _day("%B %d %Y", "December 31 2025"),
    _day("%B %d, %Y", "December 31, 2025"),
    _day("%Y%m%d", "20251231"),
    Format("%m/%Y", "12/2025", Frequency.MONTH),
    Format("%Y/%m", "2025/12", Frequency.MONTH),
    Format("%Y%m", "202512", Frequency.MONTH),
    Format("%b %Y", "Dec 2025", Frequency.MONTH),
    Format("%b-%Y", "Dec-2025", Frequency.MONTH),
    Format("%b-%y", "Dec-25", Frequency.MONTH),
    Format("%b '%y", "Dec '25", Frequency.MONTH),
    Format("%B %Y", "December 2025", Frequency.MONTH),
    Format("%Y Q%q", "2025 Q4", Frequency.QUARTER),
    Format("%Y-Q%q", "2025-Q4", Frequency.QUARTER),
    Format("Q%q %Y", "Q4 2025", Frequency.QUARTER),
    Format("%YQ%q", "2025Q4", Frequency.QUARTER),
    Format("%o quarter of %Y", "4th quarter of 2025", Frequency.QUARTER),
    Format("Week of %B %d, %Y", "Week of December 29, 2025", Frequency.WEEK),
    Format("%Y-W%V", "2025-W52", Frequency.WEEK),
)
BY_PATTERN = {each.pattern: each for each in FORMATS}

ORDER = (Frequency.EVENT, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER)


def for_scripts() -> dict[str, Any]:
    """Everything by which dates are read, as JSON: grid-paste.js reads a pasted column by it."""
    return {
        "forms": [
            (
                each.pattern,
                _EXPRESSIONS[each.pattern].pattern.replace("(?P<", "(?<"),
                each.finest.value,
            )
            for each in FORMATS
        ],
        "months": MONTHS,
        "pivot": PIVOT,
        "years": (EARLIEST.year, LATEST.year),
        "order": [each.value for each in ORDER],
    }


class AmbiguousDatesError(Exception):
    """The column can be read in two ways."""

    def __init__(self, example: str, readings: dict[str, date]) -> None:
        super().__init__(example)
        self.example = example
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Dates:
    """A column's different texts, each with its date or None, in the one format that fits best."""

    days: dict[str, date | None]
    pattern: str

    def too_coarse(self, frequency: Frequency) -> bool:
        """Whether the format does not tell periods of this length apart."""
        format_ = BY_PATTERN.get(self.pattern)
        return format_ is not None and ORDER.index(format_.finest) > ORDER.index(frequency)


def _compiled(pattern: str) -> re.Pattern[str]:
    expression = re.escape(pattern).replace(r"\ ", r"\s+")
    for part, group in sorted(_PARTS.items(), key=lambda each: -len(each[0])):
        expression = expression.replace(re.escape(part).replace(r"\ ", r"\s+"), group)
    return re.compile(expression, re.ASCII)


_EXPRESSIONS = {each.pattern: _compiled(each.pattern) for each in FORMATS}


def parse(text: str, pattern: str) -> date | None:
    """The date that `text` says in this format; None where it says none."""
    return _reader(pattern)(text)


def _reader(pattern: str) -> Callable[[str], date | None]:
    expression = _EXPRESSIONS.get(pattern)
    if expression is None:
        return lambda text: _by_strptime(text, pattern)
    # Half a million texts may have to be tried in each format; strptime takes ten times as long.
    return lambda text: _by_parts(expression.fullmatch(text))


def _by_strptime(text: str, pattern: str) -> date | None:
    try:
        found = datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no time zone
    except (ValueError, re.error):
        # A format that names a part twice is an error of regular expressions.
        return None
    return found if EARLIEST <= found <= LATEST else None


def _by_parts(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    parts = match.groupdict()
    if "y" in parts:
        short = int(parts["y"])
        year = short + (1900 if short >= PIVOT else 2000)
    else:
        year = int(parts["Y"])
    month = MONTHS.get(parts["b"].lower(), 0) if "b" in parts else int(parts.get("m", 1))
    if "q" in parts:
        month = int(parts["q"]) * 3 - 2
    try:
        if "V" in parts:
            found = date.fromisocalendar(year, int(parts["V"]), 1)
        else:
            found = date(year, month, int(parts.get("d", 1)))
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def read_column(texts: Iterable[str], pattern: str | None = None) -> Dates:
    """Read a column's different texts in the one format that fits it best.

    Raises AmbiguousDatesError where two formats fit equally well and disagree.
    """
    different = list(dict.fromkeys(texts))
    tried = [pattern] if pattern else [each.pattern for each in FORMATS]
    best, among, readings = 0, [tried[0]], {tried[0]: _read(different, tried[0])}
    for candidate in tried:
        reading = _read(different, candidate)
        fits = sum(day is not None for day in reading.values())
        if fits > best:
            best, among, readings = fits, [candidate], {candidate: reading}
        elif fits == best and best:
            among.append(candidate)
            readings[candidate] = reading
    if best:
        _check_agreed(different, readings)
    return Dates(readings[among[0]], among[0])


def _read(texts: Sequence[str], pattern: str) -> dict[str, date | None]:
    reader = _reader(pattern)
    return {text: reader(text) for text in texts}


def _check_agreed(texts: Sequence[str], readings: dict[str, dict[str, date | None]]) -> None:
    if len(readings) == 1:
        return
    for text in texts:
        ways = {pattern: reading[text] for pattern, reading in readings.items()}
        if len(set(ways.values())) > 1:
            said = {pattern: day for pattern, day in ways.items() if day is not None}
            raise AmbiguousDatesError(text, said)
