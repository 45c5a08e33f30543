"""What the team's measures say at the days for which cycles predicted them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.measures import periods
from app.measures.models import Measure, Observation, Series
from app.measures.series import display
from app.pdsa.models import Cycle, Prediction


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure at the day for which it was predicted."""

    measure: Measure
    period: str
    """The period that the day lies in, as people write it."""
    value: float | None
    """In the measure's unit, to three digits; None as long as nothing is entered."""
    before: float | None
    """Where the measure stood in the last period that ended before the cycle."""

    @property
    def source(self) -> str:
        """Where the value stands: "Urgent visits, June 2026"."""
        return f"{self.measure.name}, {self.period}"


class _Point(NamedTuple):
    period: date
    value: float


def readings_of(cycles: Iterable[Cycle]) -> dict[int, Reading]:
    """What the measures say of the predictions that they decide, by prediction id.

    Predictions without a measure, or without any day, are not in it. Asks the database once,
    and not at all where no measure decides.
    """
    decided = [
        (cycle, prediction, day)
        for cycle in cycles
        for prediction in cycle.predictions
        if prediction.measure is not None and (day := day_of(cycle, prediction)) is not None
    ]
    if not decided:
        return {}
    points = _points(
        {cycle.team_id for cycle, _, _ in decided},
        {p.measure_id: p.measure for _, p, _ in decided if p.measure and p.measure_id},
    )
    return {
        prediction.id: _read(
            prediction.measure,
            day,
            cycle.starts_on,
            points.get((cycle.team_id, prediction.measure.id), ()),
        )
        for cycle, prediction, day in decided
        if prediction.measure is not None
    }


def day_of(cycle: Cycle, prediction: Prediction) -> date | None:
    """The day at which a prediction is read: its own, else the cycle's last."""
    return prediction.due_on or cycle.ends_on


def rounded(value: float) -> float:
    """A value as it is shown, and so as it is judged: three digits, whole ones all kept."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))


def _read(measure: Measure, day: date, starts_on: date | None, points: Sequence[_Point]) -> Reading:
    frequency = measure.frequency
    period = periods.start_of(day, frequency)
    at = bisect_left(points, period, key=_period_of)
    value = points[at].value if at < len(points) and points[at].period == period else None
    before = None
    if starts_on is not None:
        # The periods that ended before a day are those that began before its own.
        known = bisect_left(points, periods.start_of(starts_on, frequency), key=_period_of)
        before = points[known - 1].value if known else None
    return Reading(measure, periods.name(period, frequency), value, before)


def _period_of(point: _Point) -> date:
    return point.period


def _points(
    team_ids: set[int], measures: Mapping[int, Measure]
) -> dict[tuple[int, int], list[_Point]]:
    """The series' values in order, by team and measure."""
    query = (
        select(
            Series.team_id,
            Series.measure_id,
            Observation.period,
            Observation.value,
            Observation.denominator,
        )
        .join(Observation, Observation.series_id == Series.id)
        .where(Series.team_id.in_(team_ids), Series.measure_id.in_(measures))
        .order_by(Observation.period)
    )
    found: dict[tuple[int, int], list[_Point]] = {}
    for team_id, measure_id, period, value, denominator in db.session.execute(query):
        shown = display(measures[measure_id], value, denominator)
        if shown is not None:
            found.setdefault((team_id, measure_id), []).append(_Point(period, rounded(shown)))
    return found
