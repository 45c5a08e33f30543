"""The levels of the progress score in a network's own words.

The words that come along are those of the instrument "Progress score"; see docs/progress.md for
where the scale is from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.assessments.library import LIBRARY
from app.extensions import db
from app.progress.models import ProgressWording

Scale = Mapping[int, "Level"]


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its number of halves, its name, and how one knows it."""

    halves: int
    name: str
    text: str

    @property
    def value(self) -> str:
        """The score as it is read: "2.5"."""
        return written(self.halves)


def written(halves: int) -> str:
    """A score as it is read: 5 halves are "2.5"."""
    return f"{halves / 2:.1f}"


DEFAULTS: Scale = {
    round(2 * each.value): Level(round(2 * each.value), each.name, each.text)
    for each in LIBRARY["progress-score"].levels
}


def wording_of(network_id: int) -> ProgressWording | None:
    """The network's own words as they read today; None where it uses those that come along."""
    return db.session.scalar(
        select(ProgressWording)
        .where(ProgressWording.network_id == network_id)
        .order_by(ProgressWording.number.desc())
        .limit(1)
    )


def scale_of(network_id: int) -> Scale:
    """The levels as the network words them. One query."""
    found = wording_of(network_id)
    if found is None:
        return DEFAULTS
    return {
        halves: Level(halves, name, text)
        for halves, (name, text) in zip(DEFAULTS, found.levels, strict=True)
    }
