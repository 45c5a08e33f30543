"""Files with a column a period: each cell becomes a row of its own, placed where it stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.imports import dates
from app.imports.dates import EARLIEST, LATEST
from app.imports.problems import quoted, refuse
from app.imports.table import Across, Rows, Table
from app.measures import values

FEWEST = 2
"""Columns with dates for names from which a file is taken to be of this kind."""
PERIOD, VALUE, DENOMINATOR, BELOW_ROW = "\x00period", "\x00value", "\x00denominator", "\x00row"
"""Names of the columns so made; no file's column is called so."""
NUMERATORS = {"numerator", "num", "n", "value", "count", "events", "cases"}
DENOMINATORS = {"denominator", "den", "denom", "d", "total", "population", "exposure", "all"}


def period_columns(header: Sequence[str], pattern: str = "") -> list[str]:
    """The columns whose names are dates in the form that most of them have."""
    names = [name for name in header if name]
    try:
        found = dates.read_column(names, pattern or None)
    except dates.AmbiguousDatesError as error:
        readable = dates.read_column(names, next(iter(error.readings)))
        return [name for name in names if readable.days[name] is not None]
    return [name for name in names if found.days[name] is not None]


def is_data(header: Sequence[str]) -> bool:
    """Whether a header is a row of data: it holds a date, and a number that is no year."""
    return bool(period_columns(header)) and any(map(_is_amount, header))


def _is_amount(text: str) -> bool:
    try:
        number = values.parse(text)
    except values.NotANumberError:
        return False
    return not (number.is_integer() and EARLIEST.year <= number <= LATEST.year)


def melt(
    table: Table, *, pattern: str, part: str, numerator: str, denominator: str, has_below: bool
) -> Table:
    """The table with a row for each cell of a period's column.

    With `has_below` the column `part` says which rows hold numerators and which denominators;
    `numerator` and `denominator` are what the measure calls them.
    """
    days = period_columns(table.header, pattern)
    if not days:
        raise refuse(
            "No column is named by a date. Say that each period is a row, or name the columns "
            "as dates, such as 2025-01 or Jan 2025.",
            table.header_row,
        )
    places = [(table.header.index(name), name) for name in days]
    labels = [at for at, name in enumerate(table.header) if name not in days]
    header = (*(table.header[at] for at in labels), PERIOD, VALUE, DENOMINATOR, BELOW_ROW)
    across = Across(VALUE, DENOMINATOR, len(labels), len(labels) + 3)
    if not has_below:
        rows = _singles(table.rows, labels, places)
    else:
        at = table.position(part)
        said = (_words(numerator) | NUMERATORS, _words(denominator) | DENOMINATORS)
        rows = _pairs(table, [each for each in labels if each != at], labels, places, at, said)
    return Table(header, rows, table.about * len(places), table.header_row, across)


def _words(label: str) -> set[str]:
    return {label.casefold()} if label else set()


def _singles(rows: Rows, labels: list[int], places: list[tuple[int, str]]) -> Rows:
    for row, cells in rows:
        if not cells:
            yield row, cells
            continue
        head = [cells[at] for at in labels]
        for at, name in places:
            yield row, [*head, name, cells[at], "", str(row)]


def _pairs(
    table: Table,
    key: list[int],
    labels: list[int],
    places: list[tuple[int, str]],
    part: int,
    said: tuple[set[str], set[str]],
) -> Iterator[tuple[int, list[str]]]:
    """Bring each row of numerators together with its row of denominators."""
    halves: dict[tuple[str, ...], dict[int, tuple[int, list[str]]]] = {}
    for row, cells in table.rows:
        if not cells:
            yield row, cells
            continue
        text = cells[part].casefold()
        which = next((number for number, words in enumerate(said) if text in words), None)
        if which is None:
            raise refuse(
                f"{quoted(cells[part])} is neither the numerator nor the denominator. Write "
                "“numerator” and “denominator” in this column.",
                row,
                table.header[part],
            )
        pair = halves.setdefault(tuple(cells[at] for at in key), {})
        if which in pair:
            raise refuse(f"Row {pair[which][0]} says the same already.", row, table.header[part])
        pair[which] = (row, cells)
    for pair in halves.values():
        if len(pair) < len(said):
            [(row, _)] = pair.values()
            missing = "denominator" if 0 in pair else "numerator"
            raise refuse(f"There is no row with the {missing} to this.", row, table.header[part])
        (row, above), (below_row, below) = pair[0], pair[1]
        head = [above[at] for at in labels]
        for at, name in places:
            yield row, [*head, name, above[at], below[at], str(below_row)]
