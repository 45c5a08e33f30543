"""How a series becomes an analysis. The only place that builds an input for `qi`.

Rows stand on regular calendar positions: a period without a row between the first and the last
one is a missing point, never a zero and never closed up. Events keep no calendar: each is a point,
of the days or cases since the one before it; the first opens the clock and has no value. Of several
events of one day each is a point: the cases stand before the first of them, and between them are
none. A T chart cannot draw 0 days, of which the power 1/3.6 has no distance to others; there half a
day stands between them, as is usual where two times are recorded as the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

import qi
from app.kept import kept
from app.measures import periods
from app.measures.kinds import between_is_cases
from app.measures.models import DataKind, Frequency, Measure, Series
from qi.analysis import analyze_under as qi_analyze_under
from qi.chart_types import CHART_TYPES

SAME_DAY = 0.5
"""Days between two events of one day on a T chart."""
Baselines = Mapping[date | None, int]


class Row(NamedTuple):
    """One period's data, as a query or a record gives it."""

    period: date
    value: float
    denominator: float | None
    excluded: bool = False
    raw: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """What a measure says about the analysis of its series, once for all of them."""

    chart: str
    rules: str
    frequency: Frequency
    has_denominator: bool
    multiplier: float
    target: float | None
    direction: Literal["up", "down"] | None
    baseline: int | None


def method_of(measure: Measure, *, rules: str | None = None) -> Method:
    """Read a measure's method; `rules` stands in for its own rule set."""
    target = measure.target
    return Method(
        chart=measure.chart,
        rules=rules or measure.rules,
        frequency=measure.frequency,
        has_denominator=measure.has_denominator,
        multiplier=measure.multiplier,
        # A measure's target is written in display units; qi scales what it is given.
        target=None if target is None else target / measure.multiplier,
        direction=measure.direction.value if measure.direction else None,
        baseline=measure.baseline_points,
    )


def baselines_of(series: Series) -> Baselines:
    """The baselines that a team set itself, by the day its phase starts; None for the first."""
    found: dict[date | None, int] = {
        phase.starts_on: phase.baseline_points
        for phase in series.phases
        if phase.baseline_points is not None
    }
    if series.baseline_points is not None:
        found[None] = series.baseline_points
    return found


def rows_of(series: Series) -> list[Row]:
    """A series' observations as rows, in order."""
    return [
        Row(each.period, each.value, each.denominator, each.excluded_because is not None, each.raw)
        for each in series.observations
    ]


def shown(rows: Iterable[Row], smallest: float) -> list[Row]:
    """Leave out what is too small to be shown outside the team."""
    return [row for row in rows if row.denominator is None or row.denominator >= smallest]


def analyze(
    method: Method,
    rows: Sequence[Row],
    phase_starts: Iterable[date] = (),
    baselines: Baselines | None = None,
    *,
    span: tuple[date, date] | None = None,
) -> qi.Analysis | None:
    """Analyze rows in order of their periods; None where there is none.

    Parameters
    ----------
    method : Method
        Chart, rules, scale and the rest.
    rows : sequence of Row
        At most one a period, the earliest first.
    phase_starts : iterable of date
        Any day of each period that opens a new phase.
    baselines : mapping of date to int, optional
        Points on which a phase's limits are frozen, by the day it starts; None is the day of the
        first one. The others are frozen as the measure says.
    span : tuple of date, optional
        First and last period of the chart, where it is to stand on one calendar with others; the
        rows lie within it. None is from the first row to the last.
    """
    frozen = tuple(row if row.raw is None else row._replace(raw=tuple(row.raw)) for row in rows)
    set_by_team = tuple((baselines or {}).items())
    return _analyzed(method, frozen, tuple(phase_starts), set_by_team, span)


@kept(1024)
def _analyzed(
    method: Method,
    rows: tuple[Row, ...],
    phase_starts: tuple[date, ...],
    baselines: tuple[tuple[date | None, int], ...],
    span: tuple[date, date] | None,
) -> qi.Analysis | None:
    found = analyze_under(method, (method.rules,), rows, phase_starts, dict(baselines), span=span)
    return found[0] if found else None


def analyze_under(
    method: Method,
    rule_sets: Sequence[str],
    rows: Sequence[Row],
    phase_starts: Iterable[date] = (),
    baselines: Baselines | None = None,
    *,
    span: tuple[date, date] | None = None,
) -> tuple[qi.Analysis, ...]:
    """Analyze rows under several rule sets instead of the method's own; none where no row is."""
    if not rows:
        return ()
    frequency = method.frequency
    if frequency is Frequency.EVENT:
        rows = one_by_one(rows)
    days = [row.period for row in rows]
    x = calendar_of(span if span and frequency is not Frequency.EVENT else days, frequency)
    positions = _positions(rows, x, frequency)
    starts = list(phase_starts)
    phases = phase_positions(starts, x, frequency)
    values, more = _numbers(method, rows, positions, x)
    return qi_analyze_under(
        rule_sets,
        values,
        method.chart,
        x=x,
        baseline=frozen_baselines(method, starts, baselines, [x[at] for at in (0, *phases)])
        if baselines
        else method.baseline,
        phases=phases,
        exclude=[at for at, row in zip(positions, rows, strict=True) if row.excluded],
        multiplier=method.multiplier,
        target=method.target,
        direction=method.direction,
        **more,
    )


