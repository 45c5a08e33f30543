"""A team's theory while it is being changed: locked, whole, and written one fact at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import delete, insert, select
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.teams.models import Team
from app.theory.models import DriverLink, DriverNode
from app.theory.queries import theory_of


@dataclass(slots=True)
class Held:
    """The nodes in their order and, by node id, what each serves."""

    team: Team
    nodes: dict[int, DriverNode]
    serves: dict[int, list[int]]

    def parents(self, node: DriverNode) -> tuple[int, ...]:
        """What `node` serves."""
        return tuple(self.serves.get(node.id, ()))

    def children(self, node: DriverNode) -> list[DriverNode]:
        """What serves `node` directly, in order."""
        return [each for each in self.nodes.values() if node.id in self.serves.get(each.id, ())]

    def under(self, driver_id: int | None) -> list[DriverNode]:
        """What stands directly under a driver, in order; None is the aim."""
        if driver_id is None:
            return [each for each in self.nodes.values() if not self.parents(each)]
        return self.children(self.nodes[driver_id])

    def link(self, child: DriverNode, parent_id: int) -> bool:
        """Let `child` serve a node; False where it does already."""
        found = self.serves.setdefault(child.id, [])
        if parent_id in found:
            return False
        found.append(parent_id)
        # A link to or from a node that was taken out may still be there.
        one = (DriverLink.child_id == child.id) & (DriverLink.parent_id == parent_id)
        db.session.execute(delete(DriverLink).where(one))
        db.session.execute(insert(DriverLink).values(child_id=child.id, parent_id=parent_id))
        return True

    def unlink(self, child: DriverNode, parent_id: int) -> bool:
        """End that `child` serves a node; False where it does not."""
        found = self.serves.get(child.id, [])
        if parent_id not in found:
            return False
        found.remove(parent_id)
        one = (DriverLink.child_id == child.id) & (DriverLink.parent_id == parent_id)
        db.session.execute(delete(DriverLink).where(one))
        return True

    def relink(self, child: DriverNode, parent_ids: Iterable[int]) -> None:
        """Let `child` serve exactly these."""
        wanted = list(dict.fromkeys(parent_ids))
        for parent_id in self.parents(child):
            if parent_id not in wanted:
                self.unlink(child, parent_id)
        for parent_id in wanted:
            self.link(child, parent_id)

    def take_back(self, node: DriverNode) -> None:
        """Let a node stand in the theory again, with those of its links that lead toward the aim.

        Its neighbors may have moved to another layer since.
        """
        db.session.flush()
        theory = theory_of(self.team.id)
        self.nodes = {each.id: each for each in theory.nodes}
        self.serves = {key: list(found) for key, found in theory.serves.items()}
        for child in (node, *self.children(node)):
            for parent_id in self.parents(child):
                if self.nodes[parent_id].kind.depth >= child.kind.depth:
                    self.unlink(child, parent_id)

    def insert(self, made: Sequence[DriverNode], after: DriverNode | None) -> None:
        """Give new nodes their place: after a node, or at the end."""
        order = list(self.nodes.values())
        place = order.index(after) + 1 if after is not None else len(order)
        for position, node in enumerate(made):
            node.position = place + position
        db.session.add_all(made)
        db.session.flush()
        self.reorder([*order[:place], *made, *order[place:]])

    def put(self, node: DriverNode, other: DriverNode, *, after: bool) -> None:
        """Move `node` right before or after another in the order of all."""
        order = [each for each in self.nodes.values() if each is not node]
        order.insert(order.index(other) + (1 if after else 0), node)
        self.reorder(order)

    def reorder(self, order: Sequence[DriverNode]) -> None:
        """Store the order. It is nobody's words, so it makes no new version of a node."""
        changed = [(node, place) for place, node in enumerate(order) if node.position != place]
        if changed:
            table = DriverNode.__table__
            db.session.connection().execute(
                sa.update(table)  # type: ignore[arg-type]  # a model's table is a Table
                .where(table.c.id == sa.bindparam("node"))
                .values(position=sa.bindparam("place")),
                [{"node": node.id, "place": place} for node, place in changed],
            )
        for node, place in changed:
            set_committed_value(node, "position", place)
        self.nodes = {node.id: node for node in order}


def hold(team: Team) -> Held:
    """Lock the team's theory until the caller commits, and read it anew."""
    # The team's row is the lock: two who change the graph at once do it one after the other.
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    theory = theory_of(team.id, anew=True)
    return Held(
        team,
        {node.id: node for node in theory.nodes},
        {key: list(found) for key, found in theory.serves.items()},
    )
