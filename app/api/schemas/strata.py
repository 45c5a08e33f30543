"""A series by the groups of a breakdown."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.api.schemas.base import Given, Line, Page, Sent
from app.api.schemas.observations import NumbersIn, PeriodQuery


class StrataQuery(PeriodQuery):
    """Which periods, and which group."""

    stratum: str | None = Field(None, max_length=80, description="The name of one group alone.")


class PartIn(NumbersIn):
    """The numbers of one group."""

    stratum: str = Field(max_length=80, description="The group’s name.")


class SheetIn(Sent):
    """One period by group: the whole team and each group of the breakdown."""

    whole: NumbersIn
    strata: list[PartIn] = Field(min_length=1, max_length=50)
    note: Line = Field("", description="Needed where groups add up to less than the whole.")
    reason: Line = Field("", description="Why stored data are replaced; needed for that only.")


class PartOut(Given):
    """One period of the whole team or of one group. What is hidden has no numbers."""

    period: date
    stratum: str | None = Field(description="Null is the whole team.")
    numerator: float | None
    denominator: float | None
    value: float | None
    result: float | None
    hidden: bool = Field(description="Whether there are data too small to be shown to you.")


class PartList(Page):
    """A series by the groups of a breakdown: a row for each period and group."""

    breakdown: str
    observations: list[PartOut]


class SheetOut(Given):
    """One period by group, as it is stored now."""

    breakdown: str
    period: date
    observations: list[PartOut]
