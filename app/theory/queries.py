"""What pages ask about a team's theory of change."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.theory.models import DriverLink, DriverNode, NodeKind, TheoryVersion, driver_measure


@dataclass(frozen=True, slots=True)
class Theory:
    """Drivers and change ideas in order; by node id, the ids of what each serves and is measured by."""

    nodes: tuple[DriverNode, ...]
    serves: dict[int, tuple[int, ...]]
    measured: dict[int, tuple[int, ...]]

    @property
    def ideas(self) -> tuple[DriverNode, ...]:
        """The change ideas alone."""
        return tuple(node for node in self.nodes if node.kind is NodeKind.IDEA)


_THEORY = (
    select(DriverNode, DriverLink.parent_id, driver_measure.c.measure_id)
    .outerjoin(DriverLink, DriverLink.child_id == DriverNode.id)
    .outerjoin(driver_measure, driver_measure.c.node_id == DriverNode.id)
    .where(DriverNode.team_id == bindparam("team"), DriverNode.removed_at.is_(None))
    .order_by(
        DriverNode.position,
        DriverNode.id,
        DriverLink.parent_id,
        driver_measure.c.measure_id,
    )
)


def theory_of(team_id: int, *, anew: bool = False) -> Theory:
    """The team's theory of change, in one query; `anew` does not trust what was read before."""
    query = _THEORY.execution_options(populate_existing=True) if anew else _THEORY
    nodes: dict[int, DriverNode] = {}
    serves: dict[int, dict[int, None]] = {}
    measured: dict[int, dict[int, None]] = {}
    for node, parent_id, measure_id in db.session.execute(query, {"team": team_id}):
        nodes[node.id] = node
        if parent_id is not None:
            serves.setdefault(node.id, {})[parent_id] = None
        if measure_id is not None:
            measured.setdefault(node.id, {})[measure_id] = None
    # What was taken out leaves its links behind, for the day that it comes back.
    there = {key: tuple(each for each in found if each in nodes) for key, found in serves.items()}
    return Theory(
        tuple(nodes.values()),
        {key: found for key, found in there.items() if found},
        {key: tuple(found) for key, found in measured.items()},
    )


def node_of(team_id: int, node_id: int) -> DriverNode | None:
    """One of the team's nodes, also one that was taken out, with who changed it."""
    query = (
        select(DriverNode)
        .where(DriverNode.team_id == team_id, DriverNode.id == node_id)
        .options(joinedload(DriverNode.changed_by), joinedload(DriverNode.removed_by))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def removed_of(team_id: int) -> list[DriverNode]:
    """What was taken out of the theory, the latest first."""
    query = (
        select(DriverNode)
        .where(DriverNode.team_id == team_id, DriverNode.removed_at.is_not(None))
        .options(joinedload(DriverNode.removed_by))
        .order_by(DriverNode.removed_at.desc(), DriverNode.id.desc())
    )
    return list(db.session.scalars(query))


def versions_of(team_id: int) -> list[TheoryVersion]:
    """The frozen versions, the first one first."""
    query = (
        select(TheoryVersion)
        .where(TheoryVersion.team_id == team_id)
        .options(joinedload(TheoryVersion.frozen_by))
        .order_by(TheoryVersion.number)
    )
    return list(db.session.scalars(query))
