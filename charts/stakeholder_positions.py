"""Stakeholders and where they stood, as plain values: support by importance of buy-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

SUPPORT_LEVELS = (-2, -1, 0, 1, 2)
IMPORTANCE_LEVELS = (1, 2, 3, 4, 5)


class Quadrant(Enum):
    """What to do, by support and importance."""

    PARTNER = "Partner"
    LISTEN = "Listen and win over"
    MOBILIZE = "Mobilize"
    INFORM = "Keep informed"


class StakeholderKind(Enum):
    """Who a stakeholder is."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"


def quadrant(support: int, importance: int) -> Quadrant:
    """Return the quadrant of a position.

    Parameters
    ----------
    support : int
        −2 to +2. High from +1: someone undecided does not support the work yet.
    importance : int
        1 to 5. High from 3.

    Returns
    -------
    Quadrant
        What to do with this stakeholder.
    """
    if importance >= 3:
        return Quadrant.PARTNER if support >= 1 else Quadrant.LISTEN
    return Quadrant.MOBILIZE if support >= 1 else Quadrant.INFORM


@dataclass(frozen=True, slots=True)
class Position:
    """Where a stakeholder stood on a date.

    Parameters
    ----------
    on : date
        When the team judged it.
    support : int
        −2 (opposes) to +2 (champions).
    importance : int
        1 to 5.

    Raises
    ------
    ValueError
        For a level outside the scales.
    """

    on: date
    support: int
    importance: int

    def __post_init__(self) -> None:
        if self.support not in SUPPORT_LEVELS:
            raise ValueError(f"support: {self.support!r} is not one of −2, −1, 0, 1, 2")
        if self.importance not in IMPORTANCE_LEVELS:
            raise ValueError(f"importance: {self.importance!r} is not one of 1, 2, 3, 4, 5")


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person, group or organization on the map.

    Parameters
    ----------
    key : str
        Unique in the map.
    name : str
        As the team calls it.
    positions : tuple of Position
        In any order; the latest date is where it stands now. At least one.
    lived_experience : bool, optional
        Whether it speaks from lived experience.
    kind : StakeholderKind, optional
        Said in the label for those who hear it.
    href : str, optional
        Where the name leads.

    Raises
    ------
    ValueError
        Without a position.
    """

    key: str
    name: str
    positions: tuple[Position, ...]
    lived_experience: bool = False
    kind: StakeholderKind = StakeholderKind.PERSON
    href: str = ""

    def __post_init__(self) -> None:
        if not self.positions:
            raise ValueError(f"positions: {self.name!r} has none")

    @property
    def history(self) -> tuple[Position, ...]:
        """Positions by date, without those that repeat the one before."""
        kept: list[Position] = []
        for position in sorted(self.positions, key=lambda position: position.on):
            same = kept and (kept[-1].support, kept[-1].importance) == (
                position.support,
                position.importance,
            )
            if not same:
                kept.append(position)
        return tuple(kept)

    @property
    def now(self) -> Position:
        """The place where it stands now, with the date it came there."""
        return self.history[-1]


@dataclass(frozen=True, slots=True)
class StakeholderMap:
    """All stakeholders of a team, ready to be drawn.

    Parameters
    ----------
    stakeholders : tuple of Stakeholder
        In the order the team gave them.
    title : str, optional
        Name of the drawing for those who hear it.

    Raises
    ------
    ValueError
        For a key used twice.
    """

    stakeholders: tuple[Stakeholder, ...]
    title: str = "Stakeholder map"

    def __post_init__(self) -> None:
        keys = [stakeholder.key for stakeholder in self.stakeholders]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"stakeholders: the key {twice[0]!r} is used twice")


def outline(
    stakeholder_map: StakeholderMap,
) -> tuple[tuple[Quadrant, tuple[Stakeholder, ...]], ...]:
    """Return the stakeholders by quadrant, the most important first.

    Parameters
    ----------
    stakeholder_map : StakeholderMap
        The map.

    Returns
    -------
    tuple of (Quadrant, tuple of Stakeholder)
        All four quadrants in reading order, empty ones included.
    """
    groups: dict[Quadrant, list[Stakeholder]] = {name: [] for name in Quadrant}
    for stakeholder in stakeholder_map.stakeholders:
        groups[quadrant(stakeholder.now.support, stakeholder.now.importance)].append(stakeholder)
    return tuple(
        (name, tuple(sorted(members, key=lambda member: -member.now.importance)))
        for name, members in groups.items()
    )
