"""The rows of a cycle: its predictions, what came of them, and its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Measure, Series
from app.pdsa.models import Cycle, CycleTask, Prediction
from app.pdsa.scoring import Score
from app.teams.models import TeamMembership


@dataclass(frozen=True, slots=True)
class PredictionText:
    """A prediction as Plan writes it; `id` is None for a new one."""

    id: int | None
    text: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    measure_id: int | None = None
    due_on: date | None = None
    confidence: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is predicted."""
        return not self.text and self.low is None and self.high is None


@dataclass(frozen=True, slots=True)
class PredictionResult:
    """What came of a prediction, as Study writes it."""

    id: int
    result: float | None = None
    result_text: str = ""
    judged_as: Score | None = None


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task as Plan writes it; `id` is None for a new one."""

    id: int | None
    text: str
    owner_id: int | None = None
    due_on: date | None = None


def predict(cycle: Cycle, predictions: Sequence[PredictionText]) -> None:
    """Make the cycle's predictions these; those left without a word or number go."""
    own = {prediction.id: prediction for prediction in cycle.predictions}
    units = _units(cycle, predictions, {p.measure_id for p in own.values()})
    kept: list[Prediction] = []
    for given in predictions:
        if given.is_empty:
            continue
        if given.low is not None and given.high is not None and given.low > given.high:
            raise ServiceError("The low end is above the high end.", field="predictions")
        prediction = own.get(given.id) if given.id is not None else None
        prediction = prediction or Prediction()
        prediction.position = len(kept)
        prediction.text, prediction.confidence = given.text, given.confidence
        prediction.low, prediction.high = given.low, given.high
        prediction.measure_id, prediction.due_on = given.measure_id, given.due_on
        prediction.unit = given.unit or units.get(given.measure_id, "")
        kept.append(prediction)
    cycle.predictions[:] = kept


def _units(
    cycle: Cycle, predictions: Sequence[PredictionText], known: set[int | None]
) -> dict[int | None, str]:
    """The units of the measures that decide predictions; new ones have to be the team's."""
    wanted = {p.measure_id for p in predictions if not p.is_empty and p.measure_id is not None}
    if not wanted:
        return {}
    kept = set(db.session.scalars(select(Series.measure_id).where(Series.team_id == cycle.team_id)))
    if wanted - kept - known:
        raise ServiceError("Choose one of the team's measures.", field="predictions")
    query = select(Measure.id, Measure.unit).where(Measure.id.in_(wanted))
    return dict(db.session.execute(query).all())


def write_results(
    cycle: Cycle, results: Sequence[PredictionResult], read: dict[int, float]
) -> None:
    """Store what came of each prediction; `read` holds what the measures say, by prediction."""
    own = {prediction.id: prediction for prediction in cycle.predictions}
    for result in results:
        prediction = own.get(result.id)
        if prediction is None:
            raise ServiceError("This prediction is not the cycle's.", field="results")
        prediction.result = read.get(prediction.id, result.result)
        prediction.result_text = result.result_text
        prediction.judged_as = result.judged_as


def assign(cycle: Cycle, tasks: Sequence[TaskText]) -> None:
    """Make the cycle's tasks these; rows without a word go, what is done stays done."""
    own = {task.id: task for task in cycle.to_do}
    _check_owners(cycle, tasks, {task.owner_id for task in own.values()})
    kept: list[CycleTask] = []
    for given in tasks:
        if not given.text:
            continue
        task = own.get(given.id) if given.id is not None else None
        task = task or CycleTask()
        task.position, task.text = len(kept), given.text
        task.owner_id, task.due_on = given.owner_id, given.due_on
        kept.append(task)
    cycle.to_do[:] = kept


def _check_owners(cycle: Cycle, tasks: Sequence[TaskText], known: set[int | None]) -> None:
    wanted: set[Any] = {task.owner_id for task in tasks if task.text} - known - {None}
    query = select(TeamMembership.user_id).where(TeamMembership.team_id == cycle.team_id)
    if wanted and wanted - set(db.session.scalars(query)):
        raise ServiceError("Choose somebody on the team.", field="to_do")
