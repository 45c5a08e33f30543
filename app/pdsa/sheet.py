"""A cycle on one sheet of paper: how small its words have to be to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.pdsa.models import Cycle
from app.pdsa.outcomes import Outcome

ROOMY, CLOSE, TIGHT, LONG = 1600, 2800, 4200, 6000
"""Signs up to which the words stand at 10, 9, 8 and 7 points."""

LINE = 60
"""Signs that a new line costs at most."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How the sheet is set."""

    size: str
    """`roomy`, `close`, `tight`, `dense` or `cut`."""

    @property
    def is_cut(self) -> bool:
        """Whether long texts end early, because they would run onto a second sheet."""
        return self.size == "cut"


def sheet_of(cycle: Cycle, outcomes: Sequence[Outcome]) -> Paper:
    """Choose the size of type by how much there is to read."""
    length = sum(map(_room, _texts(cycle, outcomes)))
    for most, size in ((ROOMY, "roomy"), (CLOSE, "close"), (TIGHT, "tight"), (LONG, "dense")):
        if length <= most:
            return Paper(size)
    return Paper("cut")


def _room(text: str) -> int:
    return len(text) + LINE * text.count("\n")


def _texts(cycle: Cycle, outcomes: Sequence[Outcome]) -> list[str]:
    own = (
        cycle.objective,
        cycle.questions,
        cycle.tasks,
        cycle.data_plan,
        cycle.conditions,
        cycle.observations,
        cycle.problems,
        cycle.results,
        cycle.comparison,
        cycle.learned,
        cycle.changes,
    )
    rows = [f"{each.predicted}{each.came}\n\n" for each in outcomes]
    return [*own, *rows, *(f"{task.text}\n" for task in cycle.to_do)]
