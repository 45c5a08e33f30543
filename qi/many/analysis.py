"""A block of series: limits, rules and verdicts, phase by phase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.constants import FIRM_LIMITS_MINIMUM, TOLERANCE, USEFUL_MINIMUM
from qi.many.block import Block
from qi.many.findings import Found
from qi.many.limits import LIMITS, Basis, Limits
from qi.many.rows import Marks, Rows, rows
from qi.many.rules import Findings, Points, judge, signs
from qi.per_phase import Method
from qi.phases import Layout, Phase
from qi.results import Assurance, BoolArray, FloatArray, IntArray, Side, Variation
from qi.verdict import Direction, meaning, precedence

VARIATIONS: Final = tuple(Variation)
ASSURANCES: Final = tuple(Assurance)
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
    points: dict[str, NDArray[Any]] | None,
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
    points : dict of str to array of shape (m, n), or None
        Is filled: the arrays per point, if they are wanted.

    Returns
    -------
    Outcome
        Columns and signals.
    """
    m = len(block.judged)
    tolerance = _tolerance(block.judged if block.size is None else block.size, block.included)
    columns: dict[str, NDArray[Any]] = {}
    outcome = Outcome(columns, [])
    if points is not None:
        points["values"][:] = block.plotted * method.scale
        points["included"][:] = True if block.included is None else block.included
    at_latest: dict[str, NDArray[Any]] = {}
    for phase in layout.phases:
        found = _analyze_phase(block, phase, method, tolerance, points)
        outcome.signals += [(phase.number, signals) for signals in found.signals]
        here = found.columns["n_points"] > 0
        if here.all() or not columns:
            columns.update(found.columns)
            at_latest = found.at_latest
        else:
            for name, column in found.columns.items():
                columns[name] = np.where(here, column, columns[name])
            at_latest = {
                rule: np.where(here, marks, at_latest[rule])
                for rule, marks in found.at_latest.items()
            }
    _judge(columns, at_latest, block, method, target, direction)
    columns["n_signals"] = np.zeros(m, dtype=np.intp)
    for rule in method.rules.names(limits=method.kind.limits):
        found_here = [signals for _, signals in outcome.signals if signals.rule == rule]
        columns.update(_per_rule(rule, found_here, m))
        columns["n_signals"] += columns[f"{column_name(rule)}_count"]
    return outcome


def column_name(rule: str) -> str:
    """Return what the columns of a rule are called."""
    return rule.replace(" ", "_")


def _per_rule(rule: str, found: list[Found], m: int) -> dict[str, NDArray[Any]]:
    name = column_name(rule)
    never = np.iinfo(np.intp).max
    count = np.zeros(m, dtype=np.intp)
    first, last = np.full(m, never), np.full(m, NO_POINT)
    for signals in found:
        count += np.bincount(signals.row, minlength=m)
        np.minimum.at(first, signals.row, signals.detected)
        np.maximum.at(last, signals.row, signals.last)
    first[first == never] = NO_POINT
    return {f"{name}_count": count, f"{name}_first": first, f"{name}_last": last}


@dataclass(frozen=True, slots=True)
class _PhaseOutcome:
    columns: dict[str, NDArray[Any]]
    signals: list[Found]
    at_latest: dict[str, NDArray[Any]]


def _analyze_phase(
    block: Block,
    phase: Phase,
    method: Method,
    tolerance: FloatArray,
    points: dict[str, NDArray[Any]] | None,
) -> _PhaseOutcome:
    kind = method.kind
    span = slice(phase.start, phase.stop)
    judged = block.judged[:, span]
    included = None if block.included is None else block.included[:, span]
    laid = rows(included, judged.shape)
    basis = _basis(block, phase, included, laid)
    n_basis = basis.laid.counts()
    limits = LIMITS[kind.name](basis, method.rules, screen=method.screen)
    if kind.limits and (n_basis < kind.fewest).any():
        limits = _without(limits, n_basis < kind.fewest)
    found = judge(points_of(judged, laid, basis, limits, method, tolerance), method.rules)
    equal = _all_equal(found.n_useful, judged, laid, tolerance)
    signals = found.signals
    if phase.start:
        signals = [rule.moved(positions=phase.start) for rule in signals]
    if equal.any():
        signals = [rule.only(~equal) for rule in signals]
    latest = _latest(laid, phase.start)
    if points is not None:
        _enter_points(points, span, judged, limits, tolerance, method)
    columns = _columns(found, limits, latest, phase, method)
    columns["n_points"] = laid.counts()
    columns["n_basis"] = n_basis
    columns["trial"] = n_basis < FIRM_LIMITS_MINIMUM
    columns["all_equal"] = equal
    return _PhaseOutcome(columns, signals, _at_latest(signals, latest))


