"""What each team's chart says on the comparison."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.compare.blinding import course
from app.compare.seen import SeenTeam
from app.compare.words import ENDS
from app.measures import periods, reading
from app.measures.models import Frequency, Measure
from app.measures.reading import Says
from app.measures.series import Method, analyze, method_of
from qi.results import Analysis

STALE = 3
"""Periods behind the newest data after which a chart says nothing about now."""


@dataclass(frozen=True, slots=True)
class Read:
    """One team with what its chart says."""

    seen: SeenTeam
    analysis: Analysis | None
    says: Says
    last: date | None
    evidence: float

    @property
    def own(self) -> bool:
        return self.seen.own

    @property
    def size(self) -> float | None:
        """Median denominator of its periods; of a team under a code nobody's business."""
        if self.seen.coded:
            return None
        known = [row.denominator for row in self.seen.team.rows if row.denominator is not None]
        return statistics.median(known) if known else None

    @property
    def change(self) -> float | None:
        """Median of the latest points less that of the first ones, in display units."""
        if self.analysis is None or self.seen.coded:
            return None
        values = self.analysis.values[self.analysis.included]
        if len(values) < 2 * ENDS:
            return None
        return float(np.median(values[-ENDS:]) - np.median(values[:ENDS]))


def read_all(measure: Measure, teams: Iterable[SeenTeam]) -> list[Read]:
    """Analyze every team as it is seen."""
    method = method_of(measure)
    return [_read(measure, method, each) for each in teams]


def _read(measure: Measure, method: Method, seen: SeenTeam) -> Read:
    team = seen.team
    analysis = analyze(method, team.rows, team.phase_starts, team.baselines)
    if analysis is None:
        return Read(seen, None, Says("too_young", None, "No data yet", None), None, 0.0)
    if seen.coded:
        analysis = course(analysis, unit=measure.unit)
    says = reading.says(analysis, measure.frequency)
    evidence = reading.evidence(analysis, says.signal)
    return Read(seen, analysis, says, team.rows[-1].period, evidence)


def newest(read: Iterable[Read]) -> date | None:
    """The latest period of all."""
    return max((each.last for each in read if each.last), default=None)


def key_of(each: Read, measure: Measure, latest: date | None) -> str:
    """The group that a team belongs to."""
    paced = measure.frequency is not Frequency.EVENT
    if paced and each.last is not None and latest is not None:
        behind = periods.count_between(each.last, latest, measure.frequency)
        if behind > STALE:
            return "stale"
    return each.says.verdict


def by_signal(each: Read) -> tuple[object, ...]:
    """One's own team first; then the latest data, the strongest evidence, the name or code."""
    last = each.last.toordinal() if each.last else 0
    return (not each.own, -last, -each.evidence, each.seen.label.casefold())


def by_name(each: Read) -> tuple[object, ...]:
    """One's own first, then names; codes after them, in an order that chance gave."""
    return (not each.own, each.seen.coded, each.seen.label.casefold())


def by_size(each: Read) -> tuple[object, ...]:
    """One's own first, then the largest; those whose size is not told at the end, by code."""
    size = each.size
    return (not each.own, size is None, -(size or 0.0), *by_name(each))


def by_change(each: Read, *, up_is_better: bool) -> tuple[object, ...]:
    """One's own first, then what changed most in the better direction."""
    change = each.change
    gain = (change or 0.0) if up_is_better else -(change or 0.0)
    return (not each.own, change is None, -gain, *by_name(each))


def analyses(read: Sequence[Read]) -> list[Analysis]:
    """The charts there are."""
    return [each.analysis for each in read if each.analysis is not None]
