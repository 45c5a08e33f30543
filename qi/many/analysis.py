"""A block of series: limits, rules and verdicts, phase by phase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.constants import FIRM_LIMITS_MINIMUM, TOLERANCE, USEFUL_MINIMUM
from qi.many.block import Block, largest
from qi.many.findings import Found
from qi.many.limits import LIMITS, Basis, Limits
from qi.many.points import points_of
from qi.many.rows import where
from qi.many.rules import Findings, judge
from qi.many.scans import count
from qi.many.verdicts import AtLatest, assurances, at_latest, variations
from qi.per_phase import Method
from qi.phases import Layout, Phase
from qi.results import Assurance, BoolArray, FloatArray, IntArray
from qi.verdict import Direction

NO_POINT: Final = -1


@dataclass(slots=True)
class Outcome:
    """What a block gives: columns with one element per series, and signals."""

    columns: dict[str, NDArray[Any]]
    signals: list[tuple[int, Found]]


def analyze_block(
    block: Block,
    layout: Layout,
    method: Method,
    target: FloatArray | None,
    direction: Direction | None,
) -> Outcome:
    """Analyze series of one block.

    Parameters
    ----------
    block : Block
        The series.
    layout : Layout
        The phases.
    method : Method
        Chart, rules, display scale; its tolerance is not used, each series has its own.
    target : float array of shape (m,) or None
        Targets, before the display scale.
    direction : {"up", "down"} or None
        Which way is better.

    Returns
    -------
    Outcome
        Columns and signals.
    """
    m = len(block.judged)
    tolerance = TOLERANCE * block.largest
    columns: dict[str, NDArray[Any]] = {}
    outcome = Outcome(columns, [])
    latest = AtLatest.none(method.rules.names(limits=method.kind.limits))
    for phase in layout.phases:
        found = _analyze_phase(block, phase, method, tolerance)
        outcome.signals += [(phase.number, signals) for signals in found.signals]
        here = found.columns["n_points"] > 0
        if not columns or here.all():
            columns.update(found.columns)
            latest = found.at_latest
        else:
            for name, column in found.columns.items():
                columns[name] = np.where(here, column, columns[name])
            latest = latest.only(~here).and_those(found.at_latest.only(here))
    _judge(columns, latest, block, method, target, direction)
    n_signals = np.zeros(m, dtype=np.int32)
    for rule in method.rules.names(limits=method.kind.limits):
        found_here = [signals for _, signals in outcome.signals if signals.rule == rule]
        columns.update(_per_rule(rule, found_here, m))
        n_signals += columns[f"{column_name(rule)}_count"]
    columns["n_signals"] = n_signals
    return outcome


def column_name(rule: str) -> str:
    """Return what the columns of a rule are called."""
    return rule.replace(" ", "_")


def _per_rule(rule: str, found: list[Found], m: int) -> dict[str, NDArray[Any]]:
    counts = np.zeros(m, dtype=np.int32)
    # The largest number without a sign is −1 with one: no point.
    first = np.full(m, np.iinfo(np.uint32).max, dtype=np.uint32)
    last = np.full(m, NO_POINT, dtype=np.int32)
    for signals in found:
        if signals.row.size:
            counts += np.bincount(signals.row, minlength=m).astype(np.int32)
            np.minimum.at(first, signals.row, signals.detected.astype(np.uint32))
            np.maximum.at(last, signals.row, signals.last.astype(np.int32))
    name = column_name(rule)
    return {f"{name}_count": counts, f"{name}_first": first.view(np.int32), f"{name}_last": last}


@dataclass(frozen=True, slots=True)
class _PhaseOutcome:
    columns: dict[str, NDArray[Any]]
    signals: list[Found]
    at_latest: AtLatest


def _analyze_phase(
    block: Block, phase: Phase, method: Method, tolerance: FloatArray
) -> _PhaseOutcome:
    span = slice(phase.start, phase.stop)
    judged, included = block.judged[:, span], included_of(block, phase)
    basis, limits = limits_of(block, phase, method)
    points = points_of(judged, included, basis, limits, method.kind, method.rules, tolerance)
    found = judge(points, method.rules)
    n_points: IntArray = np.full(len(judged), judged.shape[1], dtype=np.int32)
    if included is not None:
        n_points = count(included.T)
    equal = _all_equal(found.n_useful, n_points, judged, included, tolerance)
    signals = found.signals
    if phase.start:
        n = block.judged.shape[1]
        signals = [rule.later(phase.start, n) for rule in signals]
    if equal.any():
        signals = [rule.only(~equal) for rule in signals]
    latest = _latest(included, phase, len(judged))
    columns = _columns(found, limits, latest, phase, method)
    columns["n_points"] = n_points
    columns["n_basis"] = n_basis = basis.counts()
    columns["trial"] = n_basis < FIRM_LIMITS_MINIMUM
    columns["all_equal"] = equal
    names = method.rules.names(limits=method.kind.limits)
    return _PhaseOutcome(columns, signals, at_latest(signals, latest, names))


def included_of(block: Block, phase: Phase) -> BoolArray | None:
    """Return the points of a phase that rules look at; None if all."""
    if block.included is None:
        return None
    included = block.included[:, phase.start : phase.stop]
    return None if included.all() else included


def limits_of(block: Block, phase: Phase, method: Method) -> tuple[Basis, Limits]:
    """Compute center and limits of one phase, on the scale that rules look at."""
    basis = _basis(block, phase)
    limits = LIMITS[method.kind.name](basis, method.rules, screen=method.screen)
    if method.kind.limits and (basis.used is not None or basis.length < method.kind.fewest):
        few = basis.counts() < method.kind.fewest
        if few.any():
            limits = _without(limits, few)
    return basis, limits


def _basis(block: Block, phase: Phase) -> Basis:
    span = slice(phase.start, phase.stop)
    head = slice(phase.start, phase.start + phase.basis)
    used = None if block.included is None else block.included[:, head]
    if used is not None and used.all():
        used = None
    near = None
    if used is not None and block.excluded is not None:
        near = used if block.missing is None else used | block.missing[:, head]
    denominators, spread = block.denominators, block.spread
    return Basis(
        block.judged[:, span],
        block.numerators[:, span],
        None if denominators is None else denominators[:, span],
        used,
        phase.basis,
        near,
        None if spread is None else spread[:, span],
    )


def _without(limits: Limits, few: BoolArray) -> Limits:
    gone = few[:, None]
    return Limits(
        limits.center,
        np.where(gone, np.nan, limits.lower),
        np.where(gone, np.nan, limits.upper),
        np.where(gone, np.nan, limits.sigma),
        np.where(gone, np.nan, limits.middle),
        None if limits.sigma_z is None else np.where(gone, np.nan, limits.sigma_z),
    )


def _all_equal(
    n_useful: IntArray,
    n_points: IntArray,
    judged: FloatArray,
    included: BoolArray | None,
    tolerance: FloatArray,
) -> BoolArray:
    """Find series of equal values; only those without useful points can be."""
    equal = np.zeros(len(judged), dtype=bool)
    maybe = where((n_useful == 0) & (n_points > 0))
    if maybe.size:
        part = judged[maybe]
        if included is not None:
            part = np.where(included[maybe], part, np.nan)
        spread = np.fmax.reduce(part, axis=1) - np.fmin.reduce(part, axis=1)
        equal[maybe] = spread <= tolerance[maybe]
    return equal


def _latest(included: BoolArray | None, phase: Phase, m: int) -> IntArray:
    if included is None:
        return np.full(m, phase.stop - 1, dtype=np.int32)
    positions = np.arange(phase.start, phase.stop, dtype=np.int32)
    latest: IntArray = np.where(included, positions, np.int32(NO_POINT)).max(axis=1)
    return latest


def _columns(
    found: Findings, limits: Limits, latest: IntArray, phase: Phase, method: Method
) -> dict[str, NDArray[Any]]:
    place = np.maximum(latest - phase.start, 0)
    series = np.arange(len(latest))
    sigma_z = np.nan if limits.sigma_z is None else limits.sigma_z[:, 0]
    return {
        "phase": np.full(len(latest), phase.number, dtype=np.int32),
        "latest": latest,
        "center": method.shown(limits.center[:, 0]),
        "lower": method.shown(_at(limits.lower, series, place)),
        "upper": method.shown(_at(limits.upper, series, place)),
        "sigma_z": np.broadcast_to(sigma_z, latest.shape),
        "n_useful": found.n_useful,
        "longest_run": found.longest_run,
        "longest_run_max": found.longest_run_max,
        "crossings": found.crossings,
        "crossings_min": found.crossings_min,
        "runs": found.runs,
        "runs_min": found.runs_min,
        "runs_max": found.runs_max,
    }


def _at(array: FloatArray, series: IntArray, place: IntArray) -> FloatArray:
    taken: FloatArray = array[:, 0] if array.shape[1] == 1 else array[series, place]
    return taken


def _judge(
    columns: dict[str, NDArray[Any]],
    latest_marks: AtLatest,
    block: Block,
    method: Method,
    target: FloatArray | None,
    direction: Direction | None,
) -> None:
    judgeable = columns["n_useful"] >= USEFUL_MINIMUM
    columns["variation"], columns["rule"] = variations(latest_marks, judgeable, direction)
    latest = columns["latest"]
    values = block.plotted[np.arange(len(latest)), np.maximum(latest, 0)] * method.scale
    columns["value"] = np.where(latest >= 0, values, np.nan)
    columns["assurance"] = np.full(len(latest), Assurance.NONE, dtype=object)
    if target is not None and direction is not None:
        size = block.plotted if block.size is None else block.size
        tolerance = TOLERANCE * largest(size, block.included) * method.scale
        columns["assurance"] = assurances(
            columns["lower"], columns["upper"], target * method.scale, direction, tolerance
        )
