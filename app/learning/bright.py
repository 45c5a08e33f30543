"""The bright spots of a session: the one place that says which teams to learn from, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.learning.frozen import Kept
from app.learning.models import LearningSession


@dataclass(frozen=True, slots=True)
class BrightSpot:
    """A team whose chart improved, in words."""

    team: str
    measure: str
    said: str
    direction: str | None = None
    """The way its chart went, "up" or "down"."""
    tested: tuple[str, ...] = ()
    """What it tested before, as far as the network may know."""

    @property
    def words(self) -> str:
        """What its chart shows, with the measure's name."""
        return f"{self.measure}: {self.said}"

    @property
    def after(self) -> str:
        """What it tested before, in a sentence; "" where nothing is told."""
        return f"Tested before: {'; '.join(self.tested)}." if self.tested else ""


def spots_of(session: LearningSession, kept: Sequence[Kept]) -> list[BrightSpot]:
    """Teams whose improvement on a compared measure lasts, by measure in the page's order.

    A shift of six is no evidence of that; see `app.pairings.bright`.
    """
    return [
        BrightSpot(
            panel.name,
            found.name,
            f"{panel.spot.says(found.frequency)}. Now {panel.latest}.",
            panel.direction,
            panel.tested,
        )
        for found in kept
        for group in found.groups
        for panel in group.panels
        if panel.spot is not None
    ]
