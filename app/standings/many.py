"""Many series analyzed at once, by `qi.analyze_batch`; each says what it says alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.measures.series import frozen_baselines
from app.standings.facts import COUNTING, NOTHING, WITH_LANEY, Mark, Outcome, ranked
from app.standings.loading import Held
from app.standings.one import outcome_of
from charts.meaning import MIN_USEFUL
from qi.batch import Batch, analyze_batch
from qi.chart_types import CHART_TYPES
from qi.constants import FIRM_LIMITS_MINIMUM
from qi.errors import QIError
from qi.results import Side, Variation

WORTH = 8
"""Series alike from which on it is quicker to analyze them together."""
CHANGES = frozenset(
    {
        Variation.SPECIAL_CAUSE,
        Variation.SPECIAL_CAUSE_HIGH,
        Variation.SPECIAL_CAUSE_LOW,
        Variation.MIXED,
    }
)


def outcomes_of(held: Iterable[Held]) -> dict[int, Outcome]:
    """What each series says, by its id."""
    found: dict[int, Outcome] = {}
    alike: dict[Any, list[Held]] = defaultdict(list)
    for each in held:
        if not len(each.days):
            found[each.series_id] = NOTHING
        else:
            alike[_likeness(each)].append(each)
    for likeness, group in alike.items():
        if likeness is None or len(group) < WORTH:
            together = None
        else:
            together = _together(group, likeness[1], likeness[2])
        for place, each in enumerate(group):
            found[each.series_id] = together[place] if together else alone(each)
    return found


def alone(held: Held) -> Outcome:
    """What one series says, analyzed by itself."""
    return outcome_of(held.method, held.rows, held.starts, held.baselines)


def _likeness(held: Held) -> Any:
    """What series share that may be analyzed together: method, phases and baselines."""
    if CHART_TYPES[held.method.chart].subgroups:
        return None
    phases: tuple[int, ...] = ()
    baseline: Any = held.method.baseline
    if held.starts or held.baselines:
        phases = held.phases()
        if held.baselines:
            axis = held.axis
            opening = [axis[at] for at in (0, *phases)]
            baseline = tuple(frozen_baselines(held.method, held.starts, held.baselines, opening))
    return held.method, phases, baseline


def _together(group: Sequence[Held], phases: Sequence[int], baseline: Any) -> list[Outcome] | None:
    method = group[0].method
    grid = _Grid(group)
    more: dict[str, Any] = {"exclude": grid.excluded, "rules": method.rules}
    if method.has_denominator:
        more["denominators"] = grid.below
    try:
        batch = analyze_batch(
            grid.values,
            method.chart,
            phases=phases,
            baseline=baseline,
            multiplier=method.multiplier,
            direction=method.direction,
            points=True,
            **more,
        )
        laney = None
        if method.chart in WITH_LANEY:
            laney = analyze_batch(grid.values, WITH_LANEY[method.chart], **more)
    except QIError:
        return None  # one of them does not suit its chart; alone it is found
    return _Reading(method.chart, grid, batch, laney).outcomes()


class _Grid:
    """The series of a group as rows of one array, padded at the end."""

    def __init__(self, group: Sequence[Held]) -> None:
        places = [each.positions() for each in group]
        width = max(int(each[-1]) + 1 for each in places)
        shape = (len(group), width)
        self.values = np.full(shape, np.nan)
        self.below = np.full(shape, np.nan)
        self.excluded = np.zeros(shape, dtype=bool)
        for row, (each, at) in enumerate(zip(group, places, strict=True)):
            self.values[row, at] = each.plotted()
            self.below[row, at] = each.denominators
            self.excluded[row, at] = each.excluded


class _Reading:
    """What a batch says of each of its series."""

    def __init__(self, chart: str, grid: _Grid, batch: Batch, laney: Batch | None) -> None:
        self.chart, self.grid, self.batch, self.laney = chart, grid, batch, laney
        points = batch.points or {}
        self.included: NDArray[np.bool_] = points["included"]
        self.marks = _marks(batch, self.included)
        self.values: NDArray[np.float64] = points["values"]

    def outcomes(self) -> list[Outcome]:
        """Each series' outcome, in the order of the group."""
        counts = self.included.sum(axis=1)
        totals = np.where(self.included, self.grid.values, 0.0).sum(axis=1)
        return [
            self._outcome(row, int(count), float(total))
            for row, (count, total) in enumerate(zip(counts, totals, strict=True))
        ]

    def _outcome(self, row: int, points: int, total: float) -> Outcome:
        known = np.flatnonzero(np.isfinite(self.values[row]))
        marks = self.marks.get(row, ())
        verdict = self._verdict(row)
        sigma_z = None
        if self.laney is not None and points >= FIRM_LIMITS_MINIMUM:
            factor = float(self.laney.columns["sigma_z"][row])
            sigma_z = factor if np.isfinite(factor) else None
        counted = int(self.batch.columns["latest"][row])
        return Outcome(
            verdict=verdict,
            direction=_direction(marks)
            if verdict in {"improvement", "concern", "change"}
            else None,
            value=float(self.values[row, known[-1]]) if known.size else None,
            counted=counted if counted >= 0 else None,
            points=points,
            marks=marks,
            sigma_z=sigma_z,
            events=total / points if points and self.chart in COUNTING else None,
        )

    def _verdict(self, row: int) -> str:
        columns = self.batch.columns
        variation: Variation = columns["variation"][row]
        if columns["latest"][row] < 0:
            return "too_young"
        if variation.is_improvement:
            return "improvement"
        if variation.is_concern:
            return "concern"
        if variation in CHANGES:
            return "change"
        equal = bool(columns["all_equal"][row])
        old = columns["n_points"][row] >= MIN_USEFUL
        return (
            "no_signal" if old and (equal or variation is Variation.COMMON_CAUSE) else "too_young"
        )


