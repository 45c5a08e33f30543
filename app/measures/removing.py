"""Removing a value that should never have been entered, and putting it back. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import audit
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures import marking, periods, services
from app.measures.auditing import audited, hides_numbers
from app.measures.models import Observation, Series
from app.measures.past.keeping import keep, value_content
from app.measures.past.models import Mark, SeriesChange
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


@dataclass(frozen=True, slots=True)
class Removed:
    """A value that was removed, as it was then."""

    period: date
    value: float
    denominator: float | None
    raw: list[float] | None
    note: str
    excluded: str | None
    at: datetime
    reason: str
    by: User | None


def last_removed(series: Series, period: date) -> Removed | None:
    """What was removed last of a period; None where nothing was, or where it has a value again."""
    return next((each for each in removed_values(series) if each.period == period), None)


def removed_values(series: Series) -> list[Removed]:
    """What was removed last of each period that has no value now; its observations are loaded."""
    query = (
        select(SeriesChange)
        .where(SeriesChange.series_id == series.id, SeriesChange.mark == Mark.REMOVED_VALUE)
        .options(joinedload(SeriesChange.by))
        .order_by(SeriesChange.at.desc(), SeriesChange.id.desc())
    )
    there = {each.period for each in series.observations}
    found: dict[date, Removed] = {}
    for change in db.session.scalars(query):
        was = change.before or {}
        day = date.fromisoformat(was["period"])
        if day not in there and day not in found:
            found[day] = Removed(
                day,
                was["value"],
                was["denominator"],
                was["raw"],
                was["note"],
                was["excluded"],
                change.at,
                change.reason,
                change.by,
            )
    return list(found.values())


def put_back(actor: User, series: Series, removed: Removed) -> Observation:
    """Enter a removed value again as it was, with its note, and left out again where it was so.

    Raises
    ------
    ServiceError
        Where the period takes no data any more, or has some.
    """
    made = services.enter(
        actor,
        series,
        removed.period,
        removed.value,
        removed.denominator,
        removed.note,
        raw=removed.raw,
    )
    audit.record(
        actor,
        "put value back",
        series,
        network=series.team.network,
        after={
            periods.name(made.period, series.measure.frequency): audited(
                made, hides=hides_numbers(series.measure)
            )
        },
    )
    if removed.excluded:
        marking.exclude(actor, made, removed.excluded, version=series.version)
    return made
