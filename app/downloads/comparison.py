"""One measure across all teams that the reader may see, through the door for others' data."""

from __future__ import annotations

from dataclasses import replace

from app import access
from app.access import Standing
from app.downloads import definition, values
from app.measures import compare_words, queries, reading
from app.measures.models import Measure
from app.measures.queries import TeamRows
from app.measures.series import analyze, method_of
from app.strata import published
from app.tables import book
from app.tables.book import Book, Sheet


def book_of(measure: Measure, who: Standing) -> Book:
    """Every team's values, what each team's chart says, and the definition."""
    teams = _teams(measure, who)
    return Book(
        book.slug(f"{measure.network.slug}-{measure.slug}-all-teams"),
        f"{measure.name}, all teams of {measure.network.name}",
        (_values(measure, teams), _charts(measure, teams), *definition.sheets(measure)),
    )


def _teams(measure: Measure, who: Standing) -> list[TeamRows]:
    """The teams whose series may be seen, with the rows that may be."""
    own = access.own_teams(who)
    only = None if access.is_open(measure, who) else own
    teams = queries.rows_by_team(measure, only_teams=only)
    seen = published.rows_of_many(
        measure,
        {team.series_id: team.rows for team in teams},
        {team.series_id for team in teams if team.team_id in own},
    )
    return [replace(team, rows=seen[team.series_id]) for team in teams]


def _values(measure: Measure, teams: list[TeamRows]) -> Sheet:
    columns = (*book.text("team"), *values.columns(measure), *book.text(values.LEFT_OUT))
    rows = [
        (team.name, *cells, book.yes(row.excluded))
        for team in teams
        for cells, row in zip(values.cells(measure, team.rows), team.rows, strict=True)
    ]
    return Sheet("Values", columns, tuple(rows), "No team has entered a value yet.")


def _charts(measure: Measure, teams: list[TeamRows]) -> Sheet:
    """What each team's own chart says now: no ranks, no averages over teams."""
    columns = (
        *book.text("team", "its chart says", "in short"),
        *book.numbers("values", "center line now"),
        *book.dates("first", "last"),
    )
    rows: list[book.Row] = []
    for team in teams:
        found = analyze(method_of(measure), team.rows, team.phase_starts, team.baselines)
        if found is None:
            rows.append((team.name, "No data yet", "", 0, None, None, None))
            continue
        says = reading.says(found, measure.frequency)
        rows.append(
            (
                team.name,
                compare_words.NAMES[says.verdict],
                says.caption,
                len(team.rows),
                float(found.phases[-1].center),
                team.rows[0].period,
                team.rows[-1].period,
            )
        )
    return Sheet("Teams", columns, tuple(rows), "No team keeps this measure yet.")
