"""The stakeholder map of a team."""

from __future__ import annotations

from collections.abc import Iterable

from app.stakeholders.models import Stakeholder
from charts import stakeholder_map as drawing
from charts.stakeholder_map import Position, Quadrant, StakeholderMap, quadrant


def map_of(stakeholders: Iterable[Stakeholder]) -> StakeholderMap | None:
    """The map of those whose position is known; None without any."""
    known = [
        drawing.Stakeholder(
            str(each.id),
            each.name,
            tuple(Position(p.on, p.support, p.importance) for p in each.positions),
            lived_experience=each.lived_experience,
            kind=drawing.StakeholderKind[each.kind.name],
            href=f"#stakeholder-{each.id}",
        )
        for each in stakeholders
        if each.positions
    ]
    return StakeholderMap(tuple(known)) if known else None


def quadrant_of(stakeholder: Stakeholder) -> Quadrant | None:
    """Where a stakeholder stands now."""
    if not stakeholder.positions:
        return None
    latest = stakeholder.positions[-1]
    return quadrant(latest.support, latest.importance)


def counts(stakeholders: Iterable[Stakeholder]) -> tuple[tuple[str, int], ...]:
    """How many stand in each quadrant, those with any, in the map's order."""
    found = [quadrant_of(each) for each in stakeholders]
    return tuple((each.value, found.count(each)) for each in Quadrant if each in found)
