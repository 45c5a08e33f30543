"""What a chart said by its measure's own rules on any day: whether it improved, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from app.measures import periods, reading
from app.measures.models import Direction, Frequency, MeasureRole, Series
from app.measures.series import Row, analyze, baselines_of, display, method_of
from app.strata import published
from qi.results import Analysis


@dataclass(frozen=True, slots=True)
class Improvement:
    """An improvement by the measure's rule set that holds at the latest value."""

    since: date
    held: int
    """Values from the signal's first point to the latest."""
    now: float | None
    """Those values together, in the unit of the chart."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A team's chart of one measure, to be asked what it said on a day."""

    series: Series
    rows: tuple[Row, ...]
    ends: tuple[date, ...]
    """The last day of each row's period: a page asks for it hundreds of times."""
    known: dict[tuple[int, int], Improvement | None] = field(default_factory=dict, compare=False)
    """What was found, by how many values and phases there were: few days bring a new value."""

    @property
    def name(self) -> str:
        """The measure."""
        return self.series.measure.name

    @property
    def is_balancing(self) -> bool:
        """Whether the measure watches for harm elsewhere: that it improves is not the work's aim."""
        return self.series.measure.role is MeasureRole.BALANCING

    def values(self, day: date) -> int:
        """How many values the chart had on a day."""
        return len(self._until(day))

    def began(self) -> date | None:
        """The day of the first value."""
        return self.ends[0] if self.ends else None

    def improved(self, day: date) -> Improvement | None:
        """The improvement that the chart showed on a day and that held then; None without one.

        Where the team started a phase after a change, the limits of the new phase know nothing of
        the time before; the question is then put to the chart without phases.
        """
        rows = self._until(day)
        if len(rows) < FEWEST or self.series.measure.direction is None:
            return None
        starts = [each.starts_on for each in self.series.phases if each.starts_on <= day]
        key = (len(rows), len(starts))
        if key not in self.known:
            self.known[key] = self._find(rows, starts)
        return self.known[key]

    def _find(self, rows: Sequence[Row], starts: Sequence[date]) -> Improvement | None:
        method = method_of(self.series.measure)
        found = analyze(method, rows, starts, baselines_of(self.series))
        first = _first(found, self.series.measure.frequency)
        if first is None and starts:
            whole = analyze(method, rows, (), _first_baseline(self.series))
            first = _first(whole, self.series.measure.frequency)
        return None if first is None else self._improvement(rows, first)

    def on_target(self, day: date) -> bool | None:
        """Whether the values since the improvement meet the measure's target; None without a target."""
        measure = self.series.measure
        if measure.target is None or measure.direction is None:
            return None
        found = self.improved(day)
        if found is None or found.now is None:
            return False
        higher = measure.direction is Direction.UP
        return found.now >= measure.target if higher else found.now <= measure.target

    def _improvement(self, rows: Sequence[Row], first: date) -> Improvement:
        since = [row for row in rows if row.period >= first and not row.excluded]
        below = [row.denominator for row in since if row.denominator is not None]
        total = sum(row.value for row in since)
        if not since:
            now = None
        elif below:
            now = display(self.series.measure, total, sum(below))
        else:
            now = display(self.series.measure, total / len(since), None)
        return Improvement(first, len(since), now)

    def _until(self, day: date) -> list[Row]:
        return [row for row, end in zip(self.rows, self.ends, strict=True) if end <= day]


FEWEST = 8
"""A run is a signal from this many values on, at the earliest."""


def trends_of(series: Iterable[Series]) -> tuple[Trend, ...]:
    """The charts of series that are loaded, as their own team sees them."""
    return tuple(_trend(each) for each in series)


def _trend(series: Series) -> Trend:
    rows = tuple(published.rows(series, sees_all=True))
    return Trend(series, rows, tuple(_end(row, series) for row in rows))


def _end(row: Row, series: Series) -> date:
    frequency = series.measure.frequency
    if frequency is Frequency.EVENT:
        return row.period
    return periods.last_day(row.period, frequency)


def _first_baseline(series: Series) -> dict[date | None, int]:
    return {day: points for day, points in baselines_of(series).items() if day is None}


def _first(analysis: Analysis | None, frequency: Frequency) -> date | None:
    """The first period of the improvement that the chart says now."""
    if analysis is None:
        return None
    says = reading.says(analysis, frequency)
    if says.verdict != "improvement" or says.signal is None:
        return None
    first: date = analysis.x[int(np.min(says.signal.indices))]
    return first
