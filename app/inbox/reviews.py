"""What coaches say of charts, and what teams answer, as items of the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.inbox.items import Item, Kind, Person
from app.measures.addresses import series_url
from app.reviews.better import NAMES
from app.reviews.models import ChartReview
from app.reviews.queries import answers_to, open_questions, signed_off_since

NEWS = timedelta(days=28)


def said(person: Person) -> Iterable[Item]:
    """Questions to the person's teams, what was signed off there lately, and answers to theirs."""
    if person.writes:
        for each in open_questions(person.writes):
            wanted = f" for a {NAMES[each.better_chart]}" if each.better_chart else ""
            asked = f"{_who(each)} asks{wanted}"
            yield _item(each, Kind.QUESTION, f"question-{each.id}", asked, "Answer", stays=True)
        for each in signed_off_since(person.writes, person.today - NEWS):
            what = f"{_who(each)} signed the chart off"
            yield _item(each, Kind.REVIEW, f"signed-{each.id}", what, "See what was said")
    if person.who.coached:
        for each in answers_to(person.user, person.who.coached):
            by = each.answered_by.name if each.answered_by else "The team"
            what = f"{by} answers"
            yield _item(each, Kind.ANSWER, f"answer-{each.id}", what, "Go on with the review")


def _who(each: ChartReview) -> str:
    return each.by.name if each.by else "Your coach"


def _item(
    each: ChartReview, kind: Kind, key: str, what: str, todo: str, *, stays: bool = False
) -> Item:
    series = each.series
    links = {
        Kind.QUESTION: lambda: series_url(series, "reviews.question", review_id=each.id),
        Kind.ANSWER: lambda: series_url(series, "reviews.show"),
        Kind.REVIEW: lambda: series_url(series, _anchor="reviews"),
    }
    return Item(
        key=key,
        kind=kind,
        at=each.answered_at or each.at,
        what=what,
        about=series.measure.name,
        team_id=series.team_id,
        team=series.team.name,
        todo=todo,
        href=links[kind](),
        stays=stays,
        words={Kind.QUESTION: each.note, Kind.ANSWER: each.answer}.get(kind, ""),
    )