def _basis(block: Block, phase: Phase, included: BoolArray | None, laid: Rows) -> Basis:
    span = slice(phase.start, phase.stop)
    if phase.basis < phase.stop - phase.start:
        head = np.arange(phase.stop - phase.start) < phase.basis
        whole = np.broadcast_to(head, laid.shape)
        laid = rows(whole.copy() if included is None else included & head, laid.shape)
    segments = None
    if block.missing is not None:
        segments = np.cumsum(block.missing[:, span], axis=1, dtype=np.intp)
    denominators, spread = block.denominators, block.spread
    return Basis(
        block.judged[:, span],
        block.numerators[:, span],
        None if denominators is None else denominators[:, span],
        laid,
        segments,
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


def points_of(
    judged: FloatArray,
    laid: Rows,
    basis: Basis,
    limits: Limits,
    method: Method,
    tolerance: FloatArray,
) -> Points:
    """Compare points with their center and limits, and lay them end to end."""
    kind, rules = method.kind, method.rules
    wide = tolerance[:, None]
    sides = _between(judged, limits.center - wide, limits.center + wide)
    outside, flat = None, None
    beyond: dict[float, Marks] = {}
    if kind.limits:
        levels = {float(zone.sigmas) for zone in rules.zones}
        if rules.inner is not None or rules.both_sides is not None:
            levels.add(1.0)
        if levels:
            deviations = judged - limits.middle
            for level in levels:
                width = level * limits.sigma + wide
                beyond[level] = laid.take(_between(deviations, -level * limits.sigma - wide, width))
        outside = laid.take(_between(judged, limits.lower - wide, limits.upper + wide))
        if rules.inner is not None:
            flat = laid.take(np.broadcast_to(~(limits.sigma > wide), judged.shape))
    return Points(
        laid,
        laid.take(sides),
        _moves(judged, laid, tolerance, method),
        outside,
        beyond,
        flat,
        _vary(basis, laid, method),
    )


def _between(values: FloatArray, low: FloatArray, high: FloatArray) -> Marks:
    above: Marks = (values > high).view(np.int8)
    return above - (values < low).view(np.int8)


def _moves(judged: FloatArray, laid: Rows, tolerance: FloatArray, method: Method) -> Marks:
    rules = method.rules
    moves = np.zeros(laid.shape if laid.row is None else len(laid.row), dtype=np.int8)
    if rules.trend is None and rules.alternating is None:
        return moves.reshape(-1)
    if laid.row is None:
        moves[:, 1:] = signs(judged[:, 1:] - judged[:, :-1], tolerance[:, None])
        return moves.reshape(-1)
    values = laid.take(judged)
    moves[1:] = signs(values[1:] - values[:-1], laid.spread(tolerance)[1:])
    starts = laid.bounds[:-1]
    moves[starts[starts < len(moves)]] = 0
    return moves


def _vary(basis: Basis, laid: Rows, method: Method) -> BoolArray:
    kind = method.kind
    sizes = basis.denominators
    if sizes is None or not (kind.subgroups or kind.denominators == "required"):
        return np.zeros(laid.shape[0], dtype=bool)
    if laid.row is None:
        found: BoolArray = (sizes != sizes[:, :1]).any(axis=1)
        return found
    taken = laid.take(sizes)
    first = taken[np.minimum(laid.bounds[:-1], len(taken) - 1)] if len(taken) else taken
    if not len(taken):
        return np.zeros(laid.shape[0], dtype=bool)
    return laid.sum((taken != laid.spread(first)).astype(float)) > 0


def _all_equal(
    n_useful: IntArray, judged: FloatArray, laid: Rows, tolerance: FloatArray
) -> BoolArray:
    """Find series of equal values; only those without useful points can be."""
    equal = np.zeros(len(judged), dtype=bool)
    maybe = np.flatnonzero((n_useful == 0) & (laid.counts() > 0))
    if maybe.size:
        part = judged[maybe]
        if laid.mask is not None:
            part = np.where(laid.mask[maybe], part, np.nan)
        spread = np.fmax.reduce(part, axis=1) - np.fmin.reduce(part, axis=1)
        equal[maybe] = spread <= tolerance[maybe]
    return equal


def _latest(laid: Rows, start: int) -> IntArray:
    if laid.column is None:
        return np.full(laid.shape[0], start + laid.shape[1] - 1)
    latest = np.full(laid.shape[0], NO_POINT)
    filled = laid.counts() > 0
    latest[filled] = laid.column[laid.bounds[1:][filled] - 1] + start
    return latest


def _columns(
    found: Findings, limits: Limits, latest: IntArray, phase: Phase, method: Method
) -> dict[str, NDArray[Any]]:
    place = np.maximum(latest - phase.start, 0)
    series = np.arange(len(latest))
    return {
        "phase": np.full(len(latest), phase.number),
        "latest": latest,
        "center": method.shown(limits.center[:, 0]),
        "lower": method.shown(_at(limits.lower, series, place)),
        "upper": method.shown(_at(limits.upper, series, place)),
        "sigma_z": limits.center[:, 0] * np.nan if limits.sigma_z is None else limits.sigma_z[:, 0],
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


def _at_latest(signals: list[Found], latest: IntArray) -> dict[str, NDArray[Any]]:
    """Say for each rule and side whether the latest point is the last of a signal."""
    marks: dict[str, NDArray[Any]] = {}
    for found in signals:
        flags = marks.setdefault(found.rule, np.zeros((3, len(latest)), dtype=bool))
        now = found.last == latest[found.row]
        flags[found.side[now], found.row[now]] = True
    return marks


def _judge(
    columns: dict[str, NDArray[Any]],
    at_latest: dict[str, NDArray[Any]],
    block: Block,
    method: Method,
    target: FloatArray | None,
    direction: Direction | None,
) -> None:
    judgeable = columns["n_useful"] >= USEFUL_MINIMUM
    columns["variation"], columns["rule"] = _variation(at_latest, judgeable, direction)
    latest = columns["latest"]
    series = np.arange(len(latest))
    values = block.plotted[series, np.maximum(latest, 0)] * method.scale
    columns["value"] = np.where(latest >= 0, values, np.nan)
    columns["assurance"] = np.full(len(latest), Assurance.NONE, dtype=object)
    if target is not None and direction is not None:
        size = block.plotted if block.size is None else block.size
        tolerance = _tolerance(size, block.included) * method.scale
        columns["assurance"] = _assurance(columns, target * method.scale, direction, tolerance)


def _variation(
    at_latest: dict[str, NDArray[Any]], judgeable: BoolArray, direction: Direction | None
) -> tuple[NDArray[Any], NDArray[Any]]:
    m = len(judgeable)
    code = np.full(m, VARIATIONS.index(Variation.COMMON_CAUSE))
    named = np.zeros(m, dtype=np.intp)
    up, down = np.zeros(m, dtype=bool), np.zeros(m, dtype=bool)
    names: list[str | None] = [None, *sorted(at_latest, key=lambda rule: (precedence(rule), rule))]
    # The last assignment wins, so the rule that comes first is entered last; one with a side
    # comes before any that has none.
    for number in range(len(names) - 1, 0, -1):
        named[at_latest[names[number] or ""][0]] = number
    code[named > 0] = VARIATIONS.index(Variation.SPECIAL_CAUSE)
    for number in range(len(names) - 1, 0, -1):
        flags = at_latest[names[number] or ""]
        up |= flags[1]
        down |= flags[-1]
        named[flags[1] | flags[-1]] = number
    code[up] = VARIATIONS.index(meaning(Side.UP, direction))
    code[down] = VARIATIONS.index(meaning(Side.DOWN, direction))
    code[up & down] = VARIATIONS.index(Variation.MIXED)
    code[~judgeable] = VARIATIONS.index(Variation.NOT_JUDGEABLE)
    named[~judgeable] = 0
    outer = at_latest.get("outside")
    if outer is not None:
        # A point beyond its limits needs no run of points to be judged by.
        for side, row in ((Side.UP, 1), (Side.DOWN, -1)):
            code[~judgeable & outer[row]] = VARIATIONS.index(meaning(side, direction))
            named[~judgeable & outer[row]] = names.index("outside")
    return np.array(VARIATIONS, dtype=object)[code], np.array(names, dtype=object)[named]


def _assurance(
    columns: dict[str, NDArray[Any]],
    target: FloatArray,
    direction: Direction,
    tolerance: FloatArray,
) -> NDArray[Any]:
    lower, upper = columns["lower"], columns["upper"]
    above, below = lower > target + tolerance, upper < target - tolerance
    passes, fails = (above, below) if direction == "up" else (below, above)
    code = np.full(len(lower), ASSURANCES.index(Assurance.HIT_OR_MISS))
    code[fails] = ASSURANCES.index(Assurance.FAILS)
    code[passes] = ASSURANCES.index(Assurance.PASSES)
    code[np.isnan(lower) | np.isnan(upper) | np.isnan(target)] = ASSURANCES.index(Assurance.NONE)
    named: NDArray[Any] = np.array(ASSURANCES, dtype=object)[code]
    return named


def _tolerance(values: FloatArray, included: BoolArray | None) -> FloatArray:
    taken = values if included is None else np.where(included, values, 0.0)
    largest: FloatArray = np.maximum(taken.max(axis=1), -taken.min(axis=1))
    return TOLERANCE * largest


def blank_points(m: int, n: int) -> dict[str, NDArray[Any]]:
    """Return arrays for all points of m series, to be filled block by block."""
    numbers = ("values", "center", "lower", "upper", "sigma_units")
    return {
        **{name: np.full((m, n), np.nan) for name in numbers},
        "included": np.zeros((m, n), dtype=bool),
    }


def _enter_points(
    points: dict[str, NDArray[Any]],
    span: slice,
    judged: FloatArray,
    limits: Limits,
    tolerance: FloatArray,
    method: Method,
) -> None:
    points["center"][:, span] = method.shown(limits.center)
    if not method.kind.limits:
        return
    points["lower"][:, span] = method.shown(limits.lower)
    points["upper"][:, span] = method.shown(limits.upper)
    deviations = judged - limits.middle
    flat = limits.sigma <= tolerance[:, None]
    zero = np.where(np.abs(deviations) <= tolerance[:, None], 0.0, np.nan)
    units = deviations / np.where(flat, 1.0, limits.sigma)
    points["sigma_units"][:, span] = np.where(flat, zero, units)
