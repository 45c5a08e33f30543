"""A network's audit as a table."""

from __future__ import annotations

from app.audit import queries
from app.downloads.names import of_network
from app.networks.models import Network
from app.tables import book
from app.tables.book import Book, Sheet

EVENT = (
    *book.numbers("number"),
    *book.moments("at (UTC)"),
    *book.text("who", "action", "what", "before", "after", "why"),
)


def book_of(network: Network) -> Book:
    """Every event, the earliest first."""
    rows = tuple(
        (
            entry.number,
            entry.at,
            entry.actor,
            entry.action,
            entry.thing,
            "; ".join(f"{field}: {old}" for field, old, _new in entry.changes if old),
            "; ".join(f"{field}: {new}" for field, _old, new in entry.changes if new),
            entry.why,
        )
        for entry in queries.all_of(network)
    )
    return Book(
        of_network(network, "audit"),
        f"Audit of {network.name}",
        (Sheet("Audit", EVENT, rows, "Nothing has been recorded yet."),),
    )
