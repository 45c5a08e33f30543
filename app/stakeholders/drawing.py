"""The stakeholder map of a team."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from app.kept import kept
from app.stakeholders.models import Stakeholder
from charts import stakeholder_map as drawing
from charts.stakeholder_map import Position, Quadrant, StakeholderMap, layout, quadrant, svg

WORDS = {
    Quadrant.PARTNER: "partners",
    Quadrant.LISTEN: "to listen to and win over",
    Quadrant.MOBILIZE: "to mobilize",
    Quadrant.INFORM: "to keep informed",
}


def map_of(
    stakeholders: Iterable[Stakeholder],
    link: Callable[[Stakeholder], str] | None = None,
    *,
    outside: bool = False,
) -> StakeholderMap | None:
    """The map of those whose position is known; None without any.

    For readers `outside` the team nobody's lived experience is told.
    """
    known = [
        drawing.Stakeholder(
            str(each.id),
            each.name,
            tuple(Position(p.on, p.support, p.importance) for p in each.positions),
            lived_experience=each.lived_experience and not outside,
            kind=drawing.StakeholderKind[each.kind.name],
            href=link(each) if link else "",
        )
        for each in stakeholders
        if each.positions
    ]
    return StakeholderMap(tuple(known)) if known else None


@kept(32)
def drawn(found: StakeholderMap) -> Markup:
    """The drawing with its cells, made once for each state: equal maps are drawn alike."""
    return svg(layout(found), "stakeholders-drawing", with_cells=True)


def quadrant_of(stakeholder: Stakeholder) -> Quadrant | None:
    """Where a stakeholder stands now."""
    if not stakeholder.positions:
        return None
    latest = stakeholder.positions[-1]
    return quadrant(latest.support, latest.importance)


def in_words(positions: Iterable[tuple[int, int]]) -> str:
    """How many stand where, by support and importance: "2 partners, 1 to win over"; "" of nobody."""
    found = [quadrant(support, importance) for support, importance in positions]
    parts = []
    for each, words in WORDS.items():
        count = found.count(each)
        if count:
            parts.append(f"{count} {words if count != 1 else words.replace('partners', 'partner')}")
    return ", ".join(parts)
