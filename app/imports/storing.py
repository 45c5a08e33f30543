"""Storing what a plan does: many rows at a time, all at one moment. Flushes, never commits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Table, select

from app import clock
from app.accounts.models import User
from app.extensions import db
from app.imports.doing import Doing, Numbers
from app.imports.progress import STORING, Step, Steps
from app.measures.models import Measure, Observation, ObservationCorrection, Series
from app.rows import BATCH, Row, insert_rows
from app.strata.models import StratumCorrection, StratumObservation


def store(
    doing: Doing, measure: Measure, actor: User | None, *, reason: str, note: str
) -> Steps[None]:
    """Store everything that is new or changed."""
    done, parts = 0, len(doing.new) + len(doing.changed)
    yield Step(STORING, 0, parts)
    for many in _all(doing, measure, actor, reason, note):
        done += many
        yield Step(STORING, done, parts)


def _all(
    doing: Doing, measure: Measure, actor: User | None, reason: str, note: str
) -> Iterator[int]:
    """Store it; gives how many were stored since the last time."""
    series = _series(doing.new, measure)
    # One moment for wholes and strata: nobody has seen the one without the other.
    now = clock.now()
    common = {"entered_by_id": actor.id if actor else None, "entered_at": now, "version": 1}
    wholes, strata = (doing.new.where(strata=each) for each in (False, True))
    yield from _insert(Observation, series, wholes, "raw", common)
    yield from _insert(StratumObservation, series, strata, "stratum_id", common, note)
    for model, correction, numbers in (
        (Observation, ObservationCorrection, doing.changed.where(strata=False)),
        (StratumObservation, StratumCorrection, doing.changed.where(strata=True)),
    ):
        yield from _correct(model, correction, numbers, actor, now, reason, note)


def _series(new: Numbers, measure: Measure) -> dict[int, int]:
    """Ids of series by those of their teams; made where a team has none of the measure yet."""
    query = select(Series.team_id, Series.id).where(Series.measure_id == measure.id)
    known = {row[0]: row[1] for row in db.session.execute(query)}
    missing = [
        Series(team_id=team_id, measure_id=measure.id)
        for team_id in dict.fromkeys(new.team)
        if team_id not in known
    ]
    db.session.add_all(missing)
    db.session.flush()
    return known | {each.team_id: each.id for each in missing}


def _insert(
    model: Any,
    series: dict[int, int],
    numbers: Numbers,
    last: str,
    common: dict[str, Any],
    note: str = "",
) -> Iterator[int]:
    days = {each: date.fromordinal(each) for each in set(numbers.period)}
    rows: list[Row] = list(
        zip(
            map(series.__getitem__, numbers.team),
            map(days.__getitem__, numbers.period),
            numbers.value,
            numbers.denominator,
            numbers.raw if last == "raw" else numbers.stratum,
            (each or note for each in numbers.note),
            strict=True,
        )
    )
    rows.sort(key=itemgetter(0, 1))  # the order in which the indexes grow fastest
    into = cast("Table", model.__table__)
    columns = ("series_id", "period", "value", "denominator", last, "note")
    return insert_rows(db.session(), into, columns, rows, common)


def _correct(
    model: Any,
    correction: Any,
    numbers: Numbers,
    actor: User | None,
    now: datetime,
    reason: str,
    note: str,
) -> Iterator[int]:
    """Replace what is stored, keeping what it was."""
    for start in range(0, len(numbers), BATCH):
        batch = {
            number: at for at, number in enumerate(numbers.before[start : start + BATCH], start)
        }
        for found in db.session.scalars(select(model).where(model.id.in_(batch))):
            at = batch[found.id]
            kept = correction(
                observation_id=found.id,
                old_value=found.value,
                old_denominator=found.denominator,
                old_note=found.note,
                reason=reason,
                corrected_by=actor,
                corrected_at=now,
            )
            common = note
            if model is Observation:
                kept.old_raw, found.raw, common = found.raw, numbers.raw[at], ""
            found.note = numbers.note[at] or common or found.note
            db.session.add(kept)
            found.value, found.denominator = numbers.value[at], numbers.denominator[at]
        db.session.flush()
        yield len(batch)
