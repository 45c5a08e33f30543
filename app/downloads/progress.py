"""A team's progress scores as tables: those given, and what the records supported."""

from __future__ import annotations

from app.clock import today
from app.downloads.names import of_team, person
from app.progress.page import history
from app.progress.queries import scores_of
from app.progress.records import records_of
from app.progress.scale import scale_of
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team

GIVEN = (
    *book.dates("on"),
    *book.text("by the"),
    *book.numbers("score"),
    *book.text("level", "why", "person"),
    *book.dates("withdrawn"),
)
RECORDS = (*book.dates("on"), *book.numbers("score"), *book.text("level", "missing for the next"))


def book_of(team: Team) -> Book:
    """Every score that was given, and the records' at the end of each month."""
    scale = scale_of(team.network_id)
    given = tuple(
        (
            each.on,
            each.scored_by.value,
            each.value,
            scale[each.halves].name,
            each.reason,
            person(each.by),
            each.withdrawn_at.date() if each.withdrawn_at else None,
        )
        for each in scores_of(team.id, withdrawn=True)
    )
    supported = tuple(
        (
            each.on,
            each.halves / 2,
            scale[each.halves].name,
            " ".join(one.said for one in each.missing),
        )
        for each in history(records_of([team])[team.id], today())
    )
    return Book(
        of_team(team, "progress"),
        f"Progress scores of {team.name}",
        (
            Sheet("Scores", GIVEN, given, "Nobody has given a score yet."),
            Sheet("Records", RECORDS, supported, "There are no records yet."),
        ),
    )
