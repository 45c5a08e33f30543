"""What is doubtful about values that were typed, beside what is stored. Nothing here writes.

The range is twice as wide as the chart's limits: what lies outside the limits is a signal and is
entered as it is; what lies as far again outside them is more often a slip of the keys. Of events it is the
time, or the cases, since the one before that is doubted. Where the stored values vary more than their limits, half their spread more on each side is plausible as
well. Nothing is doubted before there are values enough to judge by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import inf, isfinite

from app.measures.kinds import kind_of
from app.measures.models import DataKind, Series
from app.measures.series import (
    Method,
    Row,
    analyze,
    baselines_of,
    display,
    method_of,
    position_in,
)
from app.templating import number
from charts.formats import number_format
from qi.chart_types import CHART_TYPES
from qi.results import Analysis

FEWEST = 8
"""Values from which on a range means something."""
SPREADS = ("s", "r")
"""Charts of spread, which cannot be negative."""
TIMES_LIMITS = 2.0
TIMES_DENOMINATOR = 3.0

Doubts = dict[date, tuple[str, ...]]
"""Sentences by period."""


def doubts(series: Series, stored: Sequence[Row], typed: Sequence[Row]) -> Doubts:
    """What to look at again among rows that are `typed`; each replaces a stored one of its period.

    Rows that are typed take no part in the limits that they are held against, except where too
    little is stored: then all of them together are the measure of each.
    """
    if not typed:
        return {}
    mine = {row.period for row in typed}
    rest = [row for row in stored if row.period not in mine]
    judged_by_all = len([row for row in rest if not row.excluded]) < FEWEST
    reference = [*rest, *typed] if judged_by_all else rest
    if len([row for row in reference if not row.excluded]) < FEWEST:
        return {}
    found: dict[date, list[str]] = defaultdict(list)
    slips = _denominators(series, reference, typed)
    # A denominator with a digit too many outweighs all others in the center line.
    suspect = {period for period, _ in slips}
    sound = [row._replace(excluded=row.excluded or row.period in suspect) for row in typed]
    for period, sentence in _outside(series, rest, sound, apart=not judged_by_all):
        found[period].append(sentence)
    for period, sentence in slips:
        found[period].append(sentence)
    return {period: tuple(sentences) for period, sentences in found.items()}


def _outside(
    series: Series, rest: Sequence[Row], typed: Sequence[Row], *, apart: bool
) -> list[tuple[date, str]]:
    """The rows whose value is far outside the limits."""
    measure = series.measure
    # Of spreads the raw values' spread is drawn, of events what stands between two of them.
    itself = measure.chart not in SPREADS and measure.data_kind is not DataKind.EVENTS
    known = [row for row in rest if apart and itself and not row.excluded]
    values = [display(measure, row.value, row.denominator) for row in known]
    seen = [value for value in values if value is not None]
    room = (max(seen) - min(seen)) / 2 if seen else 0.0
    near = (min(seen) - room, max(seen) + room) if seen else (inf, -inf)
    shown = [display(measure, row.value, row.denominator) for row in typed]
    if itself and all(v is None or near[0] <= v <= near[1] for v in shown):
        return []  # within what was stored before, whatever the limits are
    mine = [row._replace(excluded=apart or row.excluded) for row in typed]
    rows = sorted([*rest, *mine])
    analysis = analyze(_with_limits(series), rows, _starts(series), baselines_of(series))
    if analysis is None:
        return []
    formats = number_format(analysis.values.tolist(), measure.unit)
    kind = kind_of(measure)
    lowest = -inf if kind.lowest is None and analysis.chart not in SPREADS else 0.0
    highest = inf if kind.highest is None else kind.highest * measure.multiplier
    found = []
    for row in typed:
        at = position_in(analysis.x, row.period, measure.frequency)
        value, (low, high) = float(analysis.values[at]), _range(analysis, at)
        # What varies more than its limits allow has shown so already.
        low, high = min(low, near[0]), max(high, near[1])
        low, high = max(low, lowest), min(high, highest)
        if isfinite(value) and not low <= value <= high:
            sentence = (
                f"{formats.full(value)} is far outside what this chart has shown: "
                f"{formats.label(low)} to {formats.label(high)} would be plausible."
            )
            found.append((row.period, sentence))
    return found


def _with_limits(series: Series) -> Method:
    """The measure's own method; a run chart, which has no limits, is held to those of an I chart."""
    method = method_of(series.measure)
    if CHART_TYPES[method.chart].limits:
        return method
    return replace(method, chart="i", rules="default")


def _range(analysis: Analysis, at: int) -> tuple[float, float]:
    center = float(analysis.center[at])
    reach = [abs(float(line[at]) - center) for line in (analysis.lower, analysis.upper)]
    widest = max((each for each in reach if isfinite(each)), default=0.0)
    if not isfinite(center) or widest == 0:
        return -inf, inf
    return center - TIMES_LIMITS * widest, center + TIMES_LIMITS * widest


def _starts(series: Series) -> list[date]:
    return [phase.starts_on for phase in series.phases]


def _denominators(
    series: Series, reference: Sequence[Row], typed: Sequence[Row]
) -> list[tuple[date, str]]:
    """The rows whose denominator is far from any other: a digit too many or too few."""
    if not series.measure.has_denominator:
        return []
    name = series.measure.denominator_label or "The denominator"
    known = sorted((each.denominator, each.period) for each in reference if each.denominator)
    found = []
    for row in typed:
        low = next((below for below, period in known if period != row.period), None)
        high = next((below for below, period in reversed(known) if period != row.period), None)
        if low is None or high is None or not row.denominator:
            continue
        if low / TIMES_DENOMINATOR <= row.denominator <= high * TIMES_DENOMINATOR:
            continue
        sentence = (
            f"{name}: {number(row.denominator)} is far from all others, "
            f"which are {number(low)} to {number(high)}."
        )
        found.append((row.period, sentence))
    return found
