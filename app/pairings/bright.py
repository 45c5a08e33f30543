"""Bright spots: teams whose chart shows an improvement that lasts, by evidence that chance seldom gives.

A shift of six on a run chart comes by chance alone in about 16% of series, so it makes no bright
spot. A control chart's shift of seven or more by the measure's own rule set does, and on run charts
the longest run of Anhøj and Olesen (2014); either must still hold at the latest point, on the better
side. Where the team re-phased its chart, the latest points are judged against the phase before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.measures import periods
from app.measures.models import Frequency, Measure
from app.measures.queries import TeamRows
from app.measures.reading import latest_included
from app.measures.series import Baselines, Method, Row, analyze, method_of
from qi.chart_types import CHART_TYPES
from qi.results import Analysis, Side, Signal
from qi.rules.rulesets import rule_set

LEAST_SHIFT = 7
ANHOEJ = "anhoej"


@dataclass(frozen=True, slots=True)
class Bright:
    """A lasting improvement: the chart that shows it, and the signal."""

    analysis: Analysis
    signal: Signal

    @property
    def points(self) -> int:
        """How many points lie on the better side."""
        return len(self.signal.indices)

    @property
    def first(self) -> date:
        """The period in which the improvement began."""
        found: date = self.analysis.x[self.signal.indices[0]]
        return found

    def says(self, frequency: Frequency) -> str:
        """It in words: "11 months below the center line since December 2025"."""
        side = "above" if self.signal.side is Side.UP else "below"
        count = periods.count(self.points, frequency)
        return f"{count} {side} the center line since {periods.name(self.first, frequency)}"


def rules_for(method: Method) -> str:
    """The rule set whose shift makes a bright spot: the measure's where it is strict enough."""
    limits = CHART_TYPES[method.chart].limits
    rules = rule_set(method.rules, limits=limits)
    strict = rules.longest_run or (rules.shift is not None and rules.shift >= LEAST_SHIFT)
    return method.rules if limits and strict else ANHOEJ


def bright_spot(measure: Measure, team: TeamRows) -> Bright | None:
    """The team's lasting improvement; None where there is none, or no better side."""
    return lasting(method_of(measure), team.rows, team.phase_starts, team.baselines)


def lasting(
    method: Method, rows: Sequence[Row], phase_starts: Sequence[date], baselines: Baselines
) -> Bright | None:
    """The lasting improvement of rows; None where there is none, or no better side."""
    if method.direction is None:
        return None
    better = Side(method.direction)
    method = replace(method, rules=rules_for(method))
    analysis = analyze(method, rows, phase_starts, baselines)
    if analysis is None:
        return None
    found = _lasting(analysis, better)
    if found is None and len(analysis.phases) > 1:
        before = analysis.phases[-2]
        starts = sorted(phase_starts)[:-1]
        key = starts[-1] if starts else None
        frozen = {**baselines, key: before.stop - before.start}
        against = analyze(method, rows, starts, frozen)
        if against is not None:
            analysis, found = against, _lasting(against, better)
    return None if found is None else Bright(analysis, found)


def _lasting(analysis: Analysis, better: Side) -> Signal | None:
    """The shift on the better side that holds at the latest point."""
    latest = latest_included(analysis)
    return next(
        (
            each
            for each in analysis.signals
            if each.rule == "shift" and each.side is better and each.indices[-1] == latest
        ),
        None,
    )
