"""The revisions of a definition: kept, listed, compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import User
from app.catalog.fields import Change, changes_between, content_of
from app.catalog.models import MeasureRevision
from app.extensions import db
from app.measures.models import Measure

FIRST = "As it was first written."


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of the definition and how it differs from the one before."""

    number: int
    version: int
    starts_on: date | None
    reason: str
    who: str
    at: datetime
    content: dict[str, Any]
    changes: tuple[Change, ...]
    raised: bool
    """Whether it gave the definition another version."""


def keep(
    actor: User | None, measure: Measure, reason: str, starts_on: date | None = None
) -> MeasureRevision:
    """Keep the definition as it is now, after those that are kept."""
    revision = MeasureRevision(
        measure_id=measure.id,
        number=_last_number(measure) + 1,
        definition_version=measure.definition_version,
        starts_on=starts_on,
        content=content_of(measure),
        reason=reason,
        changed_by=actor,
        changed_at=clock.now(),
    )
    db.session.add(revision)
    db.session.flush()
    return revision


def keep_first(measure: Measure) -> None:
    """Before a first change: keep the definition of a measure that was made without a history."""
    if _last_number(measure) == 0:
        keep(None, measure, FIRST).changed_at = measure.created_at
        db.session.flush()


def revisions(measure: Measure) -> tuple[Revision, ...]:
    """Every state of a definition, the first one first. One query."""
    query = (
        select(MeasureRevision)
        .where(MeasureRevision.measure_id == measure.id)
        .options(joinedload(MeasureRevision.changed_by))
        .order_by(MeasureRevision.number)
    )
    kept = list(db.session.scalars(query))
    if not kept:
        return (
            Revision(
                1, measure.definition_version, None, FIRST, "", measure.created_at,
                content_of(measure), (), raised=False,
            ),
        )  # fmt: skip
    found: list[Revision] = []
    for each in kept:
        before = found[-1] if found else None
        found.append(
            Revision(
                number=each.number,
                version=each.definition_version,
                starts_on=each.starts_on,
                reason=each.reason,
                who=each.changed_by.name if each.changed_by else "",
                at=each.changed_at,
                content=each.content,
                changes=changes_between(before.content, each.content) if before else (),
                raised=before is not None and each.definition_version != before.version,
            )
        )
    return tuple(found)


def _last_number(measure: Measure) -> int:
    query = select(db.func.max(MeasureRevision.number)).where(
        MeasureRevision.measure_id == measure.id
    )
    return db.session.scalar(query) or 0
