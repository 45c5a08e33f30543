"""A test of change as another team reads it: no owner, no tasks, nothing seen in passing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.ideas.wording import decision_word, when
from app.pdsa.blueprint import url_of
from app.pdsa.models import Cycle
from app.pdsa.outcomes import Outcome
from app.pdsa.wording import SCORED
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a team predicted, what came of it, and whether it was right."""

    predicted: str
    came: str
    truth: str


@dataclass(frozen=True, slots=True)
class CycleShown:
    """What the network reads of a cycle."""

    number: int
    title: str
    when: str
    scale: str
    objective: str
    predictions: tuple[Predicted, ...]
    learned: str
    decision: str
    decided_as: str
    changes: str
    href: str
    """Where the whole cycle is, for those who may see the team's work."""


def shown_of(
    team: Team,
    cycles: Iterable[Cycle],
    outcomes: Mapping[int, Iterable[Outcome]],
    *,
    sees_team: bool,
) -> tuple[CycleShown, ...]:
    """Tell the cycles that a team shows with an idea; `outcomes` of their predictions by cycle."""
    return tuple(
        CycleShown(
            number=cycle.number,
            title=cycle.title,
            when=when(cycle),
            scale=cycle.reach or (cycle.scale.value.capitalize() if cycle.scale else ""),
            objective=cycle.objective,
            predictions=tuple(map(_predicted, outcomes[cycle.id])),
            learned=cycle.learned,
            decision=decision_word(cycle.decision),
            decided_as=cycle.decision.value if cycle.decision else "running",
            changes=cycle.changes,
            href=url_of("show", team, cycle) if sees_team else "",
        )
        for cycle in cycles
    )


def _predicted(outcome: Outcome) -> Predicted:
    """A number that a measure gave stays with the measure, whose chart has its own rule of access."""
    from_measure = outcome.prediction.measure_id is not None
    return Predicted(
        predicted=outcome.predicted,
        came="" if from_measure else outcome.came,
        truth=SCORED[outcome.score] if outcome.score else "",
    )
