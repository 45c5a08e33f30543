"""Where the signals of a rule lie, in the series that can have one.

`qi.many.rules` finds out in a few passes which series a rule can signal in. Here their points are
laid end to end, and a rule is a handful of array operations, however ragged the series are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi.many.findings import Found, found
from qi.many.points import Marks, Points
from qi.many.rows import Rows, Runs, Signs, rows, runs, where
from qi.results import BoolArray, IntArray
from qi.rules.rulesets import Zone


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some series, their included points laid end to end.

    Parameters
    ----------
    series : int array of shape (k,)
        Their numbers.
    laid : Rows
        Their points.
    """

    series: IntArray
    laid: Rows

    def flags(self, flags: BoolArray) -> BoolArray:
        """Lay the flags of the chosen series end to end."""
        return self.laid.take(np.ascontiguousarray(flags.T.take(self.series, axis=1).T))

    def signs(self, marks: Marks) -> Signs:
        """Lay marks end to end: 1 up, −1 down, 0 on neither side."""
        return self.flags(marks.up).view(np.int8) - self.flags(marks.down).view(np.int8)

    def located(
        self, rule: str, first: IntArray, last: IntArray, detected: IntArray, side: Signs
    ) -> Found:
        """Say in which series and at which positions signals lie."""
        laid = self.laid
        return found(
            rule,
            self.series[laid.rows_of(first)],
            laid.columns_of(first),
            laid.columns_of(last),
            laid.columns_of(detected),
            side,
            laid.shape[1],
        )


def choose(points: Points, candidates: BoolArray) -> Chosen | None:
    """Take the series that a rule can signal in; None if there are none."""
    series = where(candidates)
    if not series.size:
        return None
    included = None if points.included is None else points.included.T.take(series, axis=1).T
    mask = None if included is None else np.ascontiguousarray(included)
    return Chosen(series, rows(mask, (len(series), points.shape[1])))


def outside(marks: Marks) -> Found:
    """Locate points outside the limits."""
    up, down = marks.up.T, marks.down.T
    n, m = up.shape
    hits = where((up | down).ravel())
    position, series = np.divmod(hits, m)
    sides = np.where(up.reshape(-1)[hits], 1, -1).astype(np.int8)
    return found("outside", series, position, position, position, sides, n)


def shifts(points: Points, chosen: Chosen, length: IntArray, *, center_breaks: bool) -> Found:
    """Locate runs on one side of the center line, of a length for each of all series."""
    laid = chosen.laid
    sided = runs(chosen.signs(points.sides), laid, zeros_break=center_breaks)
    needed = length[chosen.series]
    places = where(sided.length >= max(int(needed.min()), 1))
    places = places[sided.mark[places] != 0]
    start = sided.start[places]
    needed = needed[laid.rows_of(sided.point(start))]
    kept = sided.length[places] >= needed
    places, start, needed = places[kept], start[kept], needed[kept]
    return chosen.located(
        "shift",
        sided.point(start),
        sided.point(start + sided.length[places] - 1),
        sided.point(start + needed - 1),
        sided.mark[places],
    )


def stretches(rule: str, chosen: Chosen, flags: BoolArray, length: int) -> Found:
    """Locate runs of flags."""
    every = runs(chosen.flags(flags).view(np.int8), chosen.laid, zeros_break=True)
    start, last = _long(every, length)
    return chosen.located(rule, start, last, start + length - 1, np.zeros(len(start), np.int8))


def _long(every: Runs, length: int) -> tuple[IntArray, IntArray]:
    places = where((every.length >= length) & (every.mark != 0))
    start = every.start[places]
    return start, start + every.length[places] - 1


def trends(moves: Marks, chosen: Chosen, length: int, *, ties_break: bool) -> Found:
    """Locate points that all go up or all go down."""
    laid = chosen.laid
    every = runs(chosen.signs(moves), laid, zeros_break=ties_break)
    places = where((every.length >= length - 1) & (every.mark != 0))
    start = every.start[places]
    origin = every.point(start) - 1
    if every.index is not None and start.size:
        # Equal neighbors count once: a trend starts at the last point that moved before it.
        row = laid.rows_of(every.point(start))
        inside = start > every.bounds[row]
        origin = np.where(inside, every.point(np.maximum(start - 1, 0)), laid.bounds[row])
    return chosen.located(
        "trend",
        origin,
        every.point(start + every.length[places] - 1),
        every.point(start + length - 2),
        every.mark[places],
    )


