"""What the latest points and limits of many series mean: `qi.verdict`, row by row."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.many.findings import Found
from qi.results import Assurance, BoolArray, FloatArray, Side, Variation
from qi.verdict import Direction, meaning, precedence

VARIATIONS: Final = tuple(Variation)
ASSURANCES: Final = tuple(Assurance)

AtLatest = dict[str, BoolArray]
"""By rule, whether each series' latest point ends a signal: row 0 without a side, 1 up, −1 down."""


def at_latest(signals: list[Found], latest: NDArray[Any]) -> AtLatest:
    """Say for each rule and side whether the latest point is the last of a signal."""
    marks: AtLatest = {}
    for found in signals:
        now = np.flatnonzero(found.last == latest[found.row])
        if now.size:
            none = np.zeros((3, len(latest)), dtype=bool)
            marks.setdefault(found.rule, none)[found.side[now], found.row[now]] = True
    return marks


def later(before: AtLatest, after: AtLatest, here: BoolArray) -> AtLatest:
    """Replace the marks of the series whose latest point lies in the later phase."""
    none = np.zeros((3, len(here)), dtype=bool)
    return {
        rule: np.where(here, after.get(rule, none), before.get(rule, none))
        for rule in {**before, **after}
    }


def variations(
    marks: AtLatest, judgeable: BoolArray, direction: Direction | None
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Judge the latest points as `qi.verdict.variation` does.

    Parameters
    ----------
    marks : dict of str to bool array of shape (3, m)
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
    m = len(judgeable)
    code = np.full(m, VARIATIONS.index(Variation.COMMON_CAUSE), dtype=np.int8)
    named = np.zeros(m, dtype=np.int8)
    up, down = np.zeros(m, dtype=bool), np.zeros(m, dtype=bool)
    names: list[str | None] = [None, *sorted(marks, key=lambda rule: (precedence(rule), rule))]
    # The last assignment wins, so the rule that comes first is entered last; one with a side
    # comes before any that has none.
    for number in range(len(names) - 1, 0, -1):
        named[marks[names[number] or ""][0]] = number
    code[named > 0] = VARIATIONS.index(Variation.SPECIAL_CAUSE)
    for number in range(len(names) - 1, 0, -1):
        flags = marks[names[number] or ""]
        up |= flags[1]
        down |= flags[-1]
        named[flags[1] | flags[-1]] = number
    code[up] = VARIATIONS.index(meaning(Side.UP, direction))
    code[down] = VARIATIONS.index(meaning(Side.DOWN, direction))
    code[up & down] = VARIATIONS.index(Variation.MIXED)
    young = ~judgeable
    code[young] = VARIATIONS.index(Variation.NOT_JUDGEABLE)
    named[young] = 0
    outer = marks.get("outside")
    if outer is not None:
        # A point beyond its limits needs no run of points to be judged by.
        for side, row in ((Side.UP, 1), (Side.DOWN, -1)):
            code[young & outer[row]] = VARIATIONS.index(meaning(side, direction))
            named[young & outer[row]] = names.index("outside")
    return np.array(VARIATIONS, dtype=object)[code], np.array(names, dtype=object)[named]


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
