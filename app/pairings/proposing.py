"""Proposing pairs and breakout groups. Pure: from what records say to who sits with whom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.pairings.candidates import Candidate
from app.pairings.models import Part

SIZES = range(2, 9)


@dataclass(frozen=True, slots=True)
class Pair:
    """A team that could use an answer, and one that may have it."""

    asks: Candidate
    bright: Candidate
    alike: tuple[str, ...]
    """Drivers, tags and contexts that they share, in words."""

    @property
    def reason(self) -> str:
        """One sentence."""
        return pair_reason(self.asks, self.bright, self.alike)


def pairs(found: Sequence[Candidate]) -> list[Pair]:
    """A bright spot for each team that asked or is stuck.

    Those who asked choose first. Each gets the bright spot that is most like it: that works on the
    most of its drivers, and then shares the most tags and context. Of equally alike
    ones the one with the fewest partners; no bright spot gets a second partner while another that
    is as much alike has none.
    """
    bright = [each for each in found if each.is_bright]
    if not bright:
        return []
    partners = {each.team_id: 0 for each in bright}
    made = []
    for asks in (each for part in (Part.ASKED, Part.STUCK) for each in found if each.part is part):
        best = min(
            bright,
            key=lambda each: (
                -len(asks.drivers & each.drivers),
                -len(asks.likes & each.likes),
                partners[each.team_id],
                each.name.casefold(),
            ),
        )
        partners[best.team_id] += 1
        made.append(Pair(asks, best, _alike(asks, best)))
    return made


def _alike(one: Candidate, other: Candidate) -> tuple[str, ...]:
    drivers = [f"on the driver “{text}”" for text in sorted(one.drivers & other.drivers)]
    return (*sorted(one.likes & other.likes), *drivers)


def groups(found: Sequence[Candidate], size: int) -> list[list[Candidate]]:
    """Breakout groups of about `size` teams, as even as can be, a bright spot in each if there are
    enough.

    Bright spots are dealt first, one a group and round again; then those who asked, those who are
    stuck and the others, each into the smallest group, of these into the one most like it.
    """
    if not found:
        return []
    count = math.ceil(len(found) / size)
    made: list[list[Candidate]] = [[] for _ in range(count)]
    for at, each in enumerate(each for each in found if each.is_bright):
        made[at % count].append(each)
    rest = [each for each in found if not each.is_bright]
    parts = (Part.ASKED, Part.STUCK, Part.OTHER)
    for each in sorted(rest, key=lambda one: (parts.index(one.part), one.name.casefold())):
        smallest = min(len(group) for group in made)
        best = max(
            (group for group in made if len(group) == smallest),
            key=lambda group: sum(
                len(each.likes & other.likes) + len(each.drivers & other.drivers) for other in group
            ),
        )
        best.append(each)
    return made


def pair_reason(asks: Candidate, bright: Candidate, alike: Sequence[str]) -> str:
    """Why these two should talk, in one sentence."""
    after = f", after “{bright.tested[0].text}”" if bright.tested else ""
    said = f"{asks.name}: {asks.sentence}. {bright.name}: {bright.sentence}{after}"
    return f"{said}; both {', '.join(alike)}." if alike else f"{said}."


def place_reason(each: Candidate) -> str:
    """Why a team is where it is in a group, in one sentence."""
    after = f", after “{each.tested[0].text}”" if each.is_bright and each.tested else ""
    return f"{each.sentence[:1].upper()}{each.sentence[1:]}{after}."