def alternations(moves: Marks, chosen: Chosen, length: int) -> Found:
    """Locate points that go up and down in turn."""
    laid = chosen.laid
    signs = chosen.signs(moves)
    # Turning every second move around makes an alternation a run of equal moves.
    turned = np.where(laid.places() % 2 == 0, -signs, signs)
    start, last = _long(runs(turned, laid, zeros_break=True), length - 1)
    return chosen.located(
        "alternating", start - 1, last, start + length - 2, np.zeros(len(start), np.int8)
    )


def whole(rule: str, points: Points, series: IntArray) -> Found:
    """Give series one signal over all their useful points."""
    useful = points.sides.either().T.take(series, axis=1)
    n = len(useful)
    last = n - 1 - useful[::-1].argmax(axis=0)
    return found(rule, series, useful.argmax(axis=0), last, last, np.zeros(len(series), np.int8), n)


def k_of_n(points: Points, chosen: Chosen, marks: Marks, zone: Zone) -> Found:
    """Locate k of n successive points beyond a line, on one side."""
    laid = chosen.laid
    signs = chosen.signs(marks)
    beyond = where(signs != 0)
    sides = signs[beyond]
    # Points below are counted from far behind those above, so that both sides go in one pass.
    behind = int(laid.bounds[-1]) + zone.n
    hits = np.concatenate((beyond[sides > 0], beyond[sides < 0] + behind))
    if zone.all_same_side:
        sides = chosen.signs(points.sides)
        first, last, detected = _same_side(laid, zone, signs, sides, hits, behind)
    else:
        first, last, detected = _near(laid, zone, hits, behind)
    fresh = np.ones(len(first), dtype=bool)
    fresh[1:] = first[1:] > last[:-1]
    # Windows that share a point beyond the line are one signal.
    heads = where(fresh)
    tails = np.append(heads[1:], len(first))[: len(heads)] - 1
    below = first[heads] >= behind
    shift = np.where(below, behind, 0)
    return chosen.located(
        zone.name,
        first[heads] - shift,
        last[tails] - shift,
        detected[heads] - shift,
        np.where(below, -1, 1).astype(np.int8),
    )


def _near(
    laid: Rows, zone: Zone, hits: IntArray, behind: int
) -> tuple[IntArray, IntArray, IntArray]:
    # Only series with k points on one side are looked at, so there are k hits or more.
    row = laid.rows_of(np.where(hits >= behind, hits - behind, hits))
    stop = len(hits) - zone.k + 1
    first, last = hits[:stop], hits[zone.k - 1 :]
    kept = (last - first < zone.n) & (row[:stop] == row[zone.k - 1 :])
    return first[kept], last[kept], last[kept]


def _same_side(
    laid: Rows, zone: Zone, marks: Signs, sides: Signs, hits: IntArray, behind: int
) -> tuple[IntArray, IntArray, IntArray]:
    parts = []
    for side, shift in ((1, 0), (-1, behind)):
        mine = hits[(hits >= behind) == (side < 0)] - shift
        starts = np.unique(mine[:, None] - np.arange(zone.n))
        row = laid.rows_of(np.maximum(starts, 0))
        inside = (starts >= laid.bounds[:-1][row]) & (starts + zone.n <= laid.bounds[1:][row])
        starts = starts[inside]
        window = starts[:, None] + np.arange(zone.n)
        hit = marks[window] == side
        full = (hit.sum(axis=1) >= zone.k) & (sides[window] == side).all(axis=1)
        starts, hit = starts[full], hit[full]
        last = starts + zone.n - 1
        parts.append((starts + hit.argmax(axis=1), last - hit[:, ::-1].argmax(axis=1), last))
        parts[-1] = tuple(array + shift for array in parts[-1])
    first, last, detected = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return first, last, detected
