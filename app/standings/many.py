"""Many series analyzed at once, by `qi.analyze_batch`; each says what it says alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.measures.series import frozen_baselines
from app.standings.facts import COUNTING, NOTHING, WITH_LANEY, Mark, Outcome
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
        length = int(held.positions()[-1]) + 1
        phases = held.phases(length)
        if held.baselines:
            opening = [held.day_at(at) for at in (0, *phases)]
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
        self.marks = _marks(batch)
        points = batch.points or {}
        self.included: NDArray[np.bool_] = points["included"]
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
        marks = _joined(self.marks.get(row, ()), self.included[row])
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


def _marks(batch: Batch) -> dict[int, list[tuple[int, Mark]]]:
    """The signals of each series, with their phase."""
    found: dict[int, list[tuple[int, Mark]]] = defaultdict(list)
    columns = batch.signals
    names = ("series", "phase", "rule", "side", "start", "stop", "detected")
    for series, phase, rule, side, start, stop, detected in zip(
        *(columns[name].tolist() for name in names), strict=True
    ):
        found[series].append((phase, Mark(rule, side, start, stop - 1, detected)))
    return found


def _joined(marks: Sequence[tuple[int, Mark]], included: NDArray[np.bool_]) -> tuple[Mark, ...]:
    """Successive points outside one limit are one signal, as `charts.meaning.joined` has it."""
    if sum(mark.rule == "outside" for _, mark in marks) < 2:
        return tuple(mark for _, mark in marks)
    counted = np.cumsum(included)
    found: list[Mark] = []
    latest: dict[tuple[Side | None, int], int] = {}
    for phase, mark in marks:
        key = (mark.side, phase)
        at = latest.get(key) if mark.rule == "outside" else None
        if at is not None and counted[mark.first] == counted[found[at].last] + 1:
            was = found[at]
            found[at] = Mark(was.rule, was.side, was.first, mark.last, was.detected)
            continue
        if mark.rule == "outside":
            latest[key] = len(found)
        found.append(mark)
    return tuple(found)


def _direction(marks: Sequence[Mark]) -> str | None:
    """The side of the strongest sided signal that reaches furthest."""
    sided = [mark for mark in marks if mark.side is not None]
    top = min(sided, key=lambda mark: mark.rank, default=None)
    return top.side.value if top is not None and top.side is not None else None
