"""Opening a closed round again, and taking its value off the chart. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from app import audit, clock
from app.accounts.models import User
from app.assessments.models import AssessmentRound
from app.assessments.record import withdraw_value
from app.assessments.results import may_show
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db


def refusal(actor: User, closed: AssessmentRound, rounds: list[AssessmentRound]) -> str:
    """Why a person may not open a round again, in a sentence; empty where they may.

    `rounds` are those of the same assessment.
    """
    if closed.closed_by is not None and closed.closed_by != actor:
        return f"{closed.closed_by.name} closed it, and can open it again."
    if any(each.number > closed.number for each in rounds):
        return "A later round was opened since: this one stays as it is."
    return ""


def reopen(actor: User, closed: AssessmentRound, reason: str, version: int | None) -> None:
    """Ask for answers again. Those that are there stay, and the chart loses the round's value.

    Raises
    ------
    ServiceError
        Without a reason, by somebody else than who closed it, or after a later round.
    """
    expect(closed, version)
    db.session.refresh(closed, with_for_update=True)
    if closed.closed_on is None:
        return
    if not reason:
        raise ServiceError("Say in a few words why.", field="reason")
    rounds = select(AssessmentRound).where(AssessmentRound.assessment_id == closed.assessment_id)
    refused = refusal(actor, closed, list(db.session.scalars(rounds)))
    if refused:
        raise ServiceError(refused)
    before = {"closed": closed.closed_on}
    if closed.value is not None:
        withdraw_value(actor, closed, reason)
    handed = sum(each.handed_in_at is not None for each in closed.responses)
    if closed.shown_at is None and may_show(handed, named=closed.named):
        closed.shown_at = clock.now()  # closed before that was kept
    closed.closed_on = closed.closed_by = closed.value = None
    db.session.flush()
    audit.record(
        actor,
        "reopen assessment round",
        closed,
        network=closed.team.network,
        before=before,
        why=reason,
    )
