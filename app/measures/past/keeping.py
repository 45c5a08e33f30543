"""Keeping what is marked on a chart and taken off it, beside the words that the audit holds."""

from __future__ import annotations

from typing import Any

from app.audit.models import AuditEvent
from app.extensions import db
from app.measures.models import Annotation, Observation, ObservationCorrection, Series, SeriesPhase
from app.measures.past.models import Mark, SeriesChange

Content = dict[str, Any]
KINDS = {
    Mark.REMOVED_VALUE: "observation ",
    Mark.EXCLUSION: "observation ",
    Mark.ANNOTATION: "annotation ",
}
"""What a thing's number counts, by which it is found again where all rows have other numbers."""


def keep(
    event: AuditEvent,
    series: Series,
    mark: Mark,
    thing: object,
    before: Content | None,
    after: Content | None,
    reason: str = "",
) -> SeriesChange:
    """Keep what `event` tells of in words; both share one moment. The caller commits."""
    kept = SeriesChange(
        series_id=series.id,
        at=event.at,
        by_id=event.actor_id,
        mark=mark,
        thing=f"{KINDS.get(mark, '')}{thing}",
        before=before,
        after=after,
        reason=reason,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def phase_content(phase: SeriesPhase) -> Content:
    """A phase as it is kept; its day tells it apart."""
    return {
        "label": phase.label,
        "reason": phase.reason,
        "baseline": phase.baseline_points,
        "by": phase.created_by.id if phase.created_by else phase.created_by_id,
        "at": phase.created_at.isoformat(),
    }


def note_content(note: Annotation) -> Content:
    """An annotation as it is kept."""
    return {"on": note.on.isoformat(), "text": note.text}


def exclusion_content(reason: str | None) -> Content | None:
    """A point left out, and why; nothing where it counts."""
    return None if reason is None else {"because": reason}


def baseline_content(points: int | None) -> Content | None:
    """The points on which the first phase is frozen; nothing where the measure says."""
    return None if points is None else {"points": points}


def value_content(observation: Observation) -> Content:
    """A value with all that it was before, as it is kept when it is removed."""
    return {
        "id": observation.id,
        "by": observation.entered_by_id,
        "at": observation.entered_at.isoformat(),
        **_numbers(observation),
        "excluded": observation.excluded_because,
        "corrections": [_correction(each) for each in observation.corrections],
    }


def _numbers(each: Observation) -> Content:
    return {
        "period": each.period.isoformat(),
        "value": each.value,
        "denominator": each.denominator,
        "raw": list(each.raw) if each.raw is not None else None,
        "note": each.note,
    }


def _correction(each: ObservationCorrection) -> Content:
    return {
        "at": each.corrected_at.isoformat(),
        "by": each.corrected_by_id,
        "reason": each.reason,
        "value": each.old_value,
        "denominator": each.old_denominator,
        "raw": each.old_raw,
        "note": each.old_note,
        "period": each.old_period.isoformat() if each.old_period else None,
    }
