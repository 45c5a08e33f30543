"""Which cells of one period are hidden together, so that none follows from the whole and the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from app.suppression.cells import Cell, Kind, Rule, counts, is_small, total

Part = TypeVar("Part", int, str)


def remainder(whole: Cell | None, parts: Mapping[Part, Cell], kind: Kind) -> tuple[float, ...]:
    """Return the counts of those whom no part tells of; negative where the parts say too much."""
    told = total(parts.values(), kind)
    if whole is None:
        return tuple(0.0 for _ in told)
    return tuple(
        round(all_ - some, 9) for all_, some in zip(counts(whole, kind), told, strict=True)
    )


def contradicts(rest: tuple[float, ...]) -> bool:
    """Return whether the parts add up to more than the whole."""
    return any(count < 0 for count in rest)


def is_covered(hidden: Collection[tuple[float, ...]], rule: Rule) -> bool:
    """Return whether hidden cells hide each other, given their counts.

    Who knows the whole and the cells shown knows the sum of those hidden, and nothing else. With
    two or more of them, each hidden count may then be anything from 0 to that sum: so the sum must
    be 0, which zeros may show, or reach the threshold, for each kind of count.
    """
    return len(hidden) > 1 and all(
        sum(each) == 0 or sum(each) >= rule.threshold for each in zip(*hidden, strict=True)
    )


def is_vague(hidden: Collection[tuple[float, ...]], rule: Rule) -> bool:
    """Return whether the sums of hidden cells leave room to who guesses that all are small.

    Two counts hidden as small that add up to 2 x 10 are 10 each. Such a guess has
    `m` x (threshold - 1) - sum + 1 values, `m` being the number of cells; half a threshold of them
    is asked for, or a sum that small counts cannot reach.
    """
    most = len(hidden) * (rule.threshold - 1)
    return all(
        sum(each) > most or sum(each) <= most - (rule.threshold - 1) // 2
        for each in zip(*hidden, strict=True)
    )


def hidden_parts(whole: Cell | None, parts: Mapping[Part, Cell], rule: Rule) -> frozenset[Part]:
    """Return which parts of one period are hidden from readers outside the team.

    The small cells first; then others in the order of their keys, one at a time, until those hidden
    hide each other; all of them where that cannot be reached. The whole is taken as known even
    where it is not shown, and so are those whom no part tells of: a reader may know either. Where
    they are few, at least two parts are hidden, or the difference would tell of them.
    """
    rest = remainder(whole, parts, rule.kind)
    if contradicts(rest):
        return frozenset(parts)
    hidden = {key for key, cell in parts.items() if is_small(cell, rule)}
    if not hidden and not any(0 < count < rule.threshold for count in rest):
        return frozenset()
    others = sorted(
        (key for key in parts if key not in hidden), key=lambda key: _order(parts[key], key)
    )
    while True:
        inside = [counts(parts[key], rule.kind) for key in hidden]
        if is_covered(inside, rule) and is_vague(inside, rule):
            return frozenset(hidden)
        if not others:
            return frozenset(parts)
        hidden.add(others.pop(0))


def _order(cell: Cell, key: Part) -> tuple[bool, Part]:
    """The order of the keys, whatever the sizes: to hide the smallest would tell how small it is.

    Nobody at all hides nothing, so such a cell comes last.
    """
    return not cell.value and not cell.denominator, key
