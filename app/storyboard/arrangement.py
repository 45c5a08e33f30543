"""A team's arrangement of its storyboard as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.storyboard.models import Part, Storyboard

TITLES = {
    Part.TEAM: "Team",
    Part.AIM: "Our aim",
    Part.WHY: "Why it matters",
    Part.THEORY: "What we think drives it",
    Part.MEASURES: "Family of measures",
    Part.TESTS: "Tests, by ramp",
    Part.RESULTS: "Results",
    Part.SURPRISES: "Surprises and failures",
    Part.VOICE: "Community voice",
    Part.LESSONS: "What we learned",
    Part.ASKS: "What we ask of others",
    Part.NEXT: "Next steps",
}

HOLDS = {
    Part.TEAM: "Who is on the team. The network sees how many, never their names.",
    Part.AIM: "The aim's sentence and how far it has come.",
    Part.WHY: "Why the work matters, from the team's record.",
    Part.THEORY: "The driver diagram, colored by what was tested and what moved.",
    Part.MEASURES: "The charts with their signals and what you say caused them.",
    Part.TESTS: "Your cycles by change idea, from one person to everyone.",
    Part.RESULTS: "Before and now of each measure, what was adopted, how predictions came out.",
    Part.SURPRISES: "What was abandoned and why, and the problems met on the way.",
    Part.VOICE: "The quotes you choose below. None is shown unless you choose it.",
    Part.LESSONS: "What the latest decided cycles taught.",
    Part.ASKS: "Only what you write here: help you need, people you want to talk with.",
    Part.NEXT: "The cycles that run or are planned.",
}
"""What each part takes from the records, for those who arrange it."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is hidden, what the team says itself, and the version it was read at."""

    hidden: frozenset[Part] = frozenset()
    sentences: Mapping[Part, str] = field(default_factory=dict)
    quote_ids: frozenset[int] = frozenset()
    version: int = 0

    def shows(self, part: Part) -> bool:
        """Whether the team shows the part."""
        return part not in self.hidden

    def says(self, part: Part) -> str:
        """The team's own sentence; "" without one."""
        return self.sentences.get(part, "")


def arrangement_of(board: Storyboard | None) -> Arrangement:
    """The arrangement of a stored storyboard; without one everything shows."""
    if board is None:
        return Arrangement()
    return Arrangement(
        hidden=frozenset(each.part for each in board.parts if each.hidden),
        sentences={each.part: each.sentence for each in board.parts if each.sentence},
        quote_ids=frozenset(quote.id for quote in board.quotes),
        version=board.version,
    )
