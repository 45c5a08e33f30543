"""From stored data and their corrections to what a period was at each moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.measures.models import DataKind, Measure, Observation
from app.strata.models import StratumObservation
from app.suppression.cells import DEFAULT_THRESHOLD, Cell, Kind, Rule
from app.suppression.releases import Shown, State, shown, together

KINDS = {
    DataKind.PROPORTION: Kind.PART_OF_WHOLE,
    DataKind.RATE: Kind.RATE,
    DataKind.COUNT: Kind.COUNT,
}
"""The kinds of data whose parts add up to the whole; averages do not."""

Past = tuple[tuple[datetime, Cell], ...]
"""What a cell was from each moment on, the earliest first."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A network's threshold from each moment on."""

    since: tuple[tuple[datetime, int], ...] = ()

    @property
    def now(self) -> int:
        """The threshold in force."""
        return self.since[-1][1] if self.since else DEFAULT_THRESHOLD

    def at(self, moment: datetime) -> int:
        """The threshold that was in force at a moment."""
        number = bisect_right([when for when, _ in self.since], moment)
        return self.since[number - 1][1] if number else DEFAULT_THRESHOLD


def rule_of(measure: Measure, threshold: int) -> Rule | None:
    """When a count of the measure is small; None where its data are no counts."""
    kind = KINDS.get(measure.data_kind)
    if kind is None:
        return None
    return Rule(kind, threshold, measure.smallest_denominator)


def past_of(observation: Observation | StratumObservation) -> Past:
    """What an observation was from each moment on; its corrections are loaded."""
    since, found = observation.entered_at, []
    for correction in observation.corrections:
        found.append((since, Cell(correction.old_value, correction.old_denominator)))
        since = correction.corrected_at
    found.append((since, Cell(observation.value, observation.denominator)))
    return tuple(found)


def shown_of_period(
    measure: Measure,
    whole: Past,
    breakdowns: Mapping[int, Mapping[int, Past]],
    thresholds: Thresholds,
    *,
    until: datetime | None = None,
) -> dict[int, Shown]:
    """What readers outside the team see of one period, for each breakdown.

    `breakdowns` holds, by the id of each, the past of its strata by theirs. `until` asks what was
    seen at that moment.
    """
    seen = {
        key: shown(
            _states(measure, whole, parts, thresholds, until),
            protects_whole=measure.protects_small_numbers,
        )
        for key, parts in breakdowns.items()
    }
    return together(seen)


def _states(
    measure: Measure,
    whole: Past,
    parts: Mapping[int, Past],
    thresholds: Thresholds,
    until: datetime | None,
) -> list[State]:
    first = min((past[0][0] for past in parts.values()), default=None)
    if first is None:
        return []
    moments = {when for past in (whole, *parts.values()) for when, _ in past}
    moments |= {when for when, _ in thresholds.since}
    states = []
    for moment in sorted(each for each in moments if each >= first):
        if until is not None and moment > until:
            break
        rule = rule_of(measure, thresholds.at(moment))
        if rule is None:
            return []
        now = {
            key: cell for key, past in parts.items() if (cell := cell_at(past, moment)) is not None
        }
        states.append(State(cell_at(whole, moment), now, rule))
    return states


def cell_at(past: Past, moment: datetime) -> Cell | None:
    """What a cell was at a moment; None where it was not there yet."""
    found = None
    for when, cell in past:
        if when <= moment:
            found = cell
    return found


def by_period(
    cells: Sequence[StratumObservation],
) -> dict[date, dict[int, dict[int, Past]]]:
    """The past of strata by period, breakdown and stratum."""
    found: dict[date, dict[int, dict[int, Past]]] = {}
    for cell in cells:
        breakdown = found.setdefault(cell.period, {}).setdefault(cell.stratum.breakdown_id, {})
        breakdown[cell.stratum_id] = past_of(cell)
    return found
