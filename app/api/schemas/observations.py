"""Observations as they are sent and given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from app.api.blueprint import MOST
from app.api.schemas.base import Day, Given, Line, Number, Page, PageQuery, Sent
from app.measures.models import Measure, Observation
from app.measures.removing import Removed
from app.measures.series import Row, display
from app.measures.values import MOST_VALUES


class NumbersIn(Sent):
    """The numbers of one period, in the fields that the measure's `fields` name."""

    numerator: Number | None = Field(None, description="Of a share or a rate: how many.")
    denominator: Number | None = Field(
        None, description="Of a share: out of how many. Of a rate: per what."
    )
    value: Number | None = Field(None, description="Of a count or a single value.")
    values: list[Number] | None = Field(
        None,
        min_length=1,
        max_length=MOST_VALUES,
        description="Of a subgroup: its raw values.",
    )
    cases: Number | None = Field(
        None, description="Of an event: the cases since the one before, where they are counted."
    )
    events: Number | None = Field(
        None, description="Of event dates: how many there were on the day; 1 where it is missing."
    )


class ObservationIn(NumbersIn):
    """The data of one period."""

    note: Line | None = Field(None, description="Left as it is where it is null or missing.")
    reason: Line = Field("", description="Why stored data are replaced; needed for that only.")


class ItemIn(ObservationIn):
    """The data of one measure and period, in a list."""

    measure: str = Field(max_length=80, description="The measure’s slug.")
    period: Day = Field(description="Any day of the period; the day of an event.")
    version: int | None = Field(
        None, ge=1, description="The version that you read, to replace stored data."
    )


class ItemsIn(Sent):
    """Data of a team: any of its measures, any periods. All are stored, or none."""

    observations: list[ItemIn] = Field(min_length=1, max_length=MOST)


class ObservationOut(Given):
    """The data of one period. What readers outside the team do not see is null."""

    period: date = Field(description="First day of the period; the day of an event.")
    numerator: float | None
    denominator: float | None
    value: float | None
    values: list[float] | None
    cases: float | None
    events: float | None
    result: float | None = Field(
        description="The number that the chart shows, in the measure’s unit; of events null."
    )
    excluded: bool = Field(description="Left out of center line and limits; the team says why.")
    note: str | None
    version: int | None
    entered_by: str | None
    entered_at: datetime | None

    @classmethod
    def of(cls, measure: Measure, row: Row, stored: Observation | None) -> ObservationOut:
        """From what the reader may see; `stored` is the record, for who sees all of it."""
        return cls(
            period=row.period,
            **numbers(measure, row),
            result=display(measure, row.value, row.denominator),
            excluded=row.excluded,
            note=stored.note if stored else None,
            version=stored.version if stored else None,
            entered_by=stored.entered_by.name if stored and stored.entered_by else None,
            entered_at=stored.entered_at if stored else None,
        )


class CorrectionOut(Given):
    """What an observation was before it was corrected."""

    numerator: float | None
    denominator: float | None
    value: float | None
    values: list[float] | None
    cases: float | None
    events: float | None
    note: str
    reason: str
    by: str | None
    at: datetime


class ObservationDetails(ObservationOut):
    """The data of one period, and what they were before."""

    corrections: list[CorrectionOut] | None


class ObservationList(Page):
    """The data of a series, by period."""

    observations: list[ObservationOut]
    hidden: int = Field(description="Periods with numbers too small to be shown to you.")


class PeriodQuery(PageQuery):
    """Which periods, and which page of them."""

    since: Day | None = Field(None, alias="from", description="First day that counts.")
    until: Day | None = Field(None, alias="to", description="Last day that counts.")


class RemovalQuery(Sent):
    """Why data are removed."""

    reason: Line = Field(
        min_length=1,
        description="Why, in a few words; it is kept. Nothing that tells of a patient.",
    )


class RemovedOut(Given):
    """Data that were removed, as they were: what, why, by whom and when."""

    period: date = Field(description="First day of the period; the day of an event.")
    numerator: float | None
    denominator: float | None
    value: float | None
    values: list[float] | None
    cases: float | None
    events: float | None
    note: str
    reason: str
    by: str | None
    at: datetime

    @classmethod
    def of(cls, measure: Measure, removed: Removed) -> RemovedOut:
        """From what is kept of the removal."""
        row = Row(removed.period, removed.value, removed.denominator, raw=removed.raw)
        return cls(
            period=removed.period,
            **numbers(measure, row),
            note=removed.note,
            reason=removed.reason,
            by=removed.by.name if removed.by else None,
            at=removed.at,
        )


class StoredOut(Given):
    """What became of one item."""

    measure: str
    period: date
    outcome: str = Field(description="created, corrected or unchanged.")
    version: int


class StoredList(Given):
    """What became of each item, in the order in which they were sent."""

    stored: list[StoredOut]
    created: int
    corrected: int
    unchanged: int


def numbers(measure: Measure, row: Row) -> dict[str, Any]:
    """The numbers of a row in the fields of its measure's kind of data."""
    found: dict[str, Any] = dict.fromkeys(NumbersIn.model_fields)
    match measure.data_kind.value:
        case "proportion" | "rate":
            found["numerator"], found["denominator"] = row.value, row.denominator
        case "subgroup of raw values":
            found["values"] = list(row.raw or (row.value,))
        case "event dates":
            found["cases"], found["events"] = row.denominator, row.value
        case _:
            found["value"] = row.value
    return found
