"""What pages ask about a team's theory of change."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.theory.models import DriverLink, DriverNode, NodeKind


@dataclass(frozen=True, slots=True)
class Theory:
    """Drivers and change ideas in order, and by node id the ids of what each serves."""

    nodes: tuple[DriverNode, ...]
    serves: dict[int, tuple[int, ...]]

    @property
    def ideas(self) -> tuple[DriverNode, ...]:
        """The change ideas alone."""
        return tuple(node for node in self.nodes if node.kind is NodeKind.IDEA)


def theory_of(team_id: int) -> Theory:
    """The team's theory of change, in one query."""
    query = (
        select(DriverNode, DriverLink.parent_id)
        .outerjoin(DriverLink, DriverLink.child_id == DriverNode.id)
        .where(DriverNode.team_id == team_id)
        .order_by(DriverNode.position, DriverNode.id, DriverLink.parent_id)
    )
    nodes: dict[int, DriverNode] = {}
    serves: dict[int, list[int]] = {}
    for node, parent_id in db.session.execute(query):
        nodes[node.id] = node
        if parent_id is not None:
            serves.setdefault(node.id, []).append(parent_id)
    return Theory(tuple(nodes.values()), {key: tuple(found) for key, found in serves.items()})
