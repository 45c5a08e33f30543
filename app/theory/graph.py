"""What may serve what: the theory is a graph without circles, in three layers before the aim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Serves = Mapping[int, Iterable[int]]
"""By node id, the ids of what it serves."""


def path(serves: Serves, start: int, end: int) -> tuple[int, ...]:
    """The ids from `start` along what it serves to `end`, both included; () where none leads there."""
    ways: dict[int, tuple[int, ...]] = {start: (start,)}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        if here == end:
            return ways[here]
        for parent in serves.get(here, ()):
            if parent not in ways:
                ways[parent] = (*ways[here], parent)
                waiting.append(parent)
    return ()


def circle(serves: Serves, child: int, parent: int) -> tuple[int, ...]:
    """The circle that a new link from `child` to `parent` would close, beginning at `parent`.

    () where there is none: where `parent` does not yet lead to `child`.
    """
    return path(serves, parent, child)


def served_by(serves: Serves) -> dict[int, list[int]]:
    """The same read from above: by node id, the ids of what serves it."""
    children: dict[int, list[int]] = {}
    for child, parents in serves.items():
        for parent in parents:
            children.setdefault(parent, []).append(child)
    return children


def below(children: Mapping[int, Iterable[int]], node: int) -> frozenset[int]:
    """Everything that serves `node`, directly or through others, by `served_by`."""
    found: set[int] = set()
    waiting = [node]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found - {node})


def moved(order: list[int], after: list[int]) -> frozenset[int]:
    """The fewest items whose moving turns `order` into `after`: those outside a longest common run.

    Both hold the same items, each once. The kept ones are a longest increasing subsequence of the
    old places read in the new order (quadratic; a layer has a few dozen).
    """
    place = {item: index for index, item in enumerate(order)}
    best: list[tuple[int, ...]] = []
    for item in after:
        before = [run for run in best if place[run[-1]] < place[item]]
        best.append((*_longest(before), item))
    return frozenset(after) - frozenset(_longest(best))


def _longest(runs: list[tuple[int, ...]]) -> tuple[int, ...]:
    return max(runs, key=len) if runs else ()
