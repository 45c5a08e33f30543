"""The map as the page shows it: drawing, the pad for placing, and who needs an owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from app.stakeholders.drawing import drawn, map_of, quadrant_of
from app.stakeholders.links import Links, links_of
from app.stakeholders.models import Stakeholder
from app.stakeholders.queries import stakeholders_of
from app.stakeholders.words import place_words, signed
from app.teams.models import Team
from charts.stakeholder_map import (
    IMPORTANCE_LEVELS,
    SUPPORT_LEVELS,
    Quadrant,
    quadrant,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A stakeholder with the number that stands for them where a name has no room."""

    number: int
    person: Stakeholder
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the 25 places of the pad."""

    value: str
    words: str
    inside: Quadrant
    members: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one importance, from opposing to championing."""

    importance: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the fragment shows."""

    team: Team
    people: tuple[Numbered, ...]
    drawing: Markup | None
    rows: tuple[Row, ...]
    unplaced: tuple[Numbered, ...]
    groups: tuple[tuple[Quadrant, tuple[Numbered, ...]], ...]
    """Those on the map by quadrant, the most important first."""
    chosen: Stakeholder | None
    alerts: tuple[Stakeholder, ...]
    """Important, not supportive, and nobody's task."""
    links: Links
    day: date

    @property
    def placed(self) -> tuple[Numbered, ...]:
        """Those on the map, in the order in which they were added."""
        return tuple(each for each in self.people if each.person.positions)


SUPPORT_HEADS = tuple(signed(level) for level in SUPPORT_LEVELS)


def board_of(team: Team, day: date, chosen: str = "") -> Board:
    """The team's map; `chosen` is who is to be placed next, "next" the first not yet placed."""
    people = stakeholders_of(team.id)
    numbered = tuple(Numbered(n, each, _words(each)) for n, each in enumerate(people, 1))
    placed = [each for each in numbered if each.person.positions]
    unplaced = tuple(each for each in numbered if not each.person.positions)
    places = _by_place(placed)
    links = links_of(team)
    found = map_of(people, lambda each: links.one(each.id))
    return Board(
        team=team,
        people=numbered,
        drawing=drawn(found) if found else None,
        links=links,
        rows=tuple(
            Row(
                level,
                tuple(_cell(each, level, places.get((each, level), ())) for each in SUPPORT_LEVELS),
            )
            for level in reversed(IMPORTANCE_LEVELS)
        ),
        unplaced=unplaced,
        groups=_groups(placed),
        chosen=_chosen(people, unplaced, chosen),
        alerts=tuple(alerts(people)),
        day=day,
    )


def alerts(people: Sequence[Stakeholder]) -> list[Stakeholder]:
    """Those whose buy-in matters much, who do not support the work yet, and whom nobody owns."""
    return [
        each for each in people if each.owner_id is None and quadrant_of(each) is Quadrant.LISTEN
    ]


def one_url(team: Team, stakeholder: Stakeholder) -> str:
    """The address of a stakeholder's page."""
    return url_for(
        "stakeholders.one",
        network_slug=team.network.slug,
        team_slug=team.slug,
        stakeholder_id=stakeholder.id,
    )


def _words(person: Stakeholder) -> str:
    now = person.now
    if now is None:
        return "not placed yet"
    return f"{place_words(now.support, now.importance)}"


def _by_place(placed: Sequence[Numbered]) -> dict[tuple[int, int], list[Numbered]]:
    found: dict[tuple[int, int], list[Numbered]] = {}
    for each in placed:
        if each.person.now is not None:
            found.setdefault((each.person.now.support, each.person.now.importance), []).append(each)
    return found


def _cell(support: int, importance: int, members: Sequence[Numbered]) -> Cell:
    return Cell(
        f"{support},{importance}",
        place_words(support, importance),
        quadrant(support, importance),
        tuple(members),
    )


def _groups(placed: Sequence[Numbered]) -> tuple[tuple[Quadrant, tuple[Numbered, ...]], ...]:
    def importance(each: Numbered) -> int:
        return -(each.person.now.importance if each.person.now else 0)

    return tuple(
        (
            where,
            tuple(sorted((e for e in placed if quadrant_of(e.person) is where), key=importance)),
        )
        for where in Quadrant
    )


def _chosen(
    people: Sequence[Stakeholder], unplaced: Sequence[Numbered], chosen: str
) -> Stakeholder | None:
    if chosen.isdecimal():
        found = next((each for each in people if str(each.id) == chosen), None)
        if found is not None:
            return found
    return unplaced[0].person if unplaced else None
