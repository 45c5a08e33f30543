"""Each prediction beside what the data say of it, and its score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.pdsa.actuals import Reading, readings_of
from app.pdsa.models import Cycle, Prediction
from app.pdsa.queries import load_predictions
from app.pdsa.scoring import Score, scored
from app.pdsa.wording import counted, foretold, result_in_words, truth


@dataclass(frozen=True, slots=True)
class Outcome:
    """A prediction, what came of it, and how that scores."""

    prediction: Prediction
    value: float | None
    """What came, as the measure says it or else as typed."""
    score: Score | None
    reading: Reading | None = None
    """What the measure says where one decides."""

    @property
    def predicted(self) -> str:
        """What was predicted, in words."""
        return foretold(self.prediction)

    @property
    def came(self) -> str:
        """What came, in words; "" as long as nothing is known."""
        each = self.prediction
        return result_in_words(self.value, each.unit, each.result_text)

    @property
    def source(self) -> str:
        """The measure and the period that decided, or will."""
        return self.reading.source if self.reading else ""

    @property
    def before(self) -> str:
        """Where the measure stood before the test."""
        before = self.reading.before if self.reading else None
        return counted(before, self.prediction.unit) if before is not None else ""

    @property
    def waits(self) -> str:
        """What the measure still owes; as long as it does, what was typed in Study counts."""
        return self.reading.waits if self.reading else ""

    @property
    def was(self) -> str:
        """What Study was written with, read or typed, where the measure says something else today."""
        typed = self.prediction.result
        if typed is None or typed == self.value:
            return ""
        return counted(typed, self.prediction.unit)

    @property
    def truth(self) -> str:
        """The score in words."""
        return truth(self.score)

    @property
    def is_read(self) -> bool:
        """Whether a measure gave the number, so that nobody has to type one."""
        return bool(self.source) and not self.waits


def outcomes_of(cycle: Cycle) -> tuple[Outcome, ...]:
    """What came of a cycle's predictions, in their order."""
    return by_prediction(cycle, readings_of([cycle]))


def outcomes_of_all(cycles: Iterable[Cycle]) -> dict[int, tuple[Outcome, ...]]:
    """What came of the predictions of many cycles, by cycle id, in one query."""
    chosen = list(cycles)
    readings = readings_of(chosen)
    return {cycle.id: by_prediction(cycle, readings) for cycle in chosen}


def scores_of(cycles: Iterable[Cycle]) -> list[Score]:
    """How the predictions of these cycles came out, as far as anybody can say, in two queries."""
    chosen = list(cycles)
    load_predictions(chosen)
    found = outcomes_of_all(chosen).values()
    return [each.score for outcomes in found for each in outcomes if each.score is not None]


def by_prediction(cycle: Cycle, readings: Mapping[int, Reading]) -> tuple[Outcome, ...]:
    """What came of a cycle's predictions, by what the measures say."""
    return tuple(outcome(each, readings.get(each.id)) for each in cycle.predictions)


def outcome(prediction: Prediction, reading: Reading | None) -> Outcome:
    """What came of one prediction: the measure's value where it has one, else what was written."""
    value, before = prediction.result, None
    if reading is not None:
        before = reading.before
        value = value if reading.value is None else reading.value
    score = scored(value, prediction.low, prediction.high, prediction.judged_as, before)
    return Outcome(prediction, value, score, reading)
