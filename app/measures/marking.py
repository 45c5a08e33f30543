"""Marking a chart: points left out, phases, baselines. Services flush; nothing here commits.

Each change rests on what the chart was when the form was opened, and every one of them may move
the same center lines; so all of them are held to one version, that of the series.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from app import audit, clock
from app.accounts.models import User
from app.conflicts import Conflict, expect
from app.errors import ServiceError
from app.extensions import db
from app.measures import effects, marks, periods
from app.measures.auditing import hides_numbers
from app.measures.marks import Marks, marks_of
from app.measures.models import Observation, Series, SeriesPhase
from app.measures.past.keeping import (
    Content,
    baseline_content,
    exclusion_content,
    keep,
    phase_content,
)
from app.measures.past.models import Mark

Kept = tuple[Mark, object, Content | None, Content | None]
"""What is kept of a change: which mark, as it was and as it is."""

COUNTS = "counts"
LEFT_OUT = "left out"


def exclude(actor: User, observation: Observation, reason: str, *, version: int) -> None:
    """Leave a point out of center, limits and runs; it stays on the chart as a ghost."""
    series = _opened(observation.series, version, reason)
    if observation.excluded_because is not None:
        raise ServiceError("This point is left out already.", field="reason")
    before = marks_of(series)
    marks.check_exclusion(before, observation.period)
    observation.excluded_because = reason
    name = periods.name(observation.period, before.frequency)
    kept = (Mark.EXCLUSION, observation.id, None, exclusion_content(reason))
    _record(actor, "leave point out", series, before, reason, {name: (COUNTS, LEFT_OUT)}, kept)


def take_back(actor: User, observation: Observation, reason: str, *, version: int) -> None:
    """Let a point that was left out count again."""
    series = _opened(observation.series, version, reason)
    was = observation.excluded_because
    if was is None:
        raise ServiceError("This point counts already.", field="reason")
    before = marks_of(series)
    observation.excluded_because = None
    name = periods.name(observation.period, before.frequency)
    said = f"{LEFT_OUT}: {was}" if was else LEFT_OUT
    kept = (Mark.EXCLUSION, observation.id, exclusion_content(was), None)
    _record(actor, "take point back", series, before, reason, {name: (said, COUNTS)}, kept)


def start_phase(
    actor: User,
    series: Series,
    period: date,
    label: str,
    baseline: int | None,
    reason: str,
    *,
    version: int,
) -> SeriesPhase:
    """Start a new phase at a point: center and limits begin anew there."""
    _opened(series, version, reason)
    before = marks_of(series)
    marks.check_phase(before, period, baseline)
    phase = SeriesPhase(
        starts_on=period,
        label=label,
        reason=reason,
        baseline_points=baseline,
        created_by=actor,
        created_at=clock.now(),
    )
    series.phases.append(phase)
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict from None  # somebody started a phase here in the same moment
    name = periods.name(period, before.frequency)
    changed = {"phase": (None, f"from {name}"), "label": (None, label or None)}
    if baseline is not None:
        changed["baseline"] = (None, _frozen(before, baseline))
    kept = (Mark.PHASE, phase.starts_on, None, phase_content(phase))
    _record(actor, "start phase", series, before, reason, changed, kept)
    return phase


def change_phase(
    actor: User,
    series: Series,
    period: date,
    label: str,
    baseline: int | None,
    reason: str,
    *,
    version: int,
) -> None:
    """Set label and baseline of the phase that a point lies in; the first phase has no label."""
    _opened(series, version, reason)
    before = marks_of(series)
    start = before.start_of(period)
    phase = phase_from(series, start)
    was = before.baselines.get(start)
    if (label, baseline) == (phase.label if phase else "", was):
        raise ServiceError("This is what is stored already.", field="baseline")
    if baseline != was:
        marks.check_baseline(before, start, baseline)
    changed: dict[str, tuple[str | None, str | None]] = {}
    name = periods.name(start or before.rows[0].period, before.frequency)
    changed["phase"] = (f"from {name}", f"from {name}")
    kept: Kept
    if phase is None:
        kept = (Mark.BASELINE, "", baseline_content(was), baseline_content(baseline))
        series.baseline_points = baseline
    else:
        old = phase_content(phase)
        if label != phase.label:
            changed["label"] = (phase.label or "none", label or "none")
        phase.label, phase.baseline_points = label, baseline
        kept = (Mark.PHASE, phase.starts_on, old, phase_content(phase))
    if baseline != was:
        changed["baseline"] = (_frozen(before, was), _frozen(before, baseline))
    _record(actor, "change phase", series, before, reason, changed, kept)


def remove_phase(actor: User, series: Series, period: date, reason: str, *, version: int) -> None:
    """Take the phase that a point lies in off the chart; the one before it goes on."""
    _opened(series, version, reason)
    before = marks_of(series)
    start = before.start_of(period)
    phase = phase_from(series, start)
    if phase is None or start is None:
        raise ServiceError("The first phase starts with the first point; it cannot be removed.")
    name = periods.name(start, before.frequency)
    words = f"from {name}" + (f", “{phase.label}”" if phase.label else "")
    kept = (Mark.PHASE, phase.starts_on, phase_content(phase), None)
    series.phases.remove(phase)
    _record(actor, "remove phase", series, before, reason, {"phase": (words, None)}, kept)


def phase_from(series: Series, start: date | None) -> SeriesPhase | None:
    """The stored phase that starts in this period; the first phase has none."""
    frequency = series.measure.frequency
    return next(
        (each for each in series.phases if periods.start_of(each.starts_on, frequency) == start),
        None,
    )


def _opened(series: Series, version: int, reason: str) -> Series:
    """Refuse a change of a chart that has changed since, or that says no reason."""
    expect(series, version)
    if not reason:
        raise ServiceError("Say in a few words why. It is kept with your name.", field="reason")
    # The series itself may keep all its columns; its version must move all the same.
    flag_modified(series, "position")
    return series


def _frozen(before: Marks, baseline: int | None) -> str:
    if baseline is None:
        return "as the measure says"
    return f"the first {periods.count(baseline, before.frequency)}"


def _record(
    actor: User,
    action: str,
    series: Series,
    before: Marks,
    reason: str,
    changed: dict[str, Any],
    kept: Kept,
) -> None:
    """Store the change and write it down with what it did to the center line."""
    db.session.flush()
    # Centers are made of every number; the network's audit tells none that others may not see.
    if not hides_numbers(series.measure):
        for what, was, becomes in effects.effect(before, marks_of(series)).centers:
            changed[what] = (was, becomes)
    event = audit.record(
        actor,
        action,
        series,
        network=series.team.network,
        before={name: old for name, (old, _) in changed.items() if old is not None},
        after={name: new for name, (_, new) in changed.items() if new is not None},
        why=reason,
    )
    keep(event, series, *kept, reason=reason)
