"""Saying what caused a signal, and agreeing to it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.causes.cards import Card
from app.causes.models import Cause, SignalCause
from app.clock import now
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Series
from app.pdsa.models import Cycle

NEEDS_A_NOTE = {
    Cause.SOMETHING_ELSE: "Say in a few words what it was.",
    Cause.DATA_ARTIFACT: "Say in a few words what is wrong with the data.",
}


def decide(
    actor: User,
    series: Series,
    card: Card,
    cause: Cause,
    *,
    cycles: Iterable[int] = (),
    note: str = "",
    version: int = 0,
) -> SignalCause:
    """Record what caused the signal of a card; `version` is the one the form was opened with.

    `cycles` are numbers of the team's cycles. A new decision takes back the coach's agreement.
    """
    standing = _standing(series, card)
    decision = standing[0] if standing else None
    if (decision.version if decision else 0) != version:
        raise Conflict
    note = note.strip()
    if cause in NEEDS_A_NOTE and not note:
        raise ServiceError(NEEDS_A_NOTE[cause], field="note")
    chosen = _cycles(series, cycles) if cause is Cause.OUR_CHANGE else []
    if cause is Cause.OUR_CHANGE and not chosen:
        raise ServiceError(
            "Tick the cycles that made the change. Was it no test of yours? Choose "
            "“Something else” and say what.",
            field="cycles",
        )
    before = _state(decision) if decision else {}
    # Signals that have grown into one have one cause; what was said of the others is in the audit.
    merged = [_state(each) for each in standing[1:]]
    for each in standing[1:]:
        db.session.delete(each)
    db.session.flush()
    if decision is None:
        decision = SignalCause(series=series, side=card.side)
        db.session.add(decision)
    decision.first, decision.last = card.first, card.last
    decision.cause, decision.note, decision.cycles = cause, note, chosen
    decision.decided_by, decision.decided_at = actor, now()
    decision.confirmed_by, decision.confirmed_at = None, None
    db.session.flush()
    audit.record(
        actor,
        "say what caused a signal",
        decision,
        network=series.team.network,
        before=before | ({"also": merged} if merged else {}),
        after=_state(decision),
        why=note,
    )
    return decision


def confirm(actor: User, series: Series, decision: SignalCause, *, version: int) -> None:
    """Record that the coach agrees with what the team said."""
    if decision.version != version:
        raise Conflict
    decision.confirmed_by, decision.confirmed_at = actor, now()
    db.session.flush()
    audit.record(
        actor,
        "confirm the cause of a signal",
        decision,
        network=series.team.network,
        after=_state(decision),
    )


def _standing(series: Series, card: Card) -> list[SignalCause]:
    """What is stored of the card's signal now, the latest first; others wait until this is saved.

    The card was read before: somebody else may have said the cause in the same moment.
    """
    db.session.execute(select(Series.id).where(Series.id == series.id).with_for_update())
    query = (
        select(SignalCause)
        .where(SignalCause.series_id == series.id, SignalCause.side == card.side)
        .where(SignalCause.first <= card.last, SignalCause.last >= card.first)
        .order_by(SignalCause.decided_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def _cycles(series: Series, numbers: Iterable[int]) -> list[Cycle]:
    query = select(Cycle).where(
        Cycle.team_id == series.team_id, Cycle.number.in_(list(numbers)), Cycle.deleted_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Cycle.number)))


def _state(decision: SignalCause) -> dict[str, Any]:
    return {
        "cause": decision.cause.value,
        "cycles": [cycle.number for cycle in decision.cycles],
        "note": decision.note,
        "first": decision.first,
        "last": decision.last,
    }
