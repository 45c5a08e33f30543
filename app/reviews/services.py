"""Reviewing a chart and answering. Nothing here commits."""

from __future__ import annotations

from datetime import date

from app import audit, clock
from app.accounts.models import User
from app.conflicts import Conflict, expect
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.models import Series
from app.measures.signals import mark_seen
from app.reviews.better import NAMES
from app.reviews.models import ChartReview, Outcome
from app.reviews.queries import standing_of
from app.standings.facts import read


def review(
    actor: User,
    series: Series,
    outcome: Outcome,
    note: str,
    *,
    up_to: date | None,
    better_chart: str | None = None,
    seen: str,
    now: str,
) -> ChartReview:
    """Sign a chart off, or ask the team about it.

    `seen` names the chart that the coach read and `now` the one that there is: nobody signs off
    what they have not seen. What is said stays between coach and team; the network's audit tells
    that the chart was reviewed.

    Raises
    ------
    Conflict
        Where the chart has changed since it was opened.
    ServiceError
        Where a question has no words.
    """
    if seen != now:
        raise Conflict
    if outcome is Outcome.ASKED and not note and better_chart is None:
        raise ServiceError("Write what you ask the team.", field="note")
    if better_chart is not None and better_chart not in NAMES:
        raise ServiceError("Choose a chart from the list.", field="better_chart")
    made = ChartReview(
        series_id=series.id,
        by=actor,
        at=clock.now(),
        outcome=outcome,
        note=note,
        up_to=up_to,
        better_chart=better_chart,
    )
    db.session.add(made)
    db.session.flush()
    _see(actor, series)
    name = periods.name(up_to, series.measure.frequency) if up_to else "nothing yet"
    after = {"data up to": name}
    if better_chart:
        after["asked for"] = NAMES[better_chart]
    signed = outcome is Outcome.SIGNED_OFF
    action = "sign off chart" if signed else "ask about chart"
    audit.record(actor, action, series, network=series.team.network, after=after)
    return made


def _see(actor: User, series: Series) -> None:
    """Who has reviewed a chart has seen its signals: nothing tells of them any more."""
    standing = standing_of(series.id)
    if standing is not None:
        mark_seen(actor, [(series.id, read(each).key) for each in standing.signals])


def answer(actor: User, made: ChartReview, text: str, *, version: int | None) -> None:
    """Answer a coach's question.

    Raises
    ------
    Conflict
        Where somebody else on the team has answered meanwhile.
    ServiceError
        Without words.
    """
    expect(made, version)
    if made.outcome is not Outcome.ASKED:
        raise ServiceError("Nothing was asked.")
    if made.withdrawn_at is not None:
        raise ServiceError("The coach has withdrawn the question; it needs no answer.")
    if not text:
        raise ServiceError("Write a few words. “We will look” is an answer too.", field="answer")
    made.answer, made.answered_by, made.answered_at = text, actor, clock.now()
    db.session.flush()
    audit.record(actor, "answer about chart", made.series, network=made.series.team.network)


def withdraw(actor: User, made: ChartReview) -> None:
    """Take back a question of one's own that nobody has answered. Doing it twice changes nothing.

    Raises
    ------
    ServiceError
        Where it was answered, or is not theirs.
    """
    if made.withdrawn_at is not None:
        return
    if made.by_id != actor.id or made.outcome is not Outcome.ASKED:
        raise ServiceError("Only who asked a question can withdraw it.")
    if made.answered_at is not None:
        raise ServiceError("The team has answered meanwhile, so the question stays.")
    made.withdrawn_at = clock.now()
    db.session.flush()
    audit.record(actor, "withdraw question", made.series, network=made.series.team.network)
