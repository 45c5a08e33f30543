"""The graph of a driver diagram: which lines pass which column, and who stands above whom."""

from __future__ import annotations

import itertools

from charts.diagram_svg.layers import order
from charts.driver_theory import DriverDiagram, Level, OutlineNode, outline


def _via(source: str, level: Level) -> str:
    """Name the lane in which lines of `source` pass a column; no key of a node looks like it."""
    return f"\0{level.value}\0{source}"


def paths_of(diagram: DriverDiagram, levels: list[Level]) -> dict[tuple[str, str], list[str]]:
    """Return, for each link from left to right, the vertices it passes in every column."""
    by_key = diagram.by_key
    paths: dict[tuple[str, str], list[str]] = {}
    for node in diagram.nodes:
        for source in dict.fromkeys(node.serves):
            passed = [level for level in levels if by_key[source].level < level < node.level]
            paths[source, node.key] = [
                source,
                *(_via(source, level) for level in passed),
                node.key,
            ]
    return paths


def reading_order(diagram: DriverDiagram) -> list[str]:
    """Return every key once, each followed by what serves it."""
    seen: dict[str, None] = {}

    def visit(entry: OutlineNode) -> None:
        seen.setdefault(entry.node.key)
        for child in entry.children:
            visit(child)

    for root in outline(diagram):
        visit(root)
    return list(seen)


def ordered(
    diagram: DriverDiagram,
    levels: list[Level],
    paths: dict[tuple[str, str], list[str]],
    reading: list[str],
) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """Order nodes and lanes in their columns; return them with the short edges between them."""
    by_key = diagram.by_key
    rank = {key: index for index, key in enumerate(reading)}
    layer: dict[Level, dict[str, float]] = {level: {} for level in levels}
    for key, index in rank.items():
        layer[by_key[key].level][key] = index
    for (_, target), path in paths.items():
        for vertex in path[1:-1]:
            level = Level(int(vertex.split("\0")[1]))
            wished = layer[level].get(vertex, float("inf"))
            layer[level][vertex] = min(wished, rank[target])
    start = [sorted(layer[level], key=lambda key: (layer[level][key], key)) for level in levels]
    edges = list(
        dict.fromkeys(pair for path in paths.values() for pair in itertools.pairwise(path))
    )
    return order(start, edges), edges