def _marks(batch: Batch, included: NDArray[np.bool_]) -> dict[int, tuple[Mark, ...]]:
    """The signals of each series by its number; successive points outside one limit are one, as
    `charts.meaning.joined` has it.
    """
    columns = batch.signals
    series, start, stop = (columns[name] for name in ("series", "start", "stop"))
    heads, ends = _excursions(columns, np.cumsum(included, axis=1))
    stop = stop.copy()
    stop[heads] = stop[ends]
    kept = columns["rule"] != "outside"
    kept[heads] = True
    found: dict[int, list[Mark]] = defaultdict(list)
    parts = (series, columns["rule"], columns["side"], start, stop - 1, columns["detected"])
    for number, *mark in zip(*(part[kept].tolist() for part in parts), strict=True):
        found[number].append(Mark(*mark))
    return {number: ranked(marks) for number, marks in found.items()}


def _excursions(
    signals: Mapping[str, NDArray[Any]], counted: NDArray[np.int_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first and the last signal of each excursion beyond a limit.

    `counted` is how many points of each series count, up to each point.
    """
    outside = np.flatnonzero(signals["rule"] == "outside")
    whose = [signals["side"] == Side.UP, signals["phase"], signals["series"]]
    order = outside[np.lexsort([each[outside] for each in whose])]
    before, after = order[:-1], order[1:]
    series, start, stop = (signals[name] for name in ("series", "start", "stop"))
    goes_on = counted[series[after], start[after]] == counted[series[before], stop[before] - 1] + 1
    for each in whose:
        goes_on &= each[after] == each[before]
    edge = np.ones(min(1, len(order)), dtype=bool)
    return order[np.concatenate((edge, ~goes_on))], order[np.concatenate((~goes_on, edge))]


def _direction(marks: Sequence[Mark]) -> str | None:
    """The side of the strongest sided signal that reaches furthest."""
    return next((mark.side.value for mark in marks if mark.side is not None), None)
