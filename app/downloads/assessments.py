"""A team's assessments as tables: rounds, and how each item was placed where it may be shown."""

from __future__ import annotations

from app.assessments.models import Assessment
from app.assessments.queries import RoundResult, assessments_of, result_of
from app.downloads.names import of_team
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team

ROUND = (
    *book.text("assessment"),
    *book.numbers("round"),
    *book.dates("opened", "due", "closed"),
    *book.numbers("people who answered", "score"),
    *book.text("what the team takes from it"),
)
ITEM = (
    *book.text("assessment"),
    *book.numbers("round"),
    *book.text("item", "level"),
    *book.numbers("people", "median", "cannot say"),
)
FEW = "No round is closed with enough answers to be shown."


def book_of(team: Team) -> Book:
    """Every round; results never so that single answers can be told apart."""
    found = [(each, result_of(one)) for each in assessments_of(team.id) for one in each.rounds]
    return Book(
        of_team(team, "assessments"),
        f"Assessments of {team.name}",
        (
            Sheet(
                "Rounds",
                ROUND,
                tuple(_round(each, result) for each, result in found),
                "The team has opened no round yet.",
            ),
            Sheet("Results", ITEM, tuple(row for one in found for row in _items(*one)), FEW),
        ),
    )


def _round(assessment: Assessment, result: RoundResult) -> book.Row:
    each = result.round
    return (
        assessment.instrument.name,
        each.number,
        each.opened_on,
        each.due_on,
        each.closed_on,
        result.respondents,
        each.value if result.shown else None,
        each.reflection,
    )


def _items(assessment: Assessment, result: RoundResult) -> list[book.Row]:
    return [
        (
            assessment.instrument.name,
            result.round.number,
            item.item.name,
            f"{level.label}, {level.name}",
            count,
            item.median,
            item.unsure,
        )
        for item in result.items
        for level, count in zip(result.content.levels, item.counts, strict=True)
    ]
