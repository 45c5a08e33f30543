"""Storing a plan: many rows at a time, all at one moment. Flushes, never commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, select

from app import clock
from app.accounts.models import User
from app.extensions import db
from app.imports.plan import Item, Plan, known_series
from app.measures.models import Observation, ObservationCorrection, Series
from app.strata.models import StratumCorrection, StratumObservation

BATCH = 2000
# Into the tables themselves: nobody needs the rows as objects, which take longer than to store.
_INTO = {
    model: insert(cast("Table", model.__table__)) for model in (Observation, StratumObservation)
}

Tick = Callable[[int], None]


def store_plan(plan: Plan, actor: User | None, *, reason: str, note: str, tick: Tick) -> None:
    """Store everything that a plan says is new or changed."""
    teams = list(dict.fromkeys(plan.teams.found.values()))
    db.session.add_all(teams)
    db.session.flush()
    series = known_series(plan.measure, teams)
    for team in teams:
        if team.id not in series:
            series[team.id] = Series(team_id=team.id, measure_id=plan.measure.id)
            db.session.add(series[team.id])
    db.session.flush()
    ids = {team_id: each.id for team_id, each in series.items()}
    # One moment for wholes and strata: nobody has seen the one without the other.
    now = clock.now()
    common = {"note": "", "entered_by_id": actor.id if actor else None, "entered_at": now}
    wholes, strata = _halves(plan.new)
    for start in range(0, len(wholes), BATCH):
        rows = [_row(each, ids, common) | {"raw": each.entry.raw} for each in _part(wholes, start)]
        db.session.execute(_INTO[Observation], rows)
        tick(len(rows))
    common["note"] = note
    for start in range(0, len(strata), BATCH):
        rows = [
            _row(each, ids, common) | {"stratum_id": each.stratum.id if each.stratum else None}
            for each in _part(strata, start)
        ]
        db.session.execute(_INTO[StratumObservation], rows)
        tick(len(rows))
    _correct(plan.changed, actor, now, reason, note, tick)


def _halves(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    ordered = sorted(items, key=lambda each: (each.team.id, each.period))
    wholes = [each for each in ordered if each.stratum is None]
    return wholes, [each for each in ordered if each.stratum is not None]


def _part(items: list[Item], start: int) -> list[Item]:
    return items[start : start + BATCH]


def _row(item: Item, ids: dict[int, int], common: dict[str, Any]) -> dict[str, Any]:
    return common | {
        "series_id": ids[item.team.id],
        "period": item.period,
        "value": item.entry.value,
        "denominator": item.entry.denominator,
        "version": 1,
    }


def _correct(
    changed: list[Item], actor: User | None, now: Any, reason: str, note: str, tick: Tick
) -> None:
    wholes, strata = _halves(changed)
    kinds: tuple[tuple[list[Item], Any, Any], ...] = (
        (wholes, Observation, ObservationCorrection),
        (strata, StratumObservation, StratumCorrection),
    )
    for items, model, correction in kinds:
        for start in range(0, len(items), BATCH):
            batch = {each.before.id: each for each in _part(items, start) if each.before}
            for found in db.session.scalars(select(model).where(model.id.in_(batch))):
                kept = correction(
                    observation_id=found.id,
                    old_value=found.value,
                    old_denominator=found.denominator,
                    old_note=found.note,
                    reason=reason,
                    corrected_by=actor,
                    corrected_at=now,
                )
                entry = batch[found.id].entry
                if model is Observation:
                    kept.old_raw, found.raw = found.raw, entry.raw
                else:
                    found.note = note or found.note
                db.session.add(kept)
                found.value, found.denominator = entry.value, entry.denominator
            db.session.flush()
            tick(len(batch))
