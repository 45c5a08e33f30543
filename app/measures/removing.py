"""Removing a value that should never have been entered. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.auditing import audited, hides_numbers
from app.measures.models import Observation
from app.measures.past.keeping import keep, value_content
from app.measures.past.models import Mark
from app.measures.services import ChangedMeanwhileError
from app.strata.models import StratumObservation


def remove(actor: User, observation: Observation, reason: str, *, version: int | None) -> None:
    """Take a value off its series, keeping all that it was, who removed it and why.

    Raises
    ------
    ChangedMeanwhileError
        Where somebody stored another value since the form was made.
    ServiceError
        Without a reason, or where the period has data by group.
    """
    reason = reason.replace("\x00", "").strip()
    if version is not None and version != observation.version:
        raise ChangedMeanwhileError(observation)
    if not reason:
        raise ServiceError(
            "Say in a few words why. The value is kept in the history.", field="reason"
        )
    series, period = observation.series, observation.period
    cells = select(StratumObservation.id).where(
        StratumObservation.series_id == series.id, StratumObservation.period == period
    )
    if db.session.scalar(cells.limit(1)) is not None:
        raise ServiceError("It has data by group, which belong to it. Correct them instead.")
    name = periods.name(period, series.measure.frequency)
    event = audit.record(
        actor,
        "remove value",
        series,
        network=series.team.network,
        before={name: audited(observation, hides=hides_numbers(series.measure))},
        why=reason,
    )
    keep(
        event,
        series,
        Mark.REMOVED_VALUE,
        observation.id,
        value_content(observation),
        None,
        reason,
    )
    db.session.delete(observation)
    db.session.flush()
    db.session.expire(series, ["observations"])
