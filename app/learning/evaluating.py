"""Evaluations: short, without names, and shown in groups large enough to hide each. Flushes only."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.learning.forms import QUESTIONS
from app.learning.models import LearningSession, SessionPerson
from app.learning.room_models import SessionEvaluation

FEWEST = 3
"""Answers that are shown together; fewer would tell who said what."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What people answered to one question."""

    text: str
    mean: float
    answers: int


@dataclass(frozen=True, slots=True)
class Results:
    """What is shown of a session's evaluations."""

    total: int
    shown: int
    """Answers that results are made of: whole groups of three, so that no new one stands alone."""
    rated: tuple[Rated, ...]
    kept: tuple[str, ...]
    change: tuple[str, ...]


def has_answered(session: LearningSession, user: User) -> bool:
    """Whether a person handed in an evaluation."""
    one = _person(session, user)
    return one is not None and one.evaluated


def hand_in(
    session: LearningSession, user: User, ratings: Mapping[str, int], kept: str, change: str
) -> None:
    """Store a person's view, and apart from it that they gave one."""
    if not ratings and not kept and not change:
        raise ServiceError("Answer at least one question.")
    # The session's row is the lock: two at once would count the same batch.
    db.session.execute(
        select(LearningSession.id).where(LearningSession.id == session.id).with_for_update()
    )
    one = _person(session, user)
    if one is not None and one.evaluated:
        raise ServiceError("You have handed in your evaluation already. Thank you.")
    if one is None:
        one = SessionPerson(session=session, user_id=user.id, invited=False)
        db.session.add(one)
    one.evaluated = True
    batch = _count(session) // FEWEST
    made = SessionEvaluation(
        session=session, batch=batch, ratings=dict(ratings), kept=kept, change=change
    )
    db.session.add(made)
    db.session.flush()
    _mix(session, batch)


def _mix(session: LearningSession, batch: int) -> None:
    """Let the answers of a batch change places: rows follow each other as people did."""
    query = select(SessionEvaluation).where(
        SessionEvaluation.session_id == session.id, SessionEvaluation.batch == batch
    )
    rows = list(db.session.scalars(query))
    answers = [(row.ratings, row.kept, row.change) for row in rows]
    random.SystemRandom().shuffle(answers)
    for row, (ratings, kept, change) in zip(rows, answers, strict=True):
        row.ratings, row.kept, row.change = ratings, kept, change
    db.session.flush()


def results_of(session: LearningSession) -> Results:
    """What whole groups of three answered, texts in an order that tells nothing."""
    total = _count(session)
    query = select(SessionEvaluation).where(
        SessionEvaluation.session_id == session.id, SessionEvaluation.batch < total // FEWEST
    )
    found = list(db.session.scalars(query.order_by(SessionEvaluation.id)))
    random.Random(session.id).shuffle(found)  # noqa: S311  # an order that stays, no secret
    rated = []
    for name, text in QUESTIONS.items():
        given = [each.ratings[name] for each in found if name in each.ratings]
        if len(given) >= FEWEST:
            rated.append(Rated(text, sum(given) / len(given), len(given)))
    return Results(
        total,
        len(found),
        tuple(rated),
        tuple(each.kept for each in found if each.kept),
        tuple(each.change for each in found if each.change),
    )


def _count(session: LearningSession) -> int:
    query = select(func.count()).where(SessionEvaluation.session_id == session.id)
    return db.session.scalar(query) or 0


def _person(session: LearningSession, user: User) -> SessionPerson | None:
    return db.session.scalar(
        select(SessionPerson).where(
            SessionPerson.session_id == session.id, SessionPerson.user_id == user.id
        )
    )
