"""The groups as a page shows them: to each reader the reasons whose records that reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app import access
from app.access import May, Standing
from app.measures.addresses import series_url
from app.networks.models import Network
from app.pairings.models import Part, TalkGroup, TalkPlace

VERDICTS = {Part.BRIGHT: "improvement"}
"""Bright spots wear their icon; what the others' charts said stands in the reason."""
BY_HAND = "Put here by hand."


@dataclass(frozen=True, slots=True)
class Place:
    """A team in its group."""

    id: int
    team: str
    team_href: str
    verdict: str
    """What its chart said; "" where that is not told."""
    reason: str
    href: str
    """The records that the reason is about, in one click; "" where the reader may not open them."""
    cycle_href: str


@dataclass(frozen=True, slots=True)
class Group:
    """One group."""

    id: int
    name: str
    places: tuple[Place, ...]


def board_of(
    network: Network, groups: Sequence[TalkGroup], who: Standing | None = None
) -> tuple[Group, ...]:
    """The groups for somebody with the roles `who`; for the signed-in reader unless told otherwise.

    Who may not know why a team is in its group sees the names in the order of the alphabet, so
    that their order tells nothing.
    """
    who = access.standing() if who is None else who
    tells_all = access.resolves(network.id, who)
    found = []
    for group in groups:
        places = [_place(each, who, tells_all=tells_all) for each in group.places]
        if not tells_all:
            places.sort(key=lambda each: each.team.casefold())
        found.append(Group(group.id, group.name, tuple(places)))
    return tuple(found)


def _place(place: TalkPlace, who: Standing, *, tells_all: bool) -> Place:
    team, series = place.team, place.series
    opens = series is not None and access.can(May.SEE_SERIES, series, who)
    told = opens or tells_all
    cycle = place.cycle if place.cycle and access.can(May.SEE_TEAM, team, who) else None
    where: dict[str, Any] = {"network_slug": team.network.slug, "team_slug": team.slug}
    return Place(
        id=place.id,
        team=team.name,
        team_href=url_for("teams.show", **where),
        verdict=VERDICTS.get(place.part, "") if told else "",
        reason=(place.reason or BY_HAND) if told or not place.reason else "",
        href=series_url(series) if series is not None and opens else "",
        cycle_href=url_for("pdsa.show", number=cycle.number, **where) if cycle else "",
    )
