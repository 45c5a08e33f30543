"""Groups of teams that should talk, as their board shows them to the reader."""

from __future__ import annotations

from app.compare.codes import scope_of
from app.compare.words import NAMES
from app.downloads.names import of_network
from app.learning.models import LearningSession
from app.networks.models import Network
from app.pairings.board import board_of
from app.pairings.services import groups_of
from app.tables import book
from app.tables.book import Book, Sheet

GROUPS = (*book.numbers("group"), *book.text("team", "its chart says", "why it is here"))


def book_of(network: Network, session: LearningSession | None = None) -> Book:
    """A row a team; why it is in its group only for who may know it."""
    kept = groups_of(network, scope_of(session) if session is not None else "")
    rows = tuple(
        (number, place.team, NAMES.get(place.verdict, ""), place.reason)
        for number, group in enumerate(board_of(network, kept), 1)
        for place in group.places
    )
    name, title = "talk", f"Groups that talk in {network.name}"
    if session is not None:
        name, title = f"session-{session.number}-talk", f"Groups that talk at {session.title}"
    return Book(
        of_network(network, name), title, (Sheet("Groups", GROUPS, rows, "No groups yet."),)
    )
