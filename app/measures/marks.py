"""What a chart rests on beside its values: exclusions, phases, baselines. Pure; a change makes another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from app.errors import ServiceError
from app.measures import periods
from app.measures.models import Frequency, Measure, Series
from app.measures.series import Row, analyze, baselines_of, calendar_of, method_of, rows_of
from qi.results import Analysis

FEWEST = 2
"""Points that a center line needs; a phase or a baseline of one point is that point."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Values with what a team marked on them.

    Parameters
    ----------
    measure : Measure
        The measure that says chart and rules.
    rows : tuple of Row
        The values, the earliest first.
    starts : tuple of date
        First periods of the phases after the first one, in order.
    baselines : dict of date or None to int
        Points on which a phase's limits are frozen; None is the first phase.
    """

    measure: Measure
    rows: tuple[Row, ...]
    starts: tuple[date, ...] = ()
    baselines: dict[date | None, int] = field(default_factory=dict)

    @property
    def frequency(self) -> Frequency:
        return self.measure.frequency

    def analysis(self) -> Analysis:
        """The chart in numbers; there must be a value."""
        found = analyze(method_of(self.measure), self.rows, self.starts, self.baselines)
        if found is None:
            raise ValueError("A series without values has no points to mark.")
        return found

    def start_of(self, period: date) -> date | None:
        """Where the phase that a period lies in starts; None for the first one."""
        return max((start for start in self.starts if start <= period), default=None)

    def phase_rows(self, start: date | None) -> tuple[Row, ...]:
        """The values of the phase that starts there."""
        after = min((each for each in self.starts if start is None or each > start), default=None)
        return tuple(
            row
            for row in self.rows
            if (start is None or row.period >= start) and (after is None or row.period < after)
        )

    def with_exclusion(self, period: date, *, excluded: bool) -> Marks:
        """The same with one point left out, or taken back."""
        rows = tuple(
            row._replace(excluded=excluded) if row.period == period else row for row in self.rows
        )
        return replace(self, rows=rows)

    def with_phase(self, period: date, baseline: int | None) -> Marks:
        """The same with a new phase from there on."""
        starts = tuple(sorted({*self.starts, period}))
        return replace(self, starts=starts).with_baseline(period, baseline)

    def with_baseline(self, start: date | None, baseline: int | None) -> Marks:
        """The same with another baseline of the phase that starts there."""
        others = {day: points for day, points in self.baselines.items() if day != start}
        mine = {} if baseline is None else {start: baseline}
        return replace(self, baselines=others | mine)

    def without_phase(self, start: date) -> Marks:
        """The same without the phase that starts there; the one before goes on."""
        starts = tuple(day for day in self.starts if day != start)
        return replace(self, starts=starts).with_baseline(start, None)


def marks_of(series: Series) -> Marks:
    """What is marked on a series whose observations and phases are loaded."""
    frequency = series.measure.frequency
    return Marks(
        series.measure,
        tuple(rows_of(series)),
        tuple(sorted(periods.start_of(phase.starts_on, frequency) for phase in series.phases)),
        {
            day and periods.start_of(day, frequency): points
            for day, points in baselines_of(series).items()
        },
    )


def check_exclusion(marks: Marks, period: date) -> None:
    """Refuse to leave out so much of a phase that no center line can be drawn in it."""
    left = marks.with_exclusion(period, excluded=True)
    counting = _counting(left.phase_rows(left.start_of(period)))
    if counting < FEWEST:
        raise ServiceError(
            f"Then only {_count(marks, counting)} of this phase would count, and a center line "
            f"needs {FEWEST} at least. Take another point back first, or remove the phase.",
            field="reason",
        )


def check_phase(marks: Marks, period: date, baseline: int | None) -> None:
    """Refuse a phase that is too short, or leaves one before it that is."""
    if period <= marks.rows[0].period:
        raise ServiceError("The first phase starts with the first point. Choose a later one.")
    if period in marks.starts:
        raise ServiceError("A phase starts here already.")
    new = marks.with_phase(period, baseline)
    name = periods.name(period, marks.frequency)
    before = new.start_of(periods.step(period, marks.frequency, -1))
    for start, what in ((before, f"the phase before {name}"), (period, "the new phase")):
        counting = _counting(new.phase_rows(start))
        if counting < FEWEST:
            raise ServiceError(
                f"Then {what} would have {_count(marks, counting)} that counts, and a phase "
                f"needs {FEWEST} at least. Choose a point that leaves more on both sides."
            )
    check_baseline(new, period, baseline)


def check_baseline(marks: Marks, start: date | None, baseline: int | None) -> None:
    """Refuse a baseline that is too short, or longer than its phase so far."""
    if baseline is None:
        return
    rows = marks.phase_rows(start)
    if baseline < FEWEST:
        raise ServiceError(f"A baseline needs {FEWEST} points at least.", field="baseline")
    span = _span(marks, rows)
    if baseline > span:
        raise ServiceError(
            f"This phase has {_count(marks, span)} so far, so {baseline} cannot be frozen. "
            f"Write {span} or less, or leave it empty.",
            field="baseline",
        )
    last = calendar_of([row.period for row in rows], marks.frequency)[baseline - 1]
    counting = _counting(tuple(row for row in rows if row.period <= last))
    if counting < FEWEST:
        raise ServiceError(
            f"Of the first {baseline} only {counting} would count; the others are left out or "
            "have no value. Write a larger number.",
            field="baseline",
        )


def _counting(rows: tuple[Row, ...]) -> int:
    return sum(not row.excluded and row.denominator != 0 for row in rows)


def _span(marks: Marks, rows: tuple[Row, ...]) -> int:
    """Periods of a phase, those without a value included: a baseline counts them all."""
    if not rows:
        return 0
    return len(calendar_of([row.period for row in rows], marks.frequency))


def _count(marks: Marks, number: int) -> str:
    return "none" if number == 0 else periods.count(number, marks.frequency)
