"""A team stops reporting a measure, and takes it up again. Services flush; nothing here commits."""

from __future__ import annotations

from datetime import date

from app import audit, clock
from app.accounts.models import User
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.models import Series


def stop(
    actor: User, series: Series, last: date | None, reason: str, *, version: int | None
) -> None:
    """Let nothing fall due after the period of `last`; what is stored stays."""
    expect(series, version)
    if series.ended_on is not None:
        raise ServiceError("The team stopped already.", field="last")
    if last is None:
        raise ServiceError("Choose the last day that is still reported.", field="last")
    if not reason:
        raise ServiceError("Say in a few words why. It is kept with your name.", field="reason")
    newest = max((each.period for each in series.observations), default=None)
    end = periods.last_day(last, series.measure.frequency)
    if newest is not None and end < newest:
        name = periods.name(newest, series.measure.frequency)
        raise ServiceError(f"{name} has a value. Choose that period or a later one.", field="last")
    if last > clock.today():
        raise ServiceError("Choose a day up to today.", field="last")
    series.ended_on, series.ended_because = end, reason
    db.session.flush()
    audit.record(
        actor, "stop reporting", series, network=series.team.network,
        after={"last day": end.isoformat()}, why=reason,
    )  # fmt: skip


def resume(actor: User, series: Series) -> None:
    """Let values fall due again."""
    was = series.ended_on
    if was is None:
        return
    series.ended_on, series.ended_because = None, ""
    db.session.flush()
    audit.record(
        actor, "resume reporting", series, network=series.team.network,
        before={"last day": was.isoformat()},
    )  # fmt: skip
