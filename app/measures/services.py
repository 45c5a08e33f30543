"""What people do with a series' data. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods, told, values
from app.measures.kinds import between_is_cases
from app.measures.models import (
    DataKind,
    Frequency,
    Observation,
    ObservationCorrection,
    Series,
)

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
    *,
    raw: Sequence[float] | None = None,
) -> Observation:
    """Store one period's data; of a subgroup its raw values, whose mean is the value."""
    frequency = series.measure.frequency
    period = periods.start_of(period, frequency)
    _check_period(series, period)
    value, denominator, raw = _checked(series, period, value, denominator, raw)
    if _stored(series, period) is not None:
        raise _already(period, frequency)
    observation = Observation(
        series_id=series.id,
        period=period,
        value=value,
        denominator=denominator,
        raw=raw,
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
    raw: Sequence[float] | None = None,
    period: date | None = None,
) -> Observation:
    """Replace a stored value, keeping what it was, who corrected it and why.

    `period` is another day for an event; the observations of a calendar stay where they are.
    """
    reason = _clean(reason)
    if version is not None and version != observation.version:
        raise ChangedMeanwhileError(observation)
    if not reason:
        raise ServiceError(
            "Say in a few words why. The old value is kept beside it.", field="reason"
        )
    series, was = observation.series, observation.period
    day = period if period and series.measure.frequency is Frequency.EVENT else was
    value, denominator, raw = _checked(series, day, value, denominator, raw)
    moved, before = day != was, _told(observation)
    if moved:
        _move(observation, day)
    stored = (observation.value, observation.denominator, observation.raw)
    unchanged = stored == (value, denominator, raw) and not moved
    if unchanged and observation.note == _clean(note):
        raise ServiceError("This is what is stored already.", field=values.VALUE)
    noted = observation.note != _clean(note)
    observation.corrections.append(
        ObservationCorrection(
            old_value=observation.value,
            old_denominator=observation.denominator,
            old_raw=observation.raw,
            old_period=was if moved else None,
            old_note=observation.note,
            reason=reason,
            corrected_by=actor,
            corrected_at=clock.now(),
        )
    )
    observation.value = value
    observation.denominator = denominator
    observation.raw = raw
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
    return told.stored(observation)


def _move(observation: Observation, day: date) -> None:
    _check_period(observation.series, day)
    if _stored(observation.series, day) is not None:
        raise _already(day, Frequency.EVENT)
    observation.period = day


def _check_period(series: Series, period: date) -> None:
    frequency = series.measure.frequency
    end = periods.last_day(period, frequency)
    if series.measure.retired_at is not None:
        raise ServiceError(
            "This measure is retired; what is stored can be read and corrected.", field="period"
        )
    if end > clock.today() and frequency is Frequency.EVENT:
        raise ServiceError(
            "That day is still to come. Enter an event once it has happened.", field="period"
        )
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


def _checked(
    series: Series,
    period: date,
    value: float,
    denominator: float | None,
    raw: Sequence[float] | None,
) -> tuple[float, float | None, list[float] | None]:
    """The numbers as the measure keeps them; refused where it does not take them."""
    measure = series.measure
    kept = None
    if measure.data_kind is DataKind.SUBGROUP:
        kept = list(raw or (value,))
        value = fmean(kept)
    elif measure.data_kind is not DataKind.EVENTS and not measure.has_denominator:
        denominator = None
    refused = values.check(measure, value, denominator)
    if kept is not None:
        refused |= values.check_raw(measure, kept)
    if between_is_cases(measure.chart) and denominator is None and _follows(series, period):
        refused[values.VALUE] = "Enter the cases since the event before; this chart shows them."
    for field, sentence in refused.items():
        raise ServiceError(sentence, field=field)
    return value, denominator, kept


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


def _already(period: date, frequency: Frequency) -> AlreadyEnteredError:
    name = periods.name(period, frequency)
    if frequency is Frequency.EVENT:
        return AlreadyEnteredError(
            f"An event is stored for {name} already. If there were two, say so in its note.", period
        )
    return AlreadyEnteredError(f"{name} has its data already.", period)


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()
