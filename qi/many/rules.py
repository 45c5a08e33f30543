"""The rules of `qi.rules` on many series at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from qi.many.findings import Found
from qi.many.rows import Marks, Rows, Runs, runs
from qi.results import BoolArray, FloatArray, IntArray
from qi.rules.rulesets import RuleSet, Zone
from qi.runs import crossings_limit, longest_run_limit, runs_expected

UNKNOWN = -1
"""Stands for None in columns of whole numbers."""


@dataclass(frozen=True, slots=True)
class Points:
    """The included points of many series of one phase, laid end to end.

    Parameters
    ----------
    laid : Rows
        Where the points come from.
    sides : int array of shape (p,)
        −1, 0 or 1: below, on or above the center line.
    moves : int array of shape (p,)
        −1, 0 or 1: down, level or up from the point before; 0 at the first of a row.
    outside : int array of shape (p,) or None
        −1, 0 or 1: below, within or above the control limits; None without limits.
    beyond : dict of float to int array of shape (p,)
        The same for points beyond so many sigma.
    flat : bool array of shape (p,) or None
        Whether the limits have no width.
    limits_vary : bool array of shape (m,)
        Whether the limits of a series differ from point to point.
    """

    laid: Rows
    sides: Marks
    moves: Marks
    outside: Marks | None
    beyond: dict[float, Marks]
    flat: BoolArray | None
    limits_vary: BoolArray


@dataclass(frozen=True, slots=True)
class Findings:
    """Signals of many series, and the runs they were judged by, one element per series."""

    signals: list[Found]
    n_useful: IntArray
    longest_run: IntArray
    longest_run_max: IntArray
    runs: IntArray
    runs_min: IntArray
    runs_max: IntArray
    crossings: IntArray
    crossings_min: IntArray


def judge(points: Points, rules: RuleSet) -> Findings:
    """Apply every rule of a rule set to the points of many series.

    Parameters
    ----------
    points : Points
        The points.
    rules : RuleSet
        The rules.

    Returns
    -------
    Findings
        The same as `qi.rules.judge.judge` finds series by series.
    """
    laid = points.laid
    sided = runs(points.sides, laid, zeros_break=False)
    n_useful = np.diff(sided.bounds)
    n_runs, longest = sided.counted()
    crossings = np.maximum(n_runs - 1, 0)
    run_limit, crossing_limit, fewest, most = _chance(laid.shape[1])[:, n_useful]

    found = _limit_rules(points, rules)
    if rules.shift is not None:
        broken = rules.on_center == "break" and sided.index is not None
        whole = runs(points.sides, laid, zeros_break=True) if broken else sided
        found.append(_shifts(whole, laid, np.full(laid.shape[0], rules.shift)))
    if rules.longest_run:
        found.append(_shifts(sided, laid, run_limit + 1))
    found += _move_rules(points, rules)
    if rules.runs:
        tested = fewest != UNKNOWN
        unexpected = tested & ((n_runs < fewest) | (n_runs > most))
        found.append(_whole("runs", unexpected, sided, laid))
    if rules.crossings:
        few = crossings < crossing_limit
        found.append(_whole("crossings", few, sided, laid))
    return Findings(
        found,
        n_useful,
        longest,
        run_limit,
        n_runs,
        fewest,
        most,
        crossings,
        crossing_limit,
    )


def signs(differences: FloatArray, tolerance: FloatArray) -> Marks:
    """Return 1 above the tolerance, −1 below its negative, 0 between."""
    above: Marks = (differences > tolerance).view(np.int8)
    return above - (differences < -tolerance).view(np.int8)


@lru_cache(maxsize=64)
def _chance(n_points: int) -> IntArray:
    """Tabulate what chance explains, by number of useful points: one column for each."""
    every = range(n_points + 1)
    table = [
        [longest_run_limit(n) for n in every],
        [crossings_limit(n) for n in every],
        [runs_expected(n)[0] for n in every],
        [runs_expected(n)[1] for n in every],
    ]
    return np.array([[UNKNOWN if value is None else value for value in row] for row in table])


def _limit_rules(points: Points, rules: RuleSet) -> list[Found]:
    if points.outside is None:
        return []
    found = []
    if rules.outside:
        # Searching flags is ten times as fast as searching marks.
        hits = np.flatnonzero(points.outside != 0)
        found.append(_located("outside", points.laid, hits, hits, hits, points.outside[hits]))
    found += [_k_of_n(points, points.outside, zone) for zone in rules.zones]
    if rules.inner is not None and points.flat is not None:
        inside = ((points.beyond[1.0] == 0) & ~points.flat).view(np.int8)
        found.append(_stretch("inner third", inside, points.laid, rules.inner))
    if rules.both_sides is not None:
        far = (points.beyond[1.0] != 0).view(np.int8)
        found.append(_stretch("both sides", far, points.laid, rules.both_sides))
    return found


def _move_rules(points: Points, rules: RuleSet) -> list[Found]:
    found = []
    if rules.trend is not None:
        ties_break = rules.ties == "break"
        trends = _trends(points.moves, points.laid, rules.trend, ties_break=ties_break)
        found.append(trends if rules.trend_if_limits_vary else trends.only(~points.limits_vary))
    if rules.alternating is not None:
        found.append(_alternations(points.moves, points.laid, rules.alternating))
    return found


def _shifts(sided: Runs, laid: Rows, length: IntArray) -> Found:
    places = np.flatnonzero(sided.length >= max(int(length.min()), 1))
    places = places[sided.mark[places] != 0]
    start = sided.start[places]
    row = laid.rows_of(sided.point(start))
    needed = length[row]
    kept = sided.length[places] >= needed
    places, start, needed = places[kept], start[kept], needed[kept]
    return _located(
        "shift",
        laid,
        sided.point(start),
        sided.point(start + sided.length[places] - 1),
        sided.point(start + needed - 1),
        sided.mark[places],
    )


def _stretch(rule: str, marks: Marks, laid: Rows, length: int) -> Found:
    found = runs(marks, laid, zeros_break=True)
    places = np.flatnonzero((found.length >= length) & (found.mark != 0))
    start = found.start[places]
    last = start + found.length[places] - 1
    return _located(rule, laid, start, last, start + length - 1, np.zeros(len(start), np.int8))


def _trends(moves: Marks, laid: Rows, length: int, *, ties_break: bool) -> Found:
    found = runs(moves, laid, zeros_break=ties_break)
    places = np.flatnonzero((found.length >= length - 1) & (found.mark != 0))
    start = found.start[places]
    origin = found.point(start) - 1
    if found.index is not None and start.size:
        # Equal neighbors count once: a trend starts at the last point that moved before it.
        row = laid.rows_of(found.point(start))
        inside = start > found.bounds[row]
        origin = np.where(inside, found.point(np.maximum(start - 1, 0)), laid.bounds[row])
    return _located(
        "trend",
        laid,
        origin,
        found.point(start + found.length[places] - 1),
        found.point(start + length - 2),
        found.mark[places],
    )


def _alternations(moves: Marks, laid: Rows, length: int) -> Found:
    # Turning every second move around makes an alternation a run of equal moves.
    turned = np.where(laid.places() % 2 == 0, -moves, moves)
    found = runs(turned, laid, zeros_break=True)
    places = np.flatnonzero((found.length >= length - 1) & (found.mark != 0))
    start = found.start[places]
    return _located(
        "alternating",
        laid,
        start - 1,
        start + found.length[places] - 1,
        start + length - 2,
        np.zeros(len(start), np.int8),
    )


def _whole(rule: str, rows: BoolArray, sided: Runs, laid: Rows) -> Found:
    chosen = np.flatnonzero(rows)
    last = sided.point(sided.bounds[1:][chosen] - 1)
    first = sided.point(sided.bounds[:-1][chosen])
    return _located(rule, laid, first, last, last, np.zeros(len(chosen), np.int8))


def _k_of_n(points: Points, outside: Marks, zone: Zone) -> Found:
    marks = points.beyond[float(zone.sigmas)]
    if zone.within_limits_only:
        marks = np.where(outside == 0, marks, 0).astype(np.int8)
    beyond = np.flatnonzero(marks != 0)
    sides = marks[beyond]
    # Points below are counted from far behind those above, so that both sides go in one pass.
    behind = int(points.laid.bounds[-1]) + zone.n
    hits = np.concatenate((beyond[sides > 0], beyond[sides < 0] + behind))
    if zone.all_same_side:
        first, last, detected = _same_side(points, zone, marks, hits, behind)
    else:
        first, last, detected = _near(points.laid, zone, hits, behind)
    fresh = np.ones(len(first), dtype=bool)
    fresh[1:] = first[1:] > last[:-1]
    # Windows that share a point beyond the line are one signal.
    heads = np.flatnonzero(fresh)
    tails = np.append(heads[1:], len(first))[: len(heads)] - 1
    below = first[heads] >= behind
    shift = np.where(below, behind, 0)
    return _located(
        zone.name,
        points.laid,
        first[heads] - shift,
        last[tails] - shift,
        detected[heads] - shift,
        np.where(below, -1, 1).astype(np.int8),
    )


def _near(
    laid: Rows, zone: Zone, hits: IntArray, behind: int
) -> tuple[IntArray, IntArray, IntArray]:
    if len(hits) < zone.k:
        return hits[:0], hits[:0], hits[:0]
    row = laid.rows_of(np.where(hits >= behind, hits - behind, hits))
    stop = len(hits) - zone.k + 1
    first, last = hits[:stop], hits[zone.k - 1 :]
    kept = (last - first < zone.n) & (row[:stop] == row[zone.k - 1 :])
    return first[kept], last[kept], last[kept]


def _same_side(
    points: Points, zone: Zone, marks: Marks, hits: IntArray, behind: int
) -> tuple[IntArray, IntArray, IntArray]:
    laid = points.laid
    parts = []
    for side, shift in ((1, 0), (-1, behind)):
        mine = hits[(hits >= behind) == (side < 0)] - shift
        starts = np.unique(mine[:, None] - np.arange(zone.n))
        row = laid.rows_of(np.maximum(starts, 0))
        inside = (starts >= laid.bounds[:-1][row]) & (starts + zone.n <= laid.bounds[1:][row])
        starts = starts[inside]
        window = starts[:, None] + np.arange(zone.n)
        hit = marks[window] == side
        full = (hit.sum(axis=1) >= zone.k) & (points.sides[window] == side).all(axis=1)
        starts, hit = starts[full], hit[full]
        last = starts + zone.n - 1
        parts.append((starts + hit.argmax(axis=1), last - hit[:, ::-1].argmax(axis=1), last))
        parts[-1] = tuple(array + shift for array in parts[-1])
    first, last, detected = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return first, last, detected


def _located(
    rule: str, laid: Rows, first: IntArray, last: IntArray, detected: IntArray, side: Marks
) -> Found:
    return Found(
        rule,
        laid.rows_of(first),
        laid.columns_of(first),
        laid.columns_of(last),
        laid.columns_of(detected),
        side,
    )
