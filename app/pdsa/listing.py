"""The list of a team's cycles, by step and by ramp."""

from __future__ import annotations

from dataclasses import dataclass

from app.pdsa.models import Cycle, CycleStatus
from app.pdsa.queries import cycles_of, ramp_key, ramp_label
from app.pdsa.worksheet import Step, button, decision_word, steps_of, summary
from app.teams.models import Team

STATUS_WORDS = {
    CycleStatus.PLAN: "Plan waits",
    CycleStatus.DO: "Do waits",
    CycleStatus.STUDY: "Study waits",
    CycleStatus.ACT: "Act waits",
    CycleStatus.DONE: "Decided",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A cycle in the list."""

    cycle: Cycle
    ramp: str
    steps: tuple[Step, ...]
    summary: str
    button: str
    decision: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows and what it can be narrowed to."""

    rows: tuple[Row, ...]
    total: int
    step: str
    ramp: str
    steps: tuple[tuple[str, str], ...]
    ramps: tuple[tuple[str, str], ...]


def listing(team: Team, *, step: str = "", ramp: str = "") -> Listing:
    """The team's cycles, the newest first; an unknown step or ramp narrows to nothing."""
    cycles = cycles_of([team.id]).get(team.id, [])
    by_id = {cycle.id: cycle for cycle in cycles}
    keyed = [(cycle, ramp_key(cycle, by_id), ramp_label(cycle, by_id)) for cycle in cycles]
    shown = [
        Row(
            cycle,
            label,
            steps_of(cycle),
            summary(cycle),
            button(cycle),
            decision_word(cycle.decision),
        )
        for cycle, key, label in reversed(keyed)
        if step in {"", cycle.status.value} and ramp in {"", key}
    ]
    return Listing(
        rows=tuple(shown),
        total=len(cycles),
        step=step,
        ramp=ramp,
        steps=tuple((status.value, words) for status, words in STATUS_WORDS.items()),
        ramps=tuple({key: label for _, key, label in keyed}.items()),
    )
