"""What differs between two states of an aim, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.aims.fields import NAMES
from app.measures.models import Measure
from app.revisions.comparison import Change
from app.templating import long_date, number

LABELS = {
    "measure_id": "Measured by",
    "direction": "In which direction?",
    "what": "What will change?",
    "population": "For whom?",
    "exclusions": "Who is not counted?",
    "setting": "Where?",
    "baseline": "From",
    "baseline_period": "When the starting figure was measured",
    "target": "To",
    "unit": "Unit",
    "by_when": "By when?",
    "started_on": "Work started",
    "measured_by": "Or measured by, in words",
    "achievable_because": "Why can it be reached?",
    "global_aim": "Which larger aim does it serve?",
}
"""How people call the fields of an aim."""


def differing(
    before: Mapping[str, Any], after: Mapping[str, Any], measures: Iterable[Measure]
) -> tuple[Change, ...]:
    """The fields in which two states of an aim, as JSON keeps them, differ, in the form's order.

    `measures` are those that the team keeps.
    """
    names = {measure.id: measure.name for measure in measures}
    return tuple(
        (
            LABELS[field],
            _words(field, before.get(field), names),
            _words(field, after.get(field), names),
        )
        for field in NAMES
        if before.get(field) != after.get(field)
    )


def _words(field: str, value: Any, measures: Mapping[int, str]) -> str:
    if value is None or value == "":
        return "nothing"
    if field == "measure_id":
        return measures.get(value, "a measure that the team no longer keeps")
    if field in {"by_when", "started_on"}:
        return long_date(date.fromisoformat(value))
    return number(value) if isinstance(value, (int, float)) else str(value)
