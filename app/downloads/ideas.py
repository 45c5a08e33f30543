"""The network's published change ideas as a table."""

from __future__ import annotations

from app.downloads.names import of_network
from app.ideas.library import everything
from app.ideas.search import Wanted
from app.networks.models import Network
from app.tables import book
from app.tables.book import Book, Sheet

IDEA = (
    *book.text("idea", "team", "status", "drivers", "measure", "what its chart says"),
    *book.text("how one does it", "where it was tested", "how far it was tested"),
    *book.numbers("cycles shown", "teams that took it over"),
    *book.text("why it was abandoned", "what the next team should know"),
    *book.moments("published (UTC)"),
)


def book_of(network: Network, wanted: Wanted) -> Book:
    """The ideas that fit, as the library shows them."""
    rows = tuple(
        (
            row.idea.title,
            row.idea.team.name,
            row.status,
            row.drivers,
            row.idea.measure.name if row.idea.measure else "",
            row.says.caption if row.says else "",
            row.idea.how,
            row.idea.context,
            row.scale,
            row.cycles,
            row.trying,
            row.idea.reason,
            row.idea.advice,
            row.idea.published_at,
        )
        for row in everything(network, wanted)
    )
    return Book(
        of_network(network, "change-ideas"),
        f"Change ideas of {network.name}",
        (Sheet("Change ideas", IDEA, rows, "No published idea fits."),),
    )
