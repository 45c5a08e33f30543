"""What coaches say of charts, and what teams answer, as items of the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask import url_for

from app.inbox.items import Item, Kind, Person
from app.measures.addresses import series_url
from app.networks.models import NetworkRole
from app.reviews.better import NAMES
from app.reviews.models import ChartReview
from app.reviews.queries import answers_to, charts_asked_for, open_questions, signed_off_since

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


def asked_of_the_backbone(person: Person) -> Iterable[Item]:
    """Better charts that coaches want on shared measures, which the network's backbone defines.

    The coach's words stay between coach and team, as everywhere.
    """
    runs = [key for key, roles in person.who.networks.items() if NetworkRole.BACKBONE in roles]
    if not runs:
        return
    for each in charts_asked_for(runs):
        measure = each.series.measure
        wanted = NAMES[each.better_chart or ""]
        yield Item(
            key=f"better-{each.id}",
            kind=Kind.QUESTION,
            at=each.at,
            what=(
                f"{each.by.name if each.by else 'A coach'} asks for a {wanted}. You define this "
                "measure: change its chart for all teams, or tell the coach why not."
            ),
            about=measure.name,
            team_id=each.series.team_id,
            team=each.series.team.name,
            todo="Change the chart",
            href=url_for(
                "catalog.edit",
                network_slug=each.series.team.network.slug,
                measure_slug=measure.slug,
            ),
        )


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
