"""Writing PDSA cycles, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import User
from app.clock import now
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Series
from app.pdsa.models import Cycle, CycleStatus, Decision, Prediction, Scale
from app.teams.models import Team, TeamMembership
from app.theory.models import DriverNode, IdeaStatus, NodeKind

STEPS: dict[str, tuple[str, ...]] = {
    "plan": (
        "title",
        "change_idea_id",
        "objective",
        "questions",
        "tasks",
        "data_plan",
        "measure_id",
        "owner_id",
        "starts_on",
        "ends_on",
        "scale",
        "reach",
        "conditions",
    ),
    "do": ("as_planned", "observations", "problems"),
    "study": ("results", "comparison", "learned"),
    "act": ("decision", "changes", "decided_on"),
}
"""The columns that each step writes."""

SCALES = tuple(Scale)

OUTCOMES = {
    Decision.ADOPT: IdeaStatus.ADOPTED,
    Decision.ADAPT: IdeaStatus.ADAPTED,
    Decision.ABANDON: IdeaStatus.ABANDONED,
}


@dataclass(frozen=True, slots=True)
class PredictionText:
    """A prediction as Plan writes it; `id` is None for a new one."""

    id: int | None
    text: str
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PredictionResult:
    """What came of a prediction, as Study writes it."""

    id: int
    result: float | None = None
    result_text: str = ""
    judged: bool | None = None


def start(team: Team, title: str, *, actor: User | None, **fields: Any) -> Cycle:
    """Make the team's next cycle; two made at once still get two numbers."""
    # The team's row is the lock: whoever numbers a cycle waits for whoever is numbering one.
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    last = db.session.scalar(select(func.max(Cycle.number)).where(Cycle.team_id == team.id))
    cycle = Cycle(team=team, number=(last or 0) + 1, title=title, created_by_id=_id(actor))
    _write(cycle, fields)
    db.session.add(cycle)
    db.session.flush()
    _follow(cycle.change_idea_id)
    return cycle


def save_plan(
    cycle: Cycle,
    fields: Mapping[str, Any],
    predictions: Sequence[PredictionText],
    *,
    version: int | None = None,
) -> None:
    """Store the plan and its predictions; those left without a word or number go."""
    _hold(cycle, version)
    idea_before = cycle.change_idea_id
    _write(cycle, {name: fields[name] for name in STEPS["plan"] if name in fields})
    _predict(cycle, predictions)
    _saved(cycle, idea_before)


def save_do(cycle: Cycle, fields: Mapping[str, Any], *, version: int | None = None) -> None:
    """Store how the test went."""
    _hold(cycle, version)
    _write(cycle, {name: fields[name] for name in STEPS["do"]})
    _saved(cycle)


def save_study(
    cycle: Cycle,
    fields: Mapping[str, Any],
    results: Sequence[PredictionResult],
    *,
    version: int | None = None,
) -> None:
    """Store what came of each prediction and what was learned."""
    _hold(cycle, version)
    _write(cycle, {name: fields[name] for name in STEPS["study"]})
    own = {prediction.id: prediction for prediction in cycle.predictions}
    for result in results:
        prediction = own.get(result.id)
        if prediction is None:
            raise ServiceError("This prediction is not the cycle's.", field="results")
        prediction.result = result.result
        prediction.result_text = result.result_text
        prediction.judged = result.judged
    _saved(cycle)


def decide(
    cycle: Cycle, fields: Mapping[str, Any], *, today: date, version: int | None = None
) -> None:
    """Store what the team decided; a decision without a day is today's."""
    _hold(cycle, version)
    decision, day = fields["decision"], fields["decided_on"]
    if decision is None:
        day = None
    elif day is None:
        day = today
    if day is not None and cycle.starts_on is not None and day < cycle.starts_on:
        raise ServiceError("This is before the test started.", field="decided_on")
    _write(cycle, {"decision": decision, "changes": fields["changes"], "decided_on": day})
    _saved(cycle)


def next_cycle(cycle: Cycle, *, actor: User | None) -> Cycle:
    """Start the cycle that follows, with what carries over; the one there is, if there is one."""
    if cycle.decision is None:
        raise ServiceError("Decide in Act first: adopt, adapt or abandon.", field="decision")
    db.session.execute(select(Team.id).where(Team.id == cycle.team_id).with_for_update())
    following = db.session.scalar(
        select(Cycle).where(Cycle.previous_id == cycle.id).order_by(Cycle.number).limit(1)
    )
    if following is not None:
        return following
    return start(cycle.team, cycle.title, actor=actor, **_carried_over(cycle))


