"""What people do with a series' data. Nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods, values
from app.measures.models import Frequency, Observation, ObservationCorrection, Series

EARLIEST = date(1950, 1, 1)
LONGEST_GAP = timedelta(days=3660)


class AlreadyEnteredError(ServiceError):
    """The period has its data; they can be corrected."""

    def __init__(self, message: str, period: date) -> None:
        super().__init__(message, field="period")
        self.period = period


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
) -> Observation:
    """Store one period's data."""
    frequency = series.measure.frequency
    period = periods.start_of(period, frequency)
    _check_period(series, period)
    _check_numbers(series, value, denominator)
    if _stored(series, period) is not None:
        raise _already(period, frequency)
    observation = Observation(
        series_id=series.id,
        period=period,
        value=value,
        denominator=denominator if series.measure.has_denominator else None,
        note=_clean(note),
        entered_by_id=actor.id if actor else None,
        entered_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(observation)
    except IntegrityError:
        raise _already(period, frequency) from None
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
) -> Observation:
    """Replace a stored value, keeping what it was, who corrected it and why."""
    reason = _clean(reason)
    if version is not None and version != observation.version:
        raise ChangedMeanwhileError(observation)
    if not reason:
        raise ServiceError(
            "Say in a few words why. The old value is kept beside it.", field="reason"
        )
    _check_numbers(observation.series, value, denominator)
    if not observation.series.measure.has_denominator:
        denominator = None
    unchanged = (observation.value, observation.denominator) == (value, denominator)
    if unchanged and observation.note == _clean(note):
        raise ServiceError("This is what is stored already.", field=values.VALUE)
    before, noted = _told(observation), observation.note != _clean(note)
    observation.corrections.append(
        ObservationCorrection(
            old_value=observation.value,
            old_denominator=observation.denominator,
            old_note=observation.note,
            reason=reason,
            corrected_by=actor,
            corrected_at=clock.now(),
        )
    )
    observation.value = value
    observation.denominator = denominator
    observation.note = _clean(note)
    name = periods.name(observation.period, observation.series.measure.frequency)
    after = {} if unchanged else {name: _told(observation)}
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


def _told(observation: Observation) -> str:
    """A value as the network's audit holds it; one over too few people the team alone keeps."""
    below, smallest = observation.denominator, observation.series.measure.smallest_denominator
    if below is not None and below < smallest:
        return f"not told, fewer than {smallest}"
    return values.in_words(observation.value, below)


def _check_period(series: Series, period: date) -> None:
    frequency = series.measure.frequency
    end = periods.last_day(period, frequency)
    if end > clock.today():
        raise ServiceError(
            f"{periods.name(period, frequency)} is not over yet. "
            f"Enter it from {end:%B} {end.day}, {end.year}.",
            field="period",
        )
    if series.ended_on is not None and period > series.ended_on:
        raise ServiceError("The team stopped collecting these data before then.", field="period")
    first = db.session.scalar(
        select(Observation.period)
        .where(Observation.series_id == series.id)
        .order_by(Observation.period)
        .limit(1)
    )
    if period < EARLIEST or (first is not None and period < first - LONGEST_GAP):
        raise ServiceError("That is too long ago to stand on this chart.", field="period")


def _check_numbers(series: Series, value: float, denominator: float | None) -> None:
    for field, sentence in values.check(series.measure, value, denominator).items():
        raise ServiceError(sentence, field=field)


def _stored(series: Series, period: date) -> Observation | None:
    return db.session.scalar(
        select(Observation).where(Observation.series_id == series.id, Observation.period == period)
    )


def _already(period: date, frequency: Frequency) -> AlreadyEnteredError:
    name = periods.name(period, frequency)
    return AlreadyEnteredError(f"{name} has its data already.", period)


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()
