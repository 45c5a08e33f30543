"""One measure across all teams that the reader may see, as the comparison shows them.

Of a team under a code there is its course, rounded as a page prints it, and nothing that was
counted.
"""

from __future__ import annotations

from app.access import Standing
from app.compare import reads, words
from app.compare.reads import Read
from app.compare.seen import SeenTeam, seen_teams
from app.downloads import definition, values
from app.measures.models import Measure
from app.tables import book
from app.tables.book import Book, Sheet


def book_of(measure: Measure, who: Standing) -> Book:
    """Every team's values, what each team's chart says, and the definition."""
    teams = sorted(seen_teams(measure, who).teams, key=_name)
    read = reads.read_all(measure, teams)
    return Book(
        book.slug(f"{measure.network.slug}-{measure.slug}-all-teams"),
        f"{measure.name}, all teams of {measure.network.name}",
        (_values(measure, read), _charts(measure, read), *definition.sheets(measure)),
    )


def _name(each: SeenTeam) -> tuple[bool, str]:
    """Names, then codes: their order is chance."""
    return each.coded, each.label.casefold()


def _values(measure: Measure, read: list[Read]) -> Sheet:
    columns = (*book.text("team"), *values.columns(measure), *book.text(values.LEFT_OUT))
    rows = [row for each in read for row in _rows(measure, each, len(columns))]
    return Sheet("Values", columns, tuple(rows), "No team has entered a value yet.")


def _rows(measure: Measure, each: Read, width: int) -> list[book.Row]:
    team = each.seen.team
    if not each.seen.coded:
        return [
            (team.name, *cells, book.yes(row.excluded))
            for cells, row in zip(values.cells(measure, team.rows), team.rows, strict=True)
        ]
    if each.analysis is None:
        return []
    # The last column but one is what the numbers of a period come to; all before stay empty.
    empty = (None,) * (width - 4)
    left_out = set(each.analysis.options["exclude"])
    return [
        (each.seen.label, day, *empty, value, book.yes(at in left_out))
        for at, (day, value) in enumerate(
            zip(each.analysis.x, each.analysis.values.tolist(), strict=True)
        )
        if value == value  # noqa: PLR0124 - a period without a value is no row
    ]


def _charts(measure: Measure, read: list[Read]) -> Sheet:
    """What each team's own chart says now: no ranks, no averages over teams."""
    columns = (
        *book.text("team", "its chart says", "in short"),
        *book.numbers("values", "center line now"),
        *book.dates("first", "last"),
    )
    rows: list[book.Row] = []
    for each in read:
        found, says, team = each.analysis, each.says, each.seen.team
        if found is None:
            rows.append((each.seen.label, "No data yet", "", 0, None, None, None))
            continue
        rows.append(
            (
                each.seen.label,
                words.NAMES[says.verdict],
                says.caption,
                len(team.rows),
                float(found.phases[-1].center),
                team.rows[0].period,
                team.rows[-1].period,
            )
        )
    return Sheet("Teams", columns, tuple(rows), "No team keeps this measure yet.")
