"""A team's interviews as tables. Quotes only where the person agreed to be quoted."""

from __future__ import annotations

from app.downloads.names import of_team, person
from app.interviews.queries import interviews_of, theme_counts
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team

INTERVIEW = (
    *book.dates("on"),
    *book.text("with whom", "by", "consent", "how it was given", "themes", "notes", "quotes"),
    *book.text("stakeholders", "drivers"),
)


def book_of(team: Team) -> Book:
    """The interviews, the latest first, and in how many each theme came up."""
    found = interviews_of(team.id)
    rows = tuple(
        (
            each.on,
            each.who,
            person(each.interviewer),
            each.consent.value,
            each.consent_note,
            book.listed(theme.name for theme in each.themes),
            each.notes,
            "\n".join(each.told),
            book.listed(one.name for one in each.people_there),
            book.listed(one.text for one in each.drivers_there),
        )
        for each in found
    )
    themes = tuple((each.name, each.count) for each in theme_counts(found))
    columns = (*book.text("theme"), *book.numbers("interviews"))
    return Book(
        of_team(team, "interviews"),
        f"Interviews of {team.name}",
        (
            Sheet("Interviews", INTERVIEW, rows, "The team has kept no interview yet."),
            Sheet("Themes", columns, themes, "No theme has come up yet."),
        ),
    )
