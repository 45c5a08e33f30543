"""A team's coaching log as tables, with the readings of its charts, for its coaches alone."""

from __future__ import annotations

from app.coaching_log.models import CoachingVisit
from app.coaching_log.queries import visits_of
from app.downloads.names import of_team, person
from app.reviews.models import ChartReview
from app.reviews.queries import reviews_of_team
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team

VISITS = (
    *book.dates("on"),
    *book.text("how", "what was seen", "agreed", "by"),
    *book.dates("written up"),
)
ITEMS = (*book.dates("visit"), *book.text("kind", "item", "struck"))
REVIEWS = (
    *book.moments("read (UTC)"),
    *book.text("measure", "outcome", "note"),
    *book.dates("up to"),
    *book.text("better chart", "by", "answer", "answered by"),
    *book.moments("answered (UTC)"),
)


def book_of(team: Team) -> Book:
    """Every visit and call that was not taken out, and the agendas as they were kept."""
    visits = [each for each in visits_of(team.id) if each.removed_at is None]
    items = tuple(
        (visit.on, each.kind.value, each.text, book.yes(each.struck))
        for visit in visits
        for each in visit.items
    )
    return Book(
        of_team(team, "coaching-log"),
        f"Coaching log of {team.name}",
        (
            Sheet("Visits", VISITS, tuple(_row(each) for each in visits), "Nothing written yet."),
            Sheet("Agendas", ITEMS, items, "No agenda was kept yet."),
            Sheet(
                "Chart reviews",
                REVIEWS,
                tuple(map(_read, reviews_of_team(team.id))),
                "No chart was read yet.",
            ),
        ),
    )


def _row(visit: CoachingVisit) -> book.Row:
    return (
        visit.on,
        visit.way.value,
        visit.notes,
        visit.agreed,
        person(visit.written_by),
        visit.held_at.date() if visit.held_at else None,
    )


def _read(review: ChartReview) -> book.Row:
    return (
        review.at,
        review.series.measure.name,
        review.outcome.value,
        review.note,
        review.up_to,
        review.better_chart or "",
        person(review.by),
        review.answer,
        person(review.answered_by),
        review.answered_at,
    )
