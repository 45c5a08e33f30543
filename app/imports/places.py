"""In which rows of a file a text stands that cannot be taken, to be said in a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from app.imports.table import Table

LISTED = 8
"""Further rows that a sentence names; the rest are counted."""


def rows_with(
    texts: Collection[str],
    table: Table,
    column: str,
    where: Iterable[tuple[str, str]],
    without: tuple[str | None, Collection[str]],
) -> dict[str, list[int]]:
    """The rows that say one of these texts in a column, by what they say.

    Only rows are meant that say each text in the column of `where`, and none of the texts in that
    of `without`. The table is read a second time, and only where there is something to look for.
    """
    found: dict[str, list[int]] = defaultdict(list)
    if not texts or table.again is None:
        return found
    at, (other, others) = table.position(column), without
    wanted = [(table.position(name), text) for name, text in where]
    unwanted = None if other is None else table.position(other)
    for row, cells in table.again():
        if not cells or cells[at] not in texts:
            continue
        if unwanted is not None and cells[unwanted] in others:
            continue
        if all(cells[place] == text for place, text in wanted):
            found[cells[at]].append(row)
    return found


def also_in(rows: Collection[int], first: int) -> str:
    """The other rows in words: "It also stands in rows 7, 9 and 40 more."; empty where none is."""
    others = sorted(each for each in rows if each != first)
    if not others:
        return ""
    return f" It also stands in {_words(others)}."


def _words(rows: Sequence[int]) -> str:
    named, more = [f"{each:,}" for each in rows[:LISTED]], len(rows) - LISTED
    last = f"{more:,} more" if more > 0 else named.pop()
    if not named:
        return f"row {last}"
    return f"rows {', '.join(named)} and {last}"