def calendar_of(days: Sequence[date], frequency: Frequency) -> tuple[date, ...]:
    """What stands on the axis: every period from the first to the last, or each event."""
    if frequency is Frequency.EVENT:
        return tuple(days)
    first = periods.slot(days[0], frequency)
    return periods.grid(first, periods.slot(days[-1], frequency) - first + 1, frequency)


def _positions(rows: Sequence[Row], x: Sequence[date], frequency: Frequency) -> list[int]:
    if len(rows) == len(x):
        return list(range(len(x)))
    first = periods.slot(x[0], frequency)
    return [periods.slot(row.period, frequency) - first for row in rows]


def position_in(x: Sequence[date], day: date, frequency: Frequency) -> int:
    """Position on the axis of the period that a day lies in, or of the first event from it on.

    Below 0 or beyond the last where it stands outside.
    """
    if frequency is Frequency.EVENT:
        return bisect_left(x, day)
    return periods.count_between(x[0], day, frequency)


def phase_positions(starts: Iterable[date], x: Sequence[date], frequency: Frequency) -> list[int]:
    """Positions inside the series at which a phase starts."""
    found = {position_in(x, day, frequency) for day in starts}
    return sorted(position for position in found if 0 < position < len(x))


def frozen_baselines(
    method: Method, starts: Iterable[date], baselines: Baselines, opening: Iterable[date]
) -> list[int | None]:
    """The baseline of each phase on the chart, by the period in which it begins there.

    A phase that began before the first value is the chart's first one.
    """
    by_slot = {periods.slot(day, method.frequency): day for day in sorted(starts)}
    found = []
    for slot in (periods.slot(day, method.frequency) for day in opening):
        begun = max((each for each in by_slot if each <= slot), default=None)
        day = None if begun is None else by_slot[begun]
        found.append(baselines.get(day, method.baseline))
    return found


def display(measure: Measure, value: float, denominator: float | None) -> float | None:
    """One observation in the measure's units; None over zero, and for an event by itself."""
    if measure.data_kind is DataKind.EVENTS:
        return None  # what is plotted stands between two events
    if not measure.has_denominator:
        return value * measure.multiplier
    if not denominator:
        return None
    return value / denominator * measure.multiplier


def one_by_one(rows: Sequence[Row]) -> Sequence[Row]:
    """Events as a row each, where a row may hold several of one day."""
    if all(row.value == 1 for row in rows):
        return rows
    found: list[Row] = []
    for row in rows:
        between = None if row.denominator is None else 0.0
        found.append(row._replace(value=1.0))
        found += [row._replace(value=1.0, denominator=between)] * (int(row.value) - 1)
    return found


def gaps_between(rows: Sequence[Row], *, cases: bool) -> list[float | None]:
    """The cases, or the days, from each event to the next; the first has none before it."""
    if cases:
        return [row.denominator for row in rows]
    days = [row.period.toordinal() for row in rows]
    return [None, *(float(b - a) for a, b in pairwise(days))]


def between(events: Sequence[Row], chart: str) -> NDArray[np.float64]:
    """What a chart of events one by one draws: the days or cases since the one before each."""
    spans = np.array(gaps_between(events, cases=between_is_cases(chart)), dtype=float)
    if chart == "t":
        spans[spans == 0] = SAME_DAY
    return spans


def _numbers(
    method: Method, rows: Sequence[Row], positions: list[int], x: Sequence[date]
) -> tuple[Any, dict[str, Any]]:
    """The values as `qi` takes them, and what goes with them."""
    if CHART_TYPES[method.chart].subgroups:
        return _raw(rows, x)
    if method.frequency is Frequency.EVENT:
        return between(rows, method.chart), {}
    values = _placed([row.value for row in rows], positions, len(x))
    if not method.has_denominator:
        return values, {}
    return values, {"denominators": _placed([row.denominator for row in rows], positions, len(x))}


def _raw(rows: Sequence[Row], x: Sequence[date]) -> tuple[list[float], dict[str, Any]]:
    """Raw values, each with its period; a period without any is a subgroup of a missing one."""
    by_period = {row.period: row.raw or (row.value,) for row in rows}
    values: list[float] = []
    groups: list[date] = []
    for period in x:
        members = by_period.get(period, (np.nan,))
        values += members
        groups += [period] * len(members)
    return values, {"subgroups": groups}


def _placed(values: Sequence[float | None], positions: list[int], count: int) -> Any:
    if len(values) == count:
        return np.array(values, dtype=float)
    placed = np.full(count, np.nan)
    placed[positions] = np.array(values, dtype=float)
    return placed


def blank(method: Method, period: date) -> qi.Analysis:
    """The analysis of a series without a value, which draws the chart that teaches."""
    row = Row(period, np.nan, np.nan)
    values, more = _numbers(method, [row], [0], (period,))
    return qi.analyze(
        values,
        method.chart,
        x=(period,),
        multiplier=method.multiplier,
        direction=method.direction,
        rules=method.rules,
        **more,
    )
