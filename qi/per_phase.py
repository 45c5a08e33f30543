"""One phase: its basis, center, limits, signals and summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from qi.chart_types import ChartType
from qi.constants import FIRM_LIMITS_MINIMUM
from qi.limits import LIMITS
from qi.limits.basis import Basis, Limits, center_only
from qi.phases import Phase
from qi.results import BoolArray, FloatArray, PhaseSummary, Signal
from qi.rules.judge import Findings, judge
from qi.rules.points import Points
from qi.rules.rulesets import RuleSet
from qi.series import Series

Judgeable = TypeVar("Judgeable", float, FloatArray)


class Drawing:
    """Center and limits of all points, in the caller's units, filled in phase by phase."""

    __slots__ = ("center", "lower", "middle", "phase", "sigma", "upper")

    def __init__(self, n: int) -> None:
        self.center, self.lower, self.upper, self.sigma, self.middle = np.full((5, n), np.nan)
        self.phase = np.zeros(n, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Method:
    """How every phase is computed: the same for all of them."""

    kind: ChartType
    rules: RuleSet
    screen: bool
    tolerance: float
    scale: float

    def shown(self, judged: Judgeable) -> Judgeable:
        """Bring numbers from the scale that rules look at to display units."""
        if self.kind.power != 1:
            judged = judged ** (1 / self.kind.power)
        return judged * self.scale


@dataclass(frozen=True, slots=True)
class Judged:
    """What one phase gave; `latest` is the position of its latest included point."""

    summary: PhaseSummary
    signals: list[Signal]
    latest: int | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One phase with its limits, ready to be judged by any rules that share them."""

    phase: Phase
    limits: Limits
    points: Points
    n_basis: int


def draw_phase(
    phase: Phase, series: Series, included: BoolArray, method: Method, drawing: Drawing
) -> Drawn:
    """Compute center and limits of one phase and enter them into the drawing.

    Parameters
    ----------
    phase : Phase
        The phase.
    series : Series
        The whole series.
    included : bool array of shape (n,)
        The present points that are not excluded.
    method : Method
        Chart, rules, tolerance and display scale.
    drawing : Drawing
        Is changed.

    Returns
    -------
    Drawn
        What rules look at.
    """
    kind = method.kind
    span = slice(phase.start, phase.stop)
    if phase.number:
        drawing.phase[span] = phase.number
    basis, n_basis = _basis(phase, series, included)
    limits = center_only(np.nan)
    if n_basis:
        limits = LIMITS[kind.name](basis, method.rules, screen=method.screen)
    drawing.center[span] = limits.center
    if n_basis >= kind.fewest and kind.limits:
        drawing.lower[span] = limits.lower
        drawing.upper[span] = limits.upper
        drawing.sigma[span] = limits.sigma
        drawing.middle[span] = limits.middle
    points = _points(phase, included, basis, limits, drawing, method)
    return Drawn(phase, limits, points, n_basis)


def judge_phase(drawn: Drawn, method: Method) -> Judged:
    """Apply the method's rules to a phase whose limits it shares."""
    findings = judge(drawn.points, method.rules)
    at = drawn.points.at
    return Judged(_summary(drawn, findings, method), findings.signals, at[-1] if at else None)


def _basis(phase: Phase, series: Series, included: BoolArray) -> tuple[Basis, int]:
    span = slice(phase.start, phase.stop)
    head = slice(phase.start, phase.start + phase.basis)
    use: Any = slice(0, phase.basis)
    segments = None
    n_basis = phase.basis
    if not included[head].all():
        use = np.flatnonzero(included[head])
        n_basis = len(use)
        if series.any_missing:
            segments = np.cumsum(series.missing[head])[use]
    denominators = series.denominators
    return (
        Basis(
            series.judged[span],
            series.numerators[span],
            None if denominators is None else denominators[span],
            use,
            segments,
            None if series.spread is None else series.spread[span],
        ),
        n_basis,
    )


def _points(
    phase: Phase,
    included: BoolArray,
    basis: Basis,
    limits: Limits,
    drawing: Drawing,
    method: Method,
) -> Points:
    span = slice(phase.start, phase.stop)
    inside = included[span]
    at: Sequence[int] = range(phase.start, phase.stop)
    use: Any = slice(None)
    if not inside.all():
        use = np.flatnonzero(inside)
        at = (use + phase.start).tolist()
    values = basis.plotted[use].tolist()
    high, low = limits.center + method.tolerance, limits.center - method.tolerance
    sides = [1 if value > high else -1 if value < low else 0 for value in values]
    if not method.kind.limits:
        return Points(
            at,
            values,
            sides,
            [],
            [],
            [],
            [],
            limits_vary=False,
            tolerance=method.tolerance,
            phase=phase.number,
        )
    middle = limits.middle
    return Points(
        at,
        values,
        sides,
        [value - middle for value in values],
        drawing.lower[span][use].tolist(),
        drawing.upper[span][use].tolist(),
        drawing.sigma[span][use].tolist(),
        _vary(basis.denominators, use, method.kind),
        method.tolerance,
        phase.number,
    )


def _vary(denominators: FloatArray | None, use: Any, kind: ChartType) -> bool:
    """Whether the limits differ among the included points of a phase."""
    if denominators is None or not (kind.subgroups or kind.denominators == "required"):
        return False
    used = denominators[use]
    return bool(used.size and (used != used[0]).any())


def _summary(drawn: Drawn, findings: Findings, method: Method) -> PhaseSummary:
    phase, limits, points, n_basis = drawn.phase, drawn.limits, drawn.points, drawn.n_basis
    return PhaseSummary(
        start=phase.start,
        stop=phase.stop,
        center=method.shown(limits.center),
        n_points=len(points.values),
        n_useful=findings.n_useful,
        longest_run=findings.longest_run,
        longest_run_max=findings.longest_run_max,
        crossings=findings.crossings,
        crossings_min=findings.crossings_min,
        runs=findings.runs,
        runs_min=findings.runs_min,
        runs_max=findings.runs_max,
        baseline=phase.baseline,
        trial=n_basis < FIRM_LIMITS_MINIMUM,
        n_basis=n_basis,
        sigma_z=limits.sigma_z,
        limits_vary=points.limits_vary,
        all_equal=findings.all_equal,
    )
