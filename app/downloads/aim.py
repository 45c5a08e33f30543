"""A team's SMART aim as tables: its fields, and every revision."""

from __future__ import annotations

from app.aims.comparison import LABELS
from app.aims.fields import NAMES
from app.aims.models import Aim
from app.aims.queries import aim_with_revisions
from app.downloads.names import of_team, person
from app.tables import book
from app.tables.book import Book, Cell, Sheet
from app.teams.models import Team

NONE = "The team has not written its aim yet."
REVISION = (
    *book.numbers("revision"),
    *book.text("the aim as it read", "reason", "who"),
    *book.moments("when (UTC)"),
)


def book_of(team: Team) -> Book:
    """The aim as it is now, and as it was."""
    aim = aim_with_revisions(team.id)
    return Book(
        of_team(team, "aim"),
        f"Aim of {team.name}",
        (
            Sheet("Aim", book.text("field", "what it says"), _fields(aim) if aim else (), NONE),
            Sheet(
                "Revisions",
                REVISION,
                tuple(
                    (
                        each.number,
                        each.headline,
                        each.because,
                        person(each.revised_by),
                        each.revised_at,
                    )
                    for each in (aim.revisions if aim else ())
                ),
                NONE,
            ),
        ),
    )


def _fields(aim: Aim) -> tuple[book.Row, ...]:
    rows: list[tuple[Cell, Cell]] = [
        ("The aim", aim.revisions[-1].headline if aim.revisions else "")
    ]
    for name in NAMES:
        value = getattr(aim, name)
        if name == "measure_id":
            value = aim.measure.name if aim.measure else ""
        rows.append((LABELS[name], getattr(value, "value", value)))
    return (*rows, ("Revision", aim.revision), ("Last changed (UTC)", aim.updated_at))
