"""The rules of `qi.rules` on many series at once.

Most series have no signal of most rules. A few passes along time say which series can have one;
only those are looked at closely, in `qi.many.locate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qi.many import locate
from qi.many.findings import Found
from qi.many.points import Marks, Points
from qi.many.rows import where
from qi.many.scans import changes, count, crowds, longest, longest_alike, reaches, turns
from qi.results import BoolArray, IntArray
from qi.rules.rulesets import RuleSet, Zone
from qi.runs import crossings_limit, longest_run_limit, runs_expected

UNKNOWN = -1
"""Stands for None in columns of whole numbers."""


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
    n_useful, crossings, most_alike = _runs(points)
    n_runs = crossings + (n_useful > 0)
    run_limit, crossing_limit, fewest, most = _chance(n_useful)

    found = _limit_rules(points, rules)
    for length, center_breaks in _lengths(rules, run_limit):
        chosen = locate.choose(points, most_alike >= np.maximum(length, 1))
        if chosen is not None:
            found.append(locate.shifts(points, chosen, length, center_breaks=center_breaks))
    found += _move_rules(points, rules)
    unexpected = {}
    if rules.runs:
        unexpected["runs"] = (fewest != UNKNOWN) & ((n_runs < fewest) | (n_runs > most))
    if rules.crossings:
        unexpected["crossings"] = crossings < crossing_limit
    for rule, candidates in unexpected.items():
        series = where(candidates)
        if series.size:
            found.append(locate.whole(rule, points, series))
    return Findings(
        found,
        n_useful,
        most_alike,
        run_limit,
        n_runs,
        fewest,
        most,
        crossings,
        crossing_limit,
    )


def _lengths(rules: RuleSet, run_limit: IntArray) -> list[tuple[IntArray, bool]]:
    """Fewest points of a shift, by rule, and whether a point on the center line ends it."""
    lengths = []
    if rules.shift is not None:
        lengths.append((np.full(len(run_limit), rules.shift), rules.on_center == "break"))
    if rules.longest_run:
        lengths.append((run_limit + 1, False))
    return lengths


def _runs(points: Points) -> tuple[IntArray, IntArray, IntArray]:
    """Count useful points, crossings, and points of the longest run on one side."""
    up, down = points.sides.up.T, points.sides.down.T
    m, n = points.shape
    if np.array_equal(up, ~down):
        everything: IntArray = np.full(m, n, dtype=np.int32)
        return everything, changes(up), longest_alike(up)
    alike: IntArray = np.maximum(longest(up, ~down), longest(down, ~up))
    return count(up | down), turns(up, down), alike


def _chance(n_useful: IntArray) -> NDArray[np.int32]:
    """Look up what chance explains, by number of useful points: one column per series."""
    there = np.flatnonzero(np.bincount(n_useful))
    table = np.empty((4, int(there[-1]) + 1), dtype=np.int32)
    for n in there.tolist():
        table[:, n] = _explained(n)
    return table.take(n_useful, axis=1)


@lru_cache(maxsize=1024)
def _explained(n: int) -> tuple[int, ...]:
    limits = (longest_run_limit(n), crossings_limit(n), *runs_expected(n))
    return tuple(UNKNOWN if limit is None else limit for limit in limits)


def _limit_rules(points: Points, rules: RuleSet) -> list[Found]:
    if points.outside is None:
        return []
    found = []
    if rules.outside:
        found.append(locate.outside(points.outside))
    for zone in rules.zones:
        marks = _marks(points, points.outside, zone)
        chosen = locate.choose(points, _crowded(points, marks, zone))
        if chosen is not None:
            found.append(locate.k_of_n(points, chosen, marks, zone))
    if rules.inner is not None and points.flat is not None:
        inside = ~(points.beyond[1.0].either() | points.flat)
        found += _stretches("inner third", points, inside, rules.inner)
    if rules.both_sides is not None:
        far = points.beyond[1.0].either()
        found += _stretches("both sides", points, far, rules.both_sides)
    return found


def _marks(points: Points, outside: Marks, zone: Zone) -> Marks:
    marks = points.beyond[float(zone.sigmas)]
    if not zone.within_limits_only:
        return marks
    within = ~outside.either()
    return Marks(marks.up & within, marks.down & within)


def _crowded(points: Points, marks: Marks, zone: Zone) -> BoolArray:
    up, down = marks.up.T, marks.down.T
    if points.included is None:
        return crowds(up, zone.k, zone.n) | crowds(down, zone.k, zone.n)
    # Where points are passed over, the nearest ones may lie any distance apart.
    return (count(up) >= zone.k) | (count(down) >= zone.k)


def _stretches(rule: str, points: Points, flags: BoolArray, length: int) -> list[Found]:
    if points.included is None:
        candidates = reaches(flags.T, length)
    else:
        flags = flags & points.included
        candidates = longest(flags.T, (flags | ~points.included).T) >= length
    chosen = locate.choose(points, candidates)
    return [] if chosen is None else [locate.stretches(rule, chosen, flags, length)]


def _move_rules(points: Points, rules: RuleSet) -> list[Found]:
    found: list[Found] = []
    moves = points.moves
    if moves is None:
        return found
    if rules.trend is not None:
        breaks = rules.ties == "break"
        candidates = _trending(points, moves, rules.trend - 1, ties_break=breaks)
        if points.limits_vary is not None and not rules.trend_if_limits_vary:
            candidates &= ~points.limits_vary
        chosen = locate.choose(points, candidates)
        if chosen is not None:
            found.append(locate.trends(moves, chosen, rules.trend, ties_break=breaks))
    if rules.alternating is not None:
        up, down = moves.up.T, moves.down.T
        candidates = count(up | down) >= rules.alternating - 1
        if points.included is None and rules.alternating > 2:
            turned = (up[1:] & down[:-1]) | (down[1:] & up[:-1])
            candidates = reaches(turned, rules.alternating - 2)
        chosen = locate.choose(points, candidates)
        if chosen is not None:
            found.append(locate.alternations(moves, chosen, rules.alternating))
    return found


def _trending(points: Points, moves: Marks, length: int, *, ties_break: bool) -> BoolArray:
    """Say which series can have so many moves in one direction; it may be one too many."""
    up, down = moves.up.T, moves.down.T
    if points.included is not None:
        return (longest(up, ~down) >= length) | (longest(down, ~up) >= length)
    up, down = up[1:], down[1:]
    if not ties_break:
        up, down = ~down, ~up
    return reaches(up, length) | reaches(down, length)
