"""The signal cards of a team's charts, with what the team and its coach say of each."""

from __future__ import annotations

from collections.abc import Sequence

from app.causes.cards import cards_of
from app.causes.panel import cause_words
from app.causes.queries import causes_of
from app.measures import periods
from app.measures.charts import SeriesChart
from app.tables import book
from app.tables.book import Book, Sheet


def book_of(charts: Sequence[SeriesChart], title: str, name: str) -> Book:
    """The signal cards of a team's charts, with what the team and its coach say of each."""
    decisions = causes_of(chart.series.id for chart in charts)
    rows: list[book.Row] = []
    for chart in charts:
        frequency = chart.measure.frequency
        for card in cards_of(chart.signals, decisions.get(chart.series.id, ())):
            said = card.decision
            row: book.Row = (
                chart.measure.name,
                card.side,
                periods.name(card.first, frequency),
                card.first,
                card.last,
                card.top.title,
                book.listed(line.title for line in card.lines[1:]),
                book.yes(card.current),
            )
            if said is None:
                rows.append((*row, "Not answered yet", *[None] * 6))
                continue
            rows.append(
                (
                    *row,
                    cause_words(said, cycles=False),
                    book.listed(f"cycle {cycle.number}" for cycle in said.named),
                    said.note,
                    said.decided_by.name if said.decided_by else "",
                    said.decided_at,
                    said.confirmed_by.name if said.confirmed_by else "",
                    said.confirmed_at,
                )
            )
    columns = (
        *book.text("measure", "side", "since"),
        *book.dates("first", "last"),
        *book.text("signal", "also noticed by", "holds now", "cause", "cycles", "note"),
        *book.text("decided by"),
        *book.moments("decided (UTC)"),
        *book.text("confirmed by"),
        *book.moments("confirmed (UTC)"),
    )
    return Book(name, title, (Sheet("Signals", columns, tuple(rows), "No chart shows a signal."),))
