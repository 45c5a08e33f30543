"""Measures: what programs read of a definition."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from app.api.schemas.base import Given, Page
from app.catalog.fields import content_of
from app.catalog.history import Revision
from app.measures.models import DataKind, Measure
from app.strata.models import Breakdown

SENDS = {
    DataKind.PROPORTION: ["numerator", "denominator"],
    DataKind.RATE: ["numerator", "denominator"],
    DataKind.COUNT: ["value"],
    DataKind.SINGLE: ["value"],
    DataKind.SUBGROUP: ["values"],
    DataKind.EVENTS: ["cases", "events"],
}
"""The fields in which the numbers of each kind of data are sent and given."""


class StratumOut(Given):
    """One group of a breakdown."""

    id: int
    name: str
    retired: bool


class BreakdownOut(Given):
    """What a measure is broken down by."""

    id: int
    name: str
    strata: list[StratumOut]

    @classmethod
    def of(cls, breakdown: Breakdown) -> BreakdownOut:
        """From the record."""
        strata = [
            StratumOut(id=each.id, name=each.name, retired=each.retired_at is not None)
            for each in breakdown.strata
        ]
        return cls(id=breakdown.id, name=breakdown.name, strata=strata)


class MeasureOut(Given):
    """A measure in a list."""

    slug: str = Field(description="Its name in addresses.")
    name: str
    role: str = Field(description="outcome, process or balancing.")
    data_kind: str
    fields: list[str] = Field(description="In which fields the numbers of an observation stand.")
    frequency: str = Field(description="week, month, quarter or event.")
    unit: str
    direction: str | None = Field(description="up or down: which way is better.")
    shared: bool = Field(description="Whether it is the network’s, or one team’s own.")
    team: str | None = Field(description="The slug of the team whose own it is.")
    retired: bool
    definition_version: int = Field(
        description="Rises where the numbers come to mean something else."
    )
    version: int = Field(description="Rises with every change; its ETag.")

    @classmethod
    def of(cls, measure: Measure) -> MeasureOut:
        """From the record."""
        return cls(**_head(measure))


class MeasureDetails(MeasureOut):
    """A measure with its whole definition."""

    definition: dict[str, Any] = Field(
        description="Every field of the definition by its name, as MeasureIn takes it."
    )
    retired_because: str
    breakdowns: list[BreakdownOut]

    @classmethod
    def whole(cls, measure: Measure, breakdowns: list[Breakdown]) -> MeasureDetails:
        """From the records."""
        return cls(
            **_head(measure),
            definition=content_of(measure),
            retired_because=measure.retired_because,
            breakdowns=[BreakdownOut.of(each) for each in breakdowns],
        )


class MeasureList(Page):
    """Measures, by their slug."""

    measures: list[MeasureOut]


class RevisionOut(Given):
    """A state of the definition."""

    number: int
    definition_version: int
    starts_on: date | None = Field(description="First period it holds from; null is all of them.")
    reason: str
    by: str
    at: datetime
    definition: dict[str, Any]


class RevisionList(Given):
    """Every state of a definition, the first one first."""

    revisions: list[RevisionOut]

    @classmethod
    def of(cls, revisions: tuple[Revision, ...]) -> RevisionList:
        """From the history."""
        return cls(
            revisions=[
                RevisionOut(
                    number=each.number,
                    definition_version=each.version,
                    starts_on=each.starts_on,
                    reason=each.reason,
                    by=each.who,
                    at=each.at,
                    definition=each.content,
                )
                for each in revisions
            ]
        )


def _head(measure: Measure) -> dict[str, Any]:
    return {
        "slug": measure.slug,
        "name": measure.name,
        "role": measure.role.value,
        "data_kind": measure.data_kind.value,
        "fields": SENDS[measure.data_kind],
        "frequency": measure.frequency.value,
        "unit": measure.unit,
        "direction": measure.direction.value if measure.direction else None,
        "shared": measure.is_shared,
        "team": measure.team.slug if measure.team else None,
        "retired": measure.retired_at is not None,
        "definition_version": measure.definition_version,
        "version": measure.version,
    }
