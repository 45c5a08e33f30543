"""What a form can know already: the measure that an idea moves, the driver it fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from app.aims.models import Aim
from app.extensions import db
from app.ideas.models import PublishedIdea
from app.ideas.queries import drivers_served
from app.pdsa.models import Cycle
from app.theory.models import DriverLink, DriverNode, driver_measure
from app.theory.queries import Theory


def measure_for(team_id: int, node_id: int, cycles: Iterable[Cycle]) -> int | None:
    """The measure that most of the idea's cycles name; else its driver's, else the aim's."""
    named = Counter(each.measure_id for each in cycles if each.measure_id is not None)
    if named:
        return named.most_common(1)[0][0]
    driver = (
        select(driver_measure.c.measure_id)
        .join(DriverNode, DriverNode.id == driver_measure.c.node_id)
        .join(DriverLink, DriverLink.parent_id == DriverNode.id)
        .where(DriverLink.child_id == node_id, DriverNode.removed_at.is_(None))
        .order_by(DriverNode.position, DriverNode.id, driver_measure.c.measure_id)
        .limit(1)
    )
    aim = select(Aim.measure_id).where(Aim.team_id == team_id)
    return db.session.scalar(driver) or db.session.scalar(aim)


def own_driver(theory: Theory, source: PublishedIdea) -> str:
    """The team's own driver that fits another team's idea, as an id; "" where none is alike.

    One with the idea's measure fits best, then one that is called as in the other theory.
    """
    drivers = sorted(theory.nodes, key=lambda node: -node.kind.depth)
    drivers = [node for node in drivers if node not in theory.ideas]
    names = {text.casefold() for text in drivers_served([source.node_id]).get(source.node_id, ())}
    for node in drivers:
        if source.measure_id in theory.measured.get(node.id, ()):
            return str(node.id)
    return next((str(node.id) for node in drivers if node.text.casefold() in names), "")
