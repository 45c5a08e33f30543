"""Layered drawing of a directed acyclic graph: few crossings, parents level with children.

The order within each layer follows the barycenter heuristic of Sugiyama, Tagawa and Toda
(1981), improved by exchanging neighbors; the height of each vertex is the least-squares
solution under minimum distances, found by pooling adjacent violators.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

Edges = Sequence[tuple[str, str]]
_SWEEPS = 12
_EXCHANGE_ROUNDS = 6
_HEIGHT_SWEEPS = 10


def _neighbors(edges: Edges) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    left: dict[str, list[str]] = {}
    right: dict[str, list[str]] = {}
    for source, target in edges:
        right.setdefault(source, []).append(target)
        left.setdefault(target, []).append(source)
    return left, right


def crossings(layers: Sequence[Sequence[str]], edges: Edges) -> int:
    """Count pairs of edges that cross.

    Parameters
    ----------
    layers : sequence of sequence of str
        Vertices of each layer in drawing order.
    edges : sequence of (str, str)
        From a layer to the next one.

    Returns
    -------
    int
        Crossings of straight edges.
    """
    _, right = _neighbors(edges)
    total = 0
    for layer, following in itertools.pairwise(layers):
        place = {vertex: index for index, vertex in enumerate(following)}
        seen: list[int] = []
        for vertex in layer:
            ends = sorted(place[target] for target in right.get(vertex, ()))
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _by_barycenter(
    layer: list[str], fixed: Sequence[str], neighbors: Mapping[str, list[str]]
) -> list[str]:
    place = {vertex: index for index, vertex in enumerate(fixed)}
    scale = len(fixed) / max(len(layer), 1)

    def center(entry: tuple[int, str]) -> float:
        index, vertex = entry
        near = neighbors.get(vertex)
        if not near:
            return index * scale
        return sum(place[other] for other in near) / len(near)

    return [vertex for _, vertex in sorted(enumerate(layer), key=center)]


def _gain(upper: list[int], lower: list[int]) -> int:
    """Crossings saved by drawing `lower` above `upper`; each holds the places of its neighbors."""
    saved = 0
    for above in upper:
        for below in lower:
            if above > below:
                saved += 1
            elif above < below:
                saved -= 1
    return saved


def _exchange(layers: list[list[str]], edges: Edges) -> None:
    """Swap neighbors in place as long as that removes crossings."""
    sides = _neighbors(edges)
    for _ in range(_EXCHANGE_ROUNDS):
        swapped = False
        for number, layer in enumerate(layers):
            # Swaps within a layer leave the places of its neighbors as they are.
            ends: list[dict[str, list[int]]] = []
            for side, other in zip(sides, (number - 1, number + 1), strict=True):
                if 0 <= other < len(layers):
                    place = {vertex: index for index, vertex in enumerate(layers[other])}
                    near = ((vertex, side.get(vertex)) for vertex in layer)
                    ends.append({v: [place[each] for each in found] for v, found in near if found})
            for index in range(len(layer) - 1):
                upper, lower = layer[index], layer[index + 1]
                gain = sum(_gain(end.get(upper, []), end.get(lower, [])) for end in ends)
                if gain > 0:
                    layer[index], layer[index + 1] = lower, upper
                    swapped = True
        if not swapped:
            return


def order(layers: Sequence[Sequence[str]], edges: Edges) -> list[list[str]]:
    """Order the vertices of each layer so that few edges cross.

    Parameters
    ----------
    layers : sequence of sequence of str
        Vertices of each layer in the order wished for.
    edges : sequence of (str, str)
        From a layer to the next one.

    Returns
    -------
    list of list of str
        The wished order where it costs no crossing.
    """
    found = _order(tuple(map(tuple, layers)), tuple(edges))
    return [list(layer) for layer in found]


# Most drawings of a diagram differ in words and colors, not in what leads where.
@lru_cache(maxsize=64)
def _order(
    layers: tuple[tuple[str, ...], ...], edges: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, ...], ...]:
    left, right = _neighbors(edges)
    current = [list(layer) for layer in layers]
    best = [list(layer) for layer in layers]
    fewest = crossings(best, edges)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        if sweep % 2 == 0:
            for number in range(1, len(current)):
                current[number] = _by_barycenter(current[number], current[number - 1], left)
        else:
            for number in range(len(current) - 2, -1, -1):
                current[number] = _by_barycenter(current[number], current[number + 1], right)
        trial = [list(layer) for layer in current]
        _exchange(trial, edges)
        count = crossings(trial, edges)
        if count < fewest:
            best, fewest = trial, count
    return tuple(map(tuple, best))


def spread(wished: Sequence[float], distances: Sequence[float]) -> list[float]:
    """Move centers as little as possible so that neighbors keep their distance.

    Minimizes the sum of squared moves under ``y[i + 1] - y[i] >= distances[i]``: with
    ``z[i] = y[i] - sum(distances[:i])`` this is an isotonic regression, solved exactly by
    pooling adjacent violators.

    Parameters
    ----------
    wished : sequence of float
        Where each center would like to be, in drawing order.
    distances : sequence of float
        Least distance between each center and the next; one shorter than `wished`.

    Returns
    -------
    list of float
        The centers, increasing.
    """
    offsets = [0.0]
    for distance in distances:
        offsets.append(offsets[-1] + distance)
    blocks: list[tuple[float, int]] = []
    for value, offset in zip(wished, offsets, strict=False):
        mean, size = value - offset, 1
        while blocks and blocks[-1][0] > mean:
            above, count = blocks.pop()
            mean = (above * count + mean * size) / (count + size)
            size += count
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    return [base + offset for base, offset in zip(flat, offsets, strict=False)]


def heights(
    layers: Sequence[Sequence[str]], edges: Edges, distance: Callable[[str, str], float]
) -> dict[str, float]:
    """Place the center of every vertex.

    Parameters
    ----------
    layers : sequence of sequence of str
        Vertices of each layer in drawing order.
    edges : sequence of (str, str)
        From a layer to the next one.
    distance : callable
        Least distance between the centers of two neighbors, upper one first.

    Returns
    -------
    dict of str to float
        Center of each vertex; the smallest may be negative.
    """
    left, right = _neighbors(edges)
    gaps = [[distance(a, b) for a, b in itertools.pairwise(layer)] for layer in layers]
    center: dict[str, float] = {}
    for layer, between in zip(layers, gaps, strict=True):
        middle = sum(between) / 2
        for vertex, place in zip(layer, spread([0.0] * len(layer), between), strict=True):
            center[vertex] = place - middle

    def settle(number: int, neighbors: Mapping[str, list[str]]) -> None:
        wished = []
        for vertex in layers[number]:
            near = neighbors.get(vertex)
            if near:
                wished.append(sum(center[other] for other in near) / len(near))
            else:
                wished.append(center[vertex])
        center.update(zip(layers[number], spread(wished, gaps[number]), strict=True))

    for _ in range(_HEIGHT_SWEEPS):
        for number in range(1, len(layers)):
            settle(number, left)
        for number in range(len(layers) - 2, -1, -1):
            settle(number, right)
    return center
