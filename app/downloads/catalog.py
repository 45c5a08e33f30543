"""The network's measures as tables: every definition, and every version of it."""

from __future__ import annotations

from app import access
from app.access import Standing
from app.catalog import fields
from app.downloads import definition
from app.downloads.names import of_network
from app.measures import queries
from app.measures.models import Measure
from app.networks.models import Network
from app.tables import book
from app.tables.book import Book, Cell, Column, Kind, Sheet

NUMBERS = {"multiplier", "target", "due_days", "baseline_points", "smallest_denominator"}
KINDS = dict.fromkeys(NUMBERS, Kind.NUMBER) | {"target_on": Kind.DATE}


def book_of(network: Network, who: Standing) -> Book:
    """The shared measures, and the local ones of one's own teams."""
    own = access.own_teams(who)
    listed = queries.shared_measures(network.id)
    listed += queries.local_measures(network.id, own) if own else []
    columns = (
        *(Column(item.label, KINDS.get(item.name, Kind.TEXT)) for item in fields.ITEMS),
        *book.text("Strategies", "Kept by"),
        *book.numbers("Version of the definition", "Teams that report it"),
        *book.moments("Retired (UTC)"),
        *book.text("Retired because"),
    )
    rows = tuple(_row(each.measure, each.teams) for each in listed)
    empty = "The network has no measure yet."
    return Book(
        of_network(network, "measures"),
        f"Measures of {network.name}",
        (
            Sheet("Measures", columns, rows, empty),
            _versions([each.measure for each in listed], empty),
        ),
    )


def _row(measure: Measure, teams: int) -> book.Row:
    content = fields.content_of(measure)
    cells: list[Cell] = [
        definition.value(measure, item.name, content[item.name]) for item in fields.ITEMS
    ]
    return (
        *cells,
        book.listed(content[fields.STRATEGIES]),
        measure.team.name if measure.team else "the network",
        measure.definition_version,
        teams,
        measure.retired_at,
        measure.retired_because,
    )


def _versions(measures: list[Measure], empty: str) -> Sheet:
    rows: list[book.Row] = []
    columns: tuple[Column, ...] = ()
    for measure in measures:
        history = definition.sheets(measure)[1]
        columns = history.columns
        rows += [(measure.name, *row) for row in history.rows]
    return Sheet("Versions", (*book.text("measure"), *columns), tuple(rows), empty)