def follow_idea_status(idea: DriverNode) -> None:
    """Let a change idea's status follow its cycles: the latest that has started says it."""
    cycles = db.session.scalars(
        select(Cycle).where(Cycle.change_idea_id == idea.id).order_by(Cycle.number)
    )
    started = [cycle for cycle in cycles if cycle.status is not CycleStatus.PLAN]
    if not started:
        idea.status = IdeaStatus.UNTESTED
        return
    latest = started[-1].decision
    idea.status = OUTCOMES[latest] if latest else IdeaStatus.TESTING


def next_scale(scale: Scale | None) -> Scale | None:
    """The next larger scale; the largest stays."""
    if scale is None:
        return None
    return SCALES[min(SCALES.index(scale) + 1, len(SCALES) - 1)]


def _carried_over(cycle: Cycle) -> dict[str, Any]:
    abandoned = cycle.decision is Decision.ABANDON
    objective = cycle.objective
    if cycle.decision is Decision.ADAPT and cycle.changes.strip():
        changed = f"Changed after cycle {cycle.number}: {cycle.changes.strip()}"
        objective = f"{objective.strip()}\n\n{changed}".strip()
    return {
        # An abandoned idea is not tested again; what it should have moved still waits.
        "change_idea_id": None if abandoned else cycle.change_idea_id,
        "previous_id": cycle.id,
        "owner_id": cycle.owner_id,
        "measure_id": cycle.measure_id,
        "objective": objective,
        "questions": cycle.questions,
        "tasks": cycle.tasks,
        "data_plan": cycle.data_plan,
        "scale": Scale.ONE if abandoned else next_scale(cycle.scale),
    }


def _hold(cycle: Cycle, version: int | None) -> None:
    """Lock the cycle and refuse a form that was opened before somebody else saved."""
    db.session.refresh(cycle, with_for_update=True)
    if version is not None:
        expect(cycle, version)


def _write(cycle: Cycle, fields: Mapping[str, Any]) -> None:
    team_id = cycle.team.id
    starts = fields.get("starts_on", cycle.starts_on)
    ends = fields.get("ends_on", cycle.ends_on)
    if starts and ends and ends < starts:
        raise ServiceError("This is before the test starts.", field="ends_on")
    if fields.get("change_idea_id") is not None:
        _check_idea(team_id, fields["change_idea_id"])
    if fields.get("measure_id") is not None:
        _check(
            select(Series.id).where(
                Series.team_id == team_id, Series.measure_id == fields["measure_id"]
            ),
            ServiceError("Choose one of the team's measures.", field="measure_id"),
        )
    if fields.get("owner_id") is not None and fields["owner_id"] != cycle.owner_id:
        _check(
            select(TeamMembership.id).where(
                TeamMembership.team_id == team_id, TeamMembership.user_id == fields["owner_id"]
            ),
            ServiceError("Choose somebody on the team.", field="owner_id"),
        )
    for name, value in fields.items():
        setattr(cycle, name, value)


def _check_idea(team_id: int, idea_id: int) -> None:
    _check(
        select(DriverNode.id).where(
            DriverNode.id == idea_id,
            DriverNode.team_id == team_id,
            DriverNode.kind == NodeKind.IDEA,
        ),
        ServiceError("Choose one of the team's change ideas.", field="change_idea_id"),
    )


def _check(query: Any, refusal: ServiceError) -> None:
    if db.session.scalar(query) is None:
        raise refusal


def _predict(cycle: Cycle, predictions: Sequence[PredictionText]) -> None:
    own = {prediction.id: prediction for prediction in cycle.predictions}
    kept: list[Prediction] = []
    for given in predictions:
        if not given.text and given.low is None and given.high is None:
            continue
        if given.low is not None and given.high is not None and given.low > given.high:
            raise ServiceError("The low end is above the high end.", field="predictions")
        prediction = own.get(given.id) if given.id is not None else None
        prediction = prediction or Prediction()
        prediction.position = len(kept)
        prediction.text, prediction.unit = given.text, given.unit
        prediction.low, prediction.high = given.low, given.high
        kept.append(prediction)
    cycle.predictions[:] = kept


def _saved(cycle: Cycle, *ideas: int | None) -> None:
    # A new moment makes a new version even where only predictions changed.
    cycle.updated_at = now()
    db.session.flush()
    for idea_id in {cycle.change_idea_id, *ideas}:
        _follow(idea_id)


def _follow(idea_id: int | None) -> None:
    idea = db.session.get(DriverNode, idea_id) if idea_id is not None else None
    if idea is not None:
        follow_idea_status(idea)
        db.session.flush()


def _id(person: User | None) -> int | None:
    return person.id if person else None
