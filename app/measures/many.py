"""Storing many periods of a series at once, all or none of them. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from app import audit
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures import accepting, periods
from app.measures.auditing import audited, hides_numbers
from app.measures.models import Observation, Series
from app.measures.replacing import NEEDS_REASON, Numbers, numbers_of, replace
from app.measures.services import clean
from app.measures.values import Entered

CORRECTED = "correct values"
"""What the audit calls the corrections of one grid: one event, however many there are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one period, or one event, is to hold."""

    period: date
    entered: Entered
    note: str = ""
    known: Observation | None = None
    """What is stored, which this takes the place of; of an event it may stand on another day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many periods were stored for the first time, and how many were corrected."""

    entered: int
    corrected: int


def store(
    actor: User,
    series: Series,
    wishes: Sequence[Wish],
    reason: str,
    *,
    at: datetime,
    more: Mapping[str, int] | None = None,
) -> Kept:
    """Store many periods at one moment; what differs from what is stored is a correction.

    The series' observations with their corrections are loaded. What is asked of the database does
    not grow with the number of periods; each correction is an update that holds its version.
    `more` counts what is corrected beside them, by what it is called, for the one event that the
    audit keeps.

    Raises
    ------
    ServiceError
        Where one period is refused; nothing is stored then.
    """
    reason, hides = clean(reason), hides_numbers(series.measure)
    first = min((each.period for each in series.observations), default=None)
    earliest = min([wish.period for wish in wishes] + ([first] if first else []), default=None)
    new: list[dict[str, Any]] = []
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    corrected = 0
    for wish in wishes:
        numbers = _checked(series, wish, first, earliest)
        if wish.known is None:
            new.append(_new(actor, series, wish, numbers, at))
            continue
        name = periods.name(wish.known.period, series.measure.frequency)
        was, moved = audited(wish.known, hides=hides), wish.known.period != wish.period
        noted = wish.known.note != clean(wish.note)
        if numbers_of(wish.known) == numbers and not moved and not noted:
            continue
        if numbers_of(wish.known) != numbers or moved:
            before[name] = was
        _replace(actor, wish, numbers, reason, at)
        if name in before:
            after[name] = audited(wish.known, hides=hides)
        else:
            after[name] = "note changed"
        corrected += 1
    _refuse_twice(series, [each["period"] for each in new])
    db.session.flush()
    if new:
        db.session.execute(insert(Observation), new)
        db.session.expire(series, ["observations"])
    if corrected or more:
        told = {name: f"{count} corrected" for name, count in (more or {}).items()}
        audit.record(
            actor,
            CORRECTED,
            series,
            network=series.team.network,
            before=before,
            after=after | told,
            why=reason,
        )
    return Kept(len(new), corrected)


def _checked(series: Series, wish: Wish, first: date | None, earliest: date | None) -> Numbers:
    if wish.known is None or wish.known.period != wish.period:
        accepting.check_period(series, wish.period, first)
    entered = wish.entered
    return accepting.checked(
        series.measure,
        entered.value,
        entered.denominator,
        entered.raw,
        follows=earliest is not None and earliest < wish.period,
    )


def _new(actor: User, series: Series, wish: Wish, numbers: Numbers, at: datetime) -> dict[str, Any]:
    value, denominator, raw = numbers
    return {
        "series_id": series.id,
        "period": wish.period,
        "value": value,
        "denominator": denominator,
        "raw": raw,
        "note": clean(wish.note),
        "entered_by_id": actor.id,
        "entered_at": at,
        "version": 1,
    }


def _replace(actor: User, wish: Wish, numbers: Numbers, reason: str, at: datetime) -> None:
    known = wish.known
    if known is None:
        return
    if not reason:
        raise ServiceError(NEEDS_REASON, field="reason")
    was, known.period = known.period, wish.period
    moved = was if was != wish.period else None
    replace(actor, known, numbers, clean(wish.note), reason, at, was=moved)


def _refuse_twice(series: Series, new: Iterable[date]) -> None:
    seen: set[date] = set()
    for period in (*(each.period for each in series.observations), *new):
        if period in seen:
            raise accepting.already(period, series.measure.frequency)
        seen.add(period)
