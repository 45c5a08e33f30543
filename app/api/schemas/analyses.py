"""What the analysis of a series says, as its page shows it."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Any

from pydantic import Field

from app.api.schemas.base import Given
from app.measures.charts import SeriesChart
from app.measures.kinds import CHART_NAMES
from app.measures.passport import rules_name
from app.measures.series import phase_positions
from qi.results import Analysis


class PointOut(Given):
    """One point of the chart, in the measure's unit. A period without data has null."""

    period: date
    value: float | None
    center: float | None
    lower: float | None = Field(description="Null on charts without limits.")
    upper: float | None
    included: bool = Field(description="Whether it counts in center, limits and signals.")
    phase: int = Field(description="Number of its phase, from 1.")


class PhaseOut(Given):
    """A phase: its center line, and what of it is checked."""

    starts: date
    ends: date
    center: float | None
    lower: float | None = Field(description="Of its last point, where limits differ.")
    upper: float | None
    points: int = Field(description="How many count.")
    baseline: int | None = Field(description="Points that center and limits are frozen at.")
    trial: bool = Field(description="Whether limits rest on fewer than 12 points.")
    reason: str | None = Field(description="Why it was started; for the team and its coach.")


class SignalOut(Given):
    """A signal, by one rule of the measure's rule set."""

    rule: str
    title: str
    sentence: str
    meaning: str = Field(description="improvement, concern or change.")
    direction: str | None = Field(description="up or down; null where the rule has no side.")
    starts: date
    ends: date
    detected: date = Field(description="When the rule was first satisfied.")
    current: bool = Field(description="Whether it holds at the latest point.")


class AnalysisOut(Given):
    """The analysis of a series, by its measure's chart and rules."""

    measure: str
    team: str
    chart: str
    chart_name: str
    rules: str
    rules_name: str
    unit: str
    multiplier: float
    direction: str | None = Field(description="Which way is better: up, down, or neither.")
    target: float | None
    definition_version: int
    verdict: str = Field(description="improvement, concern, change, no_signal or too_young.")
    sentence: str = Field(description="What the chart says, in one sentence.")
    sentences: list[str] = Field(description="That one, and what else there is to say.")
    points: list[PointOut]
    phases: list[PhaseOut]
    signals: list[SignalOut]
    hidden: int = Field(description="Values too small to be shown to you; none is counted in.")

    @classmethod
    def of(cls, chart: SeriesChart) -> AnalysisOut:
        """From the chart of the page."""
        measure, found = chart.measure, chart.analysis
        return cls(
            measure=measure.slug,
            team=chart.series.team.slug,
            chart=measure.chart,
            chart_name=CHART_NAMES.get(measure.chart, measure.chart),
            rules=measure.rules,
            rules_name=rules_name(measure.rules),
            unit=measure.unit,
            multiplier=measure.multiplier,
            direction=measure.direction.value if measure.direction else None,
            target=measure.target,
            definition_version=measure.definition_version,
            verdict=chart.verdict,
            sentence=chart.sentence,
            sentences=list(chart.sentences),
            points=_points(found) if found else [],
            phases=_phases(chart, found) if found else [],
            signals=[_signal(each) for each in chart.signals],
            hidden=chart.hidden,
        )


def _points(found: Analysis) -> list[PointOut]:
    columns = (found.values, found.center, found.lower, found.upper)
    return [
        PointOut(
            period=day,
            value=_known(value),
            center=_known(center),
            lower=_known(lower),
            upper=_known(upper),
            included=bool(included),
            phase=int(phase) + 1,
        )
        for day, value, center, lower, upper, included, phase in zip(
            found.x, *(each.tolist() for each in columns), found.included, found.phase, strict=True
        )
    ]


def _phases(chart: SeriesChart, found: Analysis) -> list[PhaseOut]:
    reasons = {
        position: phase.reason
        for phase in chart.series.phases
        for position in phase_positions([phase.starts_on], found.x, chart.measure.frequency)
    }
    return [
        PhaseOut(
            starts=found.x[phase.start],
            ends=found.x[phase.stop - 1],
            center=_known(phase.center),
            lower=_known(float(found.lower[phase.stop - 1])),
            upper=_known(float(found.upper[phase.stop - 1])),
            points=phase.n_points,
            baseline=phase.baseline,
            trial=phase.trial,
            reason=reasons.get(phase.start) if chart.full_access else None,
        )
        for phase in found.phases
    ]


def _signal(line: Any) -> SignalOut:
    return SignalOut(
        rule=line.rule,
        title=line.title,
        sentence=line.sentence,
        meaning=line.verdict,
        direction=line.direction,
        starts=line.first,
        ends=line.last,
        detected=line.detected,
        current=line.current,
    )


def _known(value: float) -> float | None:
    return value if isfinite(value) else None
