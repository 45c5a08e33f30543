"""Values as the network's audit holds them: nobody reads there what the pages hide."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.measures import told
from app.measures.models import Measure, Observation
from app.strata.models import MeasureBreakdown


def hides_numbers(measure: Measure) -> bool:
    """Whether some of a measure's numbers are hidden from others, who may read the audit."""
    if measure.protects_small_numbers:
        return True
    grouped = select(MeasureBreakdown.measure_id).where(MeasureBreakdown.measure_id == measure.id)
    return db.session.scalar(grouped.limit(1)) is not None


def audited(observation: Observation, *, hides: bool) -> str:
    """A value in the audit's words; one that others may not see the team alone keeps.

    `hides` is what `hides_numbers` says of its measure.
    """
    below, smallest = observation.denominator, observation.series.measure.smallest_denominator
    if below is not None and below < smallest:
        return f"not told, fewer than {smallest}"
    if hides:
        return "not told, small numbers are protected"
    return told.stored(observation)
