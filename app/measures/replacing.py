"""Replacing a stored value while keeping what it was. Nothing here commits or asks the database."""

from __future__ import annotations

from datetime import date, datetime

from app.accounts.models import User
from app.errors import ServiceError
from app.measures.models import Observation, ObservationCorrection

NEEDS_REASON = "Say in a few words why. The old value is kept beside it."

Numbers = tuple[float, float | None, list[float] | None]
"""Value, denominator and raw values."""


def numbers_of(observation: Observation) -> Numbers:
    """What is stored."""
    return observation.value, observation.denominator, observation.raw


def replace(
    actor: User,
    observation: Observation,
    numbers: Numbers,
    note: str,
    reason: str,
    at: datetime,
    *,
    was: date | None = None,
) -> None:
    """Put other numbers and another note in place of what is stored; `reason` may not be empty.

    `was` is the day on which an event stood that was moved.
    """
    if not reason:
        raise ServiceError(NEEDS_REASON, field="reason")
    observation.corrections.append(
        ObservationCorrection(
            old_value=observation.value,
            old_denominator=observation.denominator,
            old_raw=observation.raw,
            old_period=was,
            old_note=observation.note,
            reason=reason,
            corrected_by=actor,
            corrected_at=at,
        )
    )
    observation.value, observation.denominator, observation.raw = numbers
    observation.note = note
