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
from app.measures.models import DataKind, Measure, Observation, Series
from app.measures.series import display
from app.pdsa.models import Cycle, Prediction


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure at the day for which it was predicted."""

    measure: Measure
    period: str
    """The period that the day lies in, as people write it."""
    value: float | None
    """In the measure's unit, to three digits; None as long as nothing is entered that counts."""
    before: float | None
    """Where the measure stood in the last period that counts and ended before the cycle."""
    left_out: bool = False
    """Whether the team left this period out of its chart, so that it decides nothing."""

    @property
    def source(self) -> str:
        """Where the value stands: "Urgent visits, June 2026"."""
        return f"{self.measure.name}, {self.period}"

    @property
    def waits(self) -> str:
        """Why the measure says nothing; "" where it does."""
        if self.value is not None:
            return ""
        return f"{self.source} is {'left out of its chart' if self.left_out else 'not entered yet'}"


class _Point(NamedTuple):
    period: date
    value: float
    left_out: bool


def readings_of(cycles: Iterable[Cycle]) -> dict[int, Reading]:
    """What the measures say of the predictions that they decide, by prediction id.

    Predictions without a measure, or without any day, are not in it, and neither are those of
    events, of which no period has a value. Asks the database once, and not at all where no
    measure decides.
    """
    decided = [
        (cycle, prediction, day)
        for cycle in cycles
        for prediction in cycle.predictions
        if prediction.measure is not None
        and prediction.measure.data_kind is not DataKind.EVENTS
        and (day := day_of(cycle, prediction)) is not None
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
    found = points[at] if at < len(points) and points[at].period == period else None
    left_out = found is not None and found.left_out
    before = None
    if starts_on is not None:
        # The periods that ended before a day are those that began before its own.
        known = points[
            : bisect_left(points, periods.start_of(starts_on, frequency), key=_period_of)
        ]
        before = next((point.value for point in reversed(known) if not point.left_out), None)
    return Reading(
        measure,
        periods.name(period, frequency),
        None if found is None or left_out else found.value,
        before,
        left_out,
    )


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
            Observation.excluded_because.is_not(None),
        )
        .join(Observation, Observation.series_id == Series.id)
        .where(Series.team_id.in_(team_ids), Series.measure_id.in_(measures))
        .order_by(Observation.period)
    )
    found: dict[tuple[int, int], list[_Point]] = {}
    for team_id, measure_id, period, value, denominator, out in db.session.execute(query):
        shown = display(measures[measure_id], value, denominator)
        if shown is not None:
            point = _Point(period, rounded(shown), out)
            found.setdefault((team_id, measure_id), []).append(point)
    return found
