"""What an aim takes from its chart where the form leaves a field open, so that nobody types twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.aims.fields import AimFields
from app.aims.sentence import amount
from app.measures import periods
from app.measures.models import Measure
from charts.meaning import MIN_USEFUL
from qi.results import Analysis

WAY = {"up": "up, since higher is better", "down": "down, since lower is better"}


@dataclass(frozen=True, slots=True)
class Inherited:
    """The fields with what the chart adds to them, and what that was, in words."""

    fields: AimFields
    taken: tuple[str, ...] = ()


def inherit(typed: AimFields, measure: Measure | None, analysis: Analysis | None) -> Inherited:
    """Fill direction, unit, baseline and target from the linked measure; what was typed stays."""
    if measure is None:
        return Inherited(typed)
    found: dict[str, Any] = {}
    taken = []
    if typed.direction is None and measure.direction is not None:
        found["direction"] = measure.direction
        taken.append(f"direction: {WAY[measure.direction.value]}")
    unit = typed.unit or measure.unit
    if unit != typed.unit:
        found["unit"] = unit
        taken.append(f"unit: {unit}")
    start = _baseline(measure, analysis)
    if typed.baseline is None and start is not None:
        found["baseline"], period = start
        taken.append(f"from: {amount(found['baseline'], unit)}, the center line of {period}")
        if not typed.baseline_period:
            found["baseline_period"] = period
    if typed.target is None and measure.target is not None and unit == measure.unit:
        found["target"] = measure.target
        taken.append(f"to: {amount(measure.target, unit)}, the measure's target")
    return Inherited(replace(typed, **found), tuple(taken))


def _baseline(measure: Measure, analysis: Analysis | None) -> tuple[float, str] | None:
    """The center line of the first phase, where it rests on enough points, and its span."""
    if analysis is None or analysis.phases[0].n_basis < MIN_USEFUL:
        return None
    first = analysis.phases[0]
    stop = first.start + first.baseline if first.baseline else first.stop
    days = analysis.x[first.start : stop]
    names = [periods.name(day, measure.frequency) for day in (days[0], days[-1])]
    return round(float(first.center), 1), " to ".join(dict.fromkeys(names))
