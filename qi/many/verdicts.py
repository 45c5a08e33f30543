"""What the latest points and limits of many series mean: `qi.verdict`, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.many.findings import Found
from qi.many.rows import where
from qi.results import Assurance, BoolArray, FloatArray, Side, Variation
from qi.verdict import Direction, meaning, precedence

VARIATIONS: Final = tuple(Variation)
ASSURANCES: Final = tuple(Assurance)

_CODES: Final = {variation: code for code, variation in enumerate(VARIATIONS)}
_SIDES: Final = {1: Side.UP, -1: Side.DOWN}


@dataclass(frozen=True, slots=True)
class AtLatest:
    """The signals that end at the latest point of their series, one element of each array per signal.

    Parameters
    ----------
    rules : tuple of str
        The rules, in the order in which they name a verdict.
    row : int array of shape (k,)
        The series.
    side : int8 array of shape (k,)
        1 up, −1 down, 0 without a side.
    rank : int array of shape (k,)
        The rule, as a place in `rules`.
    """

    rules: tuple[str, ...]
    row: NDArray[Any]
    side: NDArray[Any]
    rank: NDArray[Any]

    @classmethod
    def none(cls, names: Iterable[str]) -> AtLatest:
        """Return no signal of these rules."""
        nothing = np.zeros(0, dtype=np.int32)
        return cls(_ordered(tuple(names)), nothing, nothing, nothing)

    def only(self, rows: BoolArray) -> AtLatest:
        """Return the signals of some series."""
        kept = rows[self.row]
        return AtLatest(self.rules, self.row[kept], self.side[kept], self.rank[kept])

    def and_those(self, other: AtLatest) -> AtLatest:
        """Return the signals of both."""
        joined = [
            np.concatenate((getattr(self, name), getattr(other, name)))
            for name in ("row", "side", "rank")
        ]
        return AtLatest(self.rules, joined[0], joined[1], joined[2])


@lru_cache(maxsize=64)
def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda rule: (precedence(rule), rule)))


def at_latest(signals: list[Found], latest: NDArray[Any], names: Iterable[str]) -> AtLatest:
    """Find the signals whose last point is the latest of their series."""
    none = AtLatest.none(names)
    rows, sides, ranks = [none.row], [none.side], [0]
    for found in signals:
        now = where(found.last == latest[found.row])
        rows.append(found.row[now])
        sides.append(found.side[now])
        ranks.append(none.rules.index(found.rule))
    rank = np.repeat(np.array(ranks, dtype=np.int32), [len(part) for part in rows])
    return AtLatest(none.rules, np.concatenate(rows), np.concatenate(sides), rank)


def variations(
    marks: AtLatest, judgeable: BoolArray, direction: Direction | None
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Judge the latest points as `qi.verdict.variation` does.

    Parameters
    ----------
    marks : AtLatest
        Signals that the latest point ends.
    judgeable : bool array of shape (m,)
        Whether there are points enough.
    direction : {"up", "down"} or None
        Which way is better.

    Returns
    -------
    tuple of (object array, object array) of shape (m,)
        Variations, and the rules that decided them.
    """
    m, rules = len(judgeable), marks.rules
    code = np.full(m, _CODES[Variation.COMMON_CAUSE], dtype=np.int8)
    code[marks.row] = _CODES[Variation.SPECIAL_CAUSE]
    sides = {side: np.zeros(m, dtype=bool) for side in (1, -1)}
    for side, flags in sides.items():
        flags[marks.row[marks.side == side]] = True
    for side, flags in sides.items():
        code[flags] = _CODES[meaning(_SIDES[side], direction)]
    code[sides[1] & sides[-1]] = _CODES[Variation.MIXED]
    # A rule with a side comes before any that has none; behind all of them there is no rule.
    nothing = 2 * len(rules)
    named = np.full(m, nothing, dtype=np.int32)
    rank = marks.rank + len(rules) * (marks.side == 0).astype(np.int32)
    np.minimum.at(named, marks.row, rank)
    young = ~judgeable
    if young.any():
        code[young] = _CODES[Variation.NOT_JUDGEABLE]
        named[young] = nothing
        _enter_outside(code, named, marks.only(young), direction)
    names = np.array([*rules, *rules, None], dtype=object)
    return np.array(VARIATIONS, dtype=object)[code], names[named]


def _enter_outside(
    code: NDArray[Any], named: NDArray[Any], marks: AtLatest, direction: Direction | None
) -> None:
    """Judge series of few points: one beyond its limits needs no run of points to be judged by."""
    if "outside" not in marks.rules:
        return
    rank = marks.rules.index("outside")
    for number, side in _SIDES.items():
        rows = marks.row[(marks.rank == rank) & (marks.side == number)]
        code[rows] = _CODES[meaning(side, direction)]
        named[rows] = rank


def assurances(
    lower: FloatArray,
    upper: FloatArray,
    target: FloatArray,
    direction: Direction,
    tolerance: FloatArray,
) -> NDArray[Any]:
    """Judge the targets as `qi.verdict.assurance` does; all arrays of shape (m,)."""
    above, below = lower > target + tolerance, upper < target - tolerance
    passes, fails = (above, below) if direction == "up" else (below, above)
    code = np.full(len(lower), ASSURANCES.index(Assurance.HIT_OR_MISS))
    code[fails] = ASSURANCES.index(Assurance.FAILS)
    code[passes] = ASSURANCES.index(Assurance.PASSES)
    code[np.isnan(lower) | np.isnan(upper) | np.isnan(target)] = ASSURANCES.index(Assurance.NONE)
    named: NDArray[Any] = np.array(ASSURANCES, dtype=object)[code]
    return named
