"""Two revisions of an aim side by side, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.aims.fields import NAMES
from app.aims.models import AimRevision
from app.templating import long_date, number

Change = tuple[str, str, str]
"""A field's name, what it said and what it says, all in words."""


@dataclass(frozen=True, slots=True)
class FieldNames:
    """How people call the fields and the measures that an aim names."""

    labels: Mapping[str, str]
    measures: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier and a later revision, and the fields in which they differ."""

    earlier: AimRevision
    later: AimRevision
    changes: tuple[Change, ...]


def compare(
    revisions: Sequence[AimRevision], one: int, other: int, names: FieldNames
) -> Comparison | None:
    """The revisions numbered `one` and `other`, the earlier first; None where either is missing."""
    by_number = {revision.number: revision for revision in revisions}
    if one == other or not {one, other} <= by_number.keys():
        return None
    earlier, later = by_number[min(one, other)], by_number[max(one, other)]
    return Comparison(earlier, later, differing(earlier.fields, later.fields, names))


def differing(
    before: Mapping[str, Any], after: Mapping[str, Any], names: FieldNames
) -> tuple[Change, ...]:
    """The fields in which two states of an aim, as JSON keeps them, differ, in the form's order."""
    return tuple(
        (
            names.labels[field],
            _words(field, before.get(field), names.measures),
            _words(field, after.get(field), names.measures),
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
