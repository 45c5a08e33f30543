"""Definitions of measures as they are sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from app.api.schemas.base import Day, Line, Number, Sent, Text
from app.catalog.fields import STRATEGIES
from app.catalog.forms import ENUMS, WHOLE
from app.measures.kinds import KINDS, default_rules
from app.plain_fields import tidy

Short = Annotated[str, Field(max_length=120), AfterValidator(tidy)]
Medium = Annotated[str, Field(max_length=200), AfterValidator(tidy)]
NOT_STORED = {STRATEGIES, "reason", "starts_on", "wording_only"}


class MeasureIn(Sent):
    """A measure's whole definition."""

    name: Short
    role: Literal["outcome", "process", "balancing"]
    data_kind: Literal[
        "proportion", "rate", "count", "single value", "subgroup of raw values", "event dates"
    ]
    purpose: Text = ""
    definition: Text = Field("", description="What is counted, so that two people agree.")
    numerator_label: Short = Field(
        "", description="What is counted or measured; it names the entry field. Needed."
    )
    denominator_label: Short = Field(
        "", description="Out of what, or per what; of a proportion or rate, and needed there."
    )
    inclusions: Text = ""
    exclusions: Text = ""
    unit: Annotated[str, Field(max_length=40), AfterValidator(tidy)] = ""
    multiplier: Number = Field(1.0, description="100 for percent, 1000 for per thousand, else 1.")
    direction: Literal["up", "down"] | None = Field(None, description="Which way is better.")
    target: Number | None = Field(None, description="As it shows on the chart: 8 for 8%.")
    target_on: Day | None = None
    frequency: Literal["week", "month", "quarter", "event"] = "month"
    due_days: int = Field(10, ge=0, le=WHOLE["due_days"])
    source: Medium = ""
    collector: Medium = ""
    sampling: Text = ""
    chart: str = Field("", max_length=16, description="Empty for the one that fits best.")
    rules: str = Field("default", max_length=32, description="`default` for the chart’s own.")
    baseline_points: int | None = Field(None, ge=0, le=WHOLE["baseline_points"])
    sharing: Literal["open", "choice", "blinded", "closed"] = "open"
    smallest_denominator: int = Field(0, ge=0, le=WHOLE["smallest_denominator"])
    link: Annotated[str, Field(max_length=300), AfterValidator(tidy)] = ""
    strategies: list[str] = Field(
        [], max_length=100, description="Names of the network’s strategies that it tells about."
    )

    def as_kept(self) -> dict[str, Any]:
        """The definition as the measure keeps it."""
        found = {
            name: getattr(self, name) for name in type(self).model_fields if name not in NOT_STORED
        }
        for name, kind in ENUMS.items():
            found[name] = kind(found[name]) if found[name] else None
        if not found["chart"]:
            found["chart"] = KINDS[found["data_kind"]].charts[0]
        if found["rules"] == "default" and found["chart"] in KINDS[found["data_kind"]].charts:
            found["rules"] = default_rules(found["chart"])
        return found


class MeasureChangeIn(MeasureIn):
    """A measure's whole definition as it shall be, and why it is changed."""

    reason: Line = Field(description="It is kept with your name.")
    starts_on: Day | None = Field(
        None,
        description="From when on the numbers mean something else; needed where they come to.",
    )
    wording_only: bool = Field(
        default=False, description="Whether texts change and nothing they mean."
    )


class RetirementIn(Sent):
    """Whether a measure is out of use."""

    retired: bool
    reason: Line = Field("", description="Needed to retire it; teams read it.")


class TakeUpIn(Sent):
    """Nothing more needs to be said."""
