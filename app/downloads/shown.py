"""The comparison of a measure as it was shown at a session, or as it is while none was held.

It holds what stood on the screen: the points of the small charts and the words under them. Of a
team under a code that is its course, rounded as it was printed.
"""

from __future__ import annotations

from app.compare.words import NAMES
from app.downloads import values
from app.downloads.names import of_network
from app.learning.frozen import Kept, KeptPanel
from app.learning.models import LearningSession, Status
from app.measures.models import Measure
from app.tables import book
from app.tables.book import Book, Sheet

TEAMS = book.text("team", "its chart says", "in short", "latest", "and")


def book_of(session: LearningSession, measure: Measure, kept: Kept) -> Book:
    """Every team's points, and what its chart said."""
    name, title = f"session-{session.number}-{measure.slug}", f"{kept.name}, {session.title}"
    if session.status is Status.HELD:
        name, title = f"{name}-as-shown", f"{kept.name}, as shown at {session.title}"
    return Book(
        of_network(session.network, name), title, (_values(kept), _teams(kept), _words(kept))
    )


def _values(kept: Kept) -> Sheet:
    name = f"{kept.name} ({kept.unit})" if kept.unit else kept.name
    columns = (
        *book.text("team"),
        *book.dates("period"),
        *book.numbers(name),
        *book.text(values.LEFT_OUT),
    )
    rows = tuple(row for group in kept.groups for each in group.panels for row in _points(each))
    return Sheet("Values", columns, rows, "No team's values were shown.")


def _points(panel: KeptPanel) -> list[book.Row]:
    found = panel.analysis
    if found is None:
        return []
    left_out = set(found.options["exclude"])
    points = zip(found.x, found.values.tolist(), strict=True)
    return [
        (panel.name, day, value, book.yes(at in left_out))
        for at, (day, value) in enumerate(points)
        if value == value  # noqa: PLR0124 - a period without a value is no row
    ]


def _teams(kept: Kept) -> Sheet:
    rows = tuple(
        (each.name, NAMES.get(group.key, group.name), group.rule, each.latest, each.foot)
        for group in kept.groups
        for each in group.panels
    )
    return Sheet("Teams", TEAMS, rows, "No team was shown.")


def _words(kept: Kept) -> Sheet:
    said = (
        ("measure", kept.name),
        ("unit", kept.unit),
        ("about it", kept.meta),
        ("in a sentence", kept.sentence),
        ("chance", kept.chance),
        ("note", kept.foot),
    )
    return Sheet(
        "What it said", book.text("what", "words"), tuple(each for each in said if each[1])
    )
