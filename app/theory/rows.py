"""The outline in which a theory is written: each node once, under the first driver it serves."""

from __future__ import annotations

from dataclasses import dataclass

from app.theory.models import DriverNode, NodeKind
from app.theory.queries import Theory


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the outline."""

    node: DriverNode
    depth: int
    """How many steps it stands in; the aim's own drivers are at 0."""
    under: int | None
    """The driver it stands under here; None is the aim."""
    also: tuple[str, ...]
    """What else it serves."""
    first: bool
    last: bool

    @property
    def shallowest(self) -> bool:
        """Whether it cannot move toward the aim."""
        return self.node.kind is NodeKind.PRIMARY

    @property
    def deepest(self) -> bool:
        """Whether it cannot move away from the aim."""
        return self.node.kind is NodeKind.IDEA


def rows_of(theory: Theory) -> tuple[Row, ...]:
    """The outline, top to bottom. A node that a strange circle hides from the aim comes last."""
    by_id = {node.id: node for node in theory.nodes}
    home: dict[int, int | None] = {}
    for node in theory.nodes:
        parents = [key for key in theory.serves.get(node.id, ()) if key in by_id]
        parents.sort(key=lambda key: (by_id[key].position, key))
        home[node.id] = parents[0] if parents else None
    under: dict[int | None, list[DriverNode]] = {}
    for node in theory.nodes:
        under.setdefault(home[node.id], []).append(node)
    rows: list[Row] = []
    seen: set[int] = set()

    def walk(parent: int | None, depth: int) -> None:
        group = under.get(parent, [])
        for node in group:
            if node.id in seen:
                continue
            seen.add(node.id)
            others = theory.serves.get(node.id, ())
            also = tuple(by_id[key].text for key in others if key in by_id and key != parent)
            rows.append(Row(node, depth, parent, also, node is group[0], node is group[-1]))
            walk(node.id, depth + 1)

    walk(None, 0)
    for node in theory.nodes:
        if node.id not in seen:
            seen.add(node.id)
            rows.append(Row(node, 0, None, (), first=True, last=True))
            walk(node.id, 1)
    return tuple(rows)
