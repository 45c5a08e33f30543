"""What people do with a series' data. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures import accepting, periods, values
from app.measures.auditing import audited, hides_numbers
from app.measures.models import Frequency, Observation, Series
from app.measures.replacing import NEEDS_REASON, Numbers, numbers_of, replace


class ChangedMeanwhileError(ServiceError):
    """Somebody stored another value since the form was made."""

    def __init__(self, stored: Observation) -> None:
        super().__init__("Somebody else changed this value while you were correcting it.")
        self.stored = stored


def enter(
    actor: User | None,
    series: Series,
    period: date,
    value: float,
    denominator: float | None = None,
    note: str = "",
    *,
    raw: Sequence[float] | None = None,
) -> Observation:
    """Store one period's data; of a subgroup its raw values, whose mean is the value."""
    frequency = series.measure.frequency
    period = periods.start_of(period, frequency)
    accepting.check_period(series, period, _first(series))
    value, denominator, raw = _checked(series, period, value, denominator, raw)
    if _stored(series, period) is not None:
        raise accepting.already(period, frequency)
    observation = Observation(
        series_id=series.id,
        period=period,
        value=value,
        denominator=denominator,
        raw=raw,
        note=clean(note),
        entered_by_id=actor.id if actor else None,
        entered_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(observation)
    except IntegrityError:
        raise accepting.already(period, frequency) from None
    db.session.expire(series, ["observations"])
    return observation


def correct(
    actor: User,
    observation: Observation,
    value: float,
    denominator: float | None,
    note: str,
    reason: str,
    *,
    version: int | None = None,
    raw: Sequence[float] | None = None,
    period: date | None = None,
) -> Observation:
    """Replace a stored value, keeping what it was, who corrected it and why.

    `period` is another day for an event; the observations of a calendar stay where they are.
    """
    reason, note = clean(reason), clean(note)
    if version is not None and version != observation.version:
        raise ChangedMeanwhileError(observation)
    if not reason:
        raise ServiceError(NEEDS_REASON, field="reason")
    series, was = observation.series, observation.period
    day = period if period and series.measure.frequency is Frequency.EVENT else was
    numbers = _checked(series, day, value, denominator, raw)
    hides = hides_numbers(series.measure)
    moved, before = day != was, audited(observation, hides=hides)
    if moved:
        _move(observation, day)
    unchanged = numbers_of(observation) == numbers and not moved
    noted = observation.note != note
    if unchanged and not noted:
        raise ServiceError("This is what is stored already.", field=values.VALUE)
    replace(actor, observation, numbers, note, reason, clock.now(), was=was if moved else None)
    name = periods.name(observation.period, observation.series.measure.frequency)
    after = {} if unchanged else {name: audited(observation, hides=hides)}
    audit.record(
        actor,
        "correct value",
        observation,
        network=observation.series.team.network,
        before={name: before} if after else None,
        after=after | ({"note": "changed"} if noted else {}),
        why=reason,
    )
    return observation


def _move(observation: Observation, day: date) -> None:
    accepting.check_period(observation.series, day, _first(observation.series))
    if _stored(observation.series, day) is not None:
        raise accepting.already(day, Frequency.EVENT)
    observation.period = day


def _first(series: Series) -> date | None:
    """The earliest period that has data."""
    return db.session.scalar(
        select(Observation.period)
        .where(Observation.series_id == series.id)
        .order_by(Observation.period)
        .limit(1)
    )


def _checked(
    series: Series,
    period: date,
    value: float,
    denominator: float | None,
    raw: Sequence[float] | None,
) -> Numbers:
    measure = series.measure
    follows = accepting.needs_cases(measure, denominator) and _follows(series, period)
    return accepting.checked(measure, value, denominator, raw, follows=follows)


def _follows(series: Series, day: date) -> bool:
    """Whether an event is stored from before a day."""
    earlier = select(Observation.id).where(
        Observation.series_id == series.id, Observation.period < day
    )
    return db.session.scalar(earlier.limit(1)) is not None


def _stored(series: Series, period: date) -> Observation | None:
    return db.session.scalar(
        select(Observation).where(Observation.series_id == series.id, Observation.period == period)
    )


def clean(text: str) -> str:
    """A text without spaces around it, and without the sign that no database keeps."""
    return text.replace("\x00", "").strip()
