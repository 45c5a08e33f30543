"""A team's charter as tables: its fields, who is on the team, and every revision."""

from __future__ import annotations

from itertools import pairwise

from app.charter.comparison import LABELS, differing
from app.charter.models import Charter
from app.charter.queries import charter_of
from app.downloads import people
from app.downloads.names import of_team, person
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team

NONE = "The team has not written its charter yet."
REVISION = (
    *book.numbers("revision"),
    *book.text("field", "before", "after", "reason", "who"),
    *book.moments("when (UTC)"),
)


def book_of(team: Team) -> Book:
    """The charter as it is now, and what was changed in it."""
    charter = charter_of(team.id)
    fields: tuple[book.Row, ...] = ()
    if charter:
        fields = tuple((label, getattr(charter, name)) for name, label in LABELS.items())
        fields += (("Revision", charter.revision), ("Last changed (UTC)", charter.updated_at))
    return Book(
        of_team(team, "charter"),
        f"Charter of {team.name}",
        (
            Sheet("Charter", book.text("field", "what it says"), fields, NONE),
            people.team_sheet(team),
            Sheet("Revisions", REVISION, _revisions(charter) if charter else (), NONE),
        ),
    )


def _revisions(charter: Charter) -> tuple[book.Row, ...]:
    rows: list[book.Row] = []
    for before, each in pairwise([None, *charter.revisions]):
        if each is None:
            continue
        tail = (each.because, person(each.revised_by), each.revised_at)
        changed = differing(before.fields, each.fields) if before else ()
        rows += [(each.number, *one, *tail) for one in changed or [("", "", "")]]
    return tuple(rows)
