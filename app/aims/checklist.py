"""What is still missing from a SMART aim, and what does not agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.aims.fields import AimFields
from app.aims.sentence import amount
from app.measures.models import Direction, Measure
from app.templating import long_date


@dataclass(frozen=True, slots=True)
class Check:
    """One letter of SMART: whether the aim has it and, if not, the question to answer."""

    name: str
    met: bool
    why: str


def checklist(aim: AimFields) -> tuple[Check, ...]:
    """The five letters, in order."""
    return (
        _check(
            "Specific",
            (aim.what.strip(), "what will change?"),
            (aim.direction, "in which direction?"),
            (aim.population.strip(), "for whom?"),
            (aim.setting.strip(), "where?"),
        ),
        _check(
            "Measurable",
            (aim.measure_id or aim.measured_by.strip(), "measured by what?"),
            (aim.baseline is not None, "from where?"),
            (aim.target is not None, "to where?"),
        ),
        _check("Achievable", (aim.achievable_because.strip(), "why can the target be reached?")),
        _check("Relevant", (aim.global_aim.strip(), "which larger aim does it serve?")),
        _check("Time-bound", (aim.by_when, "by when?")),
    )


def _check(name: str, *needed: tuple[object, str]) -> Check:
    missing = [question.capitalize() for value, question in needed if not value]
    return Check(name, not missing, " ".join(missing))


def warnings(aim: AimFields, measure: Measure | None, today: date) -> tuple[str, ...]:
    """Sentences about fields that do not agree with each other or with the calendar."""
    found = []
    if aim.baseline is not None and aim.target is not None:
        found += _way(aim, aim.baseline, aim.target)
    if measure and aim.direction and measure.direction and aim.direction is not measure.direction:
        better = "lower" if measure.direction is Direction.DOWN else "higher"
        found.append(f"The aim and its chart disagree: on {measure.name}, {better} is better.")
    if aim.by_when and aim.by_when < today:
        found.append(f"{long_date(aim.by_when)} has passed. Set a new date, or a new aim.")
    return tuple(found)


def _way(aim: AimFields, baseline: float, target: float) -> list[str]:
    low, high = amount(target, aim.unit), amount(baseline, aim.unit)
    if target == baseline:
        return [f"The target is the baseline, {high}: nothing would change."]
    if aim.direction is Direction.DOWN and target > baseline:
        return [f"The aim says down, but the target of {low} is above the baseline of {high}."]
    if aim.direction is Direction.UP and target < baseline:
        return [f"The aim says up, but the target of {low} is below the baseline of {high}."]
    return []
