"""How faithfully a ramp of tests follows the method, by five features of it, and what to do next.

The features are those by which Taylor et al. judged published PDSA cycles: iterative cycles,
prediction, initial small-scale testing, use of data over time, and documentation of learning.

References
----------
Taylor MJ, McNicholas C, Nicolay C, Darzi A, Bell D, Reed JE. Systematic review of the application
of the plan-do-study-act method to improve quality in healthcare. BMJ Quality & Safety
2014;23:290-298.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 1
"""The largest scale, counted from 0, that still is a small start: three people."""

EVERYONE = 4
"""The scale, counted from 0, beyond which there is none."""

ENOUGH_POINTS = 3
"""Values of a measure in a row that make data over time."""


@dataclass(frozen=True, slots=True)
class Test:
    """What the check needs to know of a cycle."""

    number: int
    has_started: bool
    is_decided: bool
    is_abandoned: bool
    follows: bool
    """Whether it carries on another cycle of the ramp."""
    scale: int | None
    predictions: int
    learned: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One feature of the method: whether the ramp has it, and why one can say so."""

    name: str
    kept: bool
    why: str


@dataclass(frozen=True, slots=True)
class Fidelity:
    """The five features, and the one thing to do about the first that is missing."""

    checks: tuple[Check, ...]
    suggestion: str

    @property
    def kept(self) -> int:
        """How many of the features are there."""
        return sum(check.kept for check in self.checks)


def fidelity(tests: Sequence[Test], measure: str, points: int) -> Fidelity:
    """Check a ramp.

    Parameters
    ----------
    tests : sequence of Test
        Its cycles, the earliest first; at least one.
    measure : str
        The measure that the ramp is to move; "" where none is named.
    points : int
        Values of that measure since the ramp's first day.
    """
    if not tests:
        raise ValueError("A ramp has at least one cycle.")
    found = (
        (
            _linked(tests),
            "Start the next cycle from the last one, so that each builds on the other.",
        ),
        (
            predicted(tests),
            "Before the next test starts, write down what you expect, with a number.",
        ),
        (
            _small(tests),
            "Test the next change with one person first; it costs little and teaches much.",
        ),
        (_over_time(measure, points), _data_advice(measure, points)),
        (_written(tests), "Write one sentence on what was learned, while you still remember it."),
    )
    missing = [advice for check, advice in found if not check.kept]
    return Fidelity(tuple(check for check, _ in found), missing[0] if missing else _go_on(tests))


def _linked(tests: Sequence[Test]) -> Check:
    name = "Linked cycles"
    if len(tests) == 1:
        return Check(name, kept=False, why="There is one cycle so far.")
    loose = [test for test in tests[1:] if not test.follows]
    if loose:
        verb = "does" if len(loose) == 1 else "do"
        return Check(name, kept=False, why=f"{_named(loose)} {verb} not follow from one before.")
    return Check(name, kept=True, why=f"{len(tests)} cycles, each from the one before.")


def predicted(tests: Sequence[Test]) -> Check:
    """Whether every test that started says what was expected of it."""
    name = "Predictions"
    without = [test for test in tests if test.has_started and not test.predictions]
    if without:
        verb = "has" if len(without) == 1 else "have"
        return Check(name, kept=False, why=f"{_named(without)} {verb} none.")
    if not any(test.predictions for test in tests):
        return Check(name, kept=False, why="None is written yet.")
    return Check(name, kept=True, why="Every test that started has one.")


def _small(tests: Sequence[Test]) -> Check:
    name = "A small start"
    first = tests[0]
    if first.scale is None:
        return Check(name, kept=False, why=f"Cycle {first.number} does not say how far it reaches.")
    if first.scale > SMALL:
        return Check(
            name, kept=False, why=f"Cycle {first.number} began with more than three people."
        )
    return Check(name, kept=True, why=f"Cycle {first.number} began with three people or fewer.")


def _over_time(measure: str, points: int) -> Check:
    name = "Data over time"
    if not measure:
        return Check(name, kept=False, why="No measure is named that it should move.")
    values = "value" if points == 1 else "values"
    kept = points >= ENOUGH_POINTS
    return Check(name, kept=kept, why=f"{measure}: {points} {values} since the first test.")


def _data_advice(measure: str, points: int) -> str:
    if not measure:
        return "Name the measure that this idea should move, so that its chart can answer."
    wanting = ENOUGH_POINTS - points
    values = "value" if wanting == 1 else "values"
    return f"Go on entering {measure}: {wanting} more {values} and the chart begins to tell."


def _written(tests: Sequence[Test]) -> Check:
    name = "Learning written down"
    decided = [test for test in tests if test.is_decided]
    silent = [test for test in decided if not test.learned]
    if silent:
        verb = "says" if len(silent) == 1 else "say"
        return Check(name, kept=False, why=f"{_named(silent)} {verb} nothing of what was learned.")
    if not decided:
        return Check(name, kept=False, why="No cycle is decided yet.")
    return Check(name, kept=True, why="Every decided cycle says what it taught.")


def _go_on(tests: Sequence[Test]) -> str:
    if tests[-1].is_abandoned:
        return "All five are there, and the reason for stopping is worth sharing with other teams."
    if tests[-1].is_decided and tests[-1].scale == EVERYONE:
        return "All five are there, and it reaches everyone. The chart will show whether it lasts."
    if tests[-1].is_decided:
        return "All five are there. The next test may be larger, or under harder conditions."
    return f"All five are there. Finish cycle {tests[-1].number} the same way."


def _named(tests: Sequence[Test]) -> str:
    """The cycles by number: "Cycle 3", "Cycles 3 and 5"."""
    numbers = [str(test.number) for test in tests]
    if len(numbers) == 1:
        return f"Cycle {numbers[0]}"
    return f"Cycles {', '.join(numbers[:-1])} and {numbers[-1]}"
