"""Writing PDSA cycles, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import User
from app.clock import now
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Series
from app.pdsa import history
from app.pdsa.actuals import readings_of
from app.pdsa.models import Cycle, CycleStatus, Decision, Scale
from app.pdsa.parts import (
    PredictionResult,
    PredictionText,
    TaskText,
    assign,
    predict,
    write_results,
)
from app.pdsa.queries import can_be_tested, following, idea_gone
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


def start(
    team: Team,
    title: str,
    *,
    actor: User | None,
    predicted: Sequence[PredictionText] = (),
    assigned: Sequence[TaskText] = (),
    action: str = "start cycle",
    **fields: Any,
) -> Cycle:
    """Make the team's next cycle; two made at once still get two numbers."""
    # The team's row is the lock: whoever numbers a cycle waits for whoever is numbering one.
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    last = db.session.scalar(select(func.max(Cycle.number)).where(Cycle.team_id == team.id))
    cycle = Cycle(team=team, number=(last or 0) + 1, title=title, created_by_id=_id(actor))
    _write(cycle, fields)
    db.session.add(cycle)
    db.session.flush()
    predict(cycle, predicted)
    assign(cycle, assigned)
    db.session.flush()
    _follow(cycle.change_idea_id)
    history.keep(cycle, {}, actor=actor, action=action)
    return cycle


def made_before(team: Team, once: str) -> Cycle | None:
    """The cycle that a form sent twice has made already."""
    if not once:
        return None
    return db.session.scalar(select(Cycle).where(Cycle.team_id == team.id, Cycle.once == once))


def save_plan(
    cycle: Cycle,
    fields: Mapping[str, Any],
    predictions: Sequence[PredictionText],
    tasks: Sequence[TaskText] | None = None,
    *,
    actor: User | None = None,
    version: int | None = None,
) -> None:
    """Store the plan, its predictions and its tasks; rows without a word or number go.

    `tasks` None leaves the tasks as they are.
    """
    before = _hold(cycle, version)
    idea_before = cycle.change_idea_id
    _write(cycle, {name: fields[name] for name in STEPS["plan"] if name in fields})
    predict(cycle, predictions)
    if tasks is not None:
        assign(cycle, tasks)
    _saved(cycle, before, actor, idea_before)


def save_do(
    cycle: Cycle,
    fields: Mapping[str, Any],
    *,
    actor: User | None = None,
    version: int | None = None,
) -> None:
    """Store how the test went."""
    before = _hold(cycle, version)
    _write(cycle, {name: fields[name] for name in STEPS["do"]})
    _saved(cycle, before, actor)


def save_study(
    cycle: Cycle,
    fields: Mapping[str, Any],
    results: Sequence[PredictionResult],
    *,
    actor: User | None = None,
    version: int | None = None,
) -> None:
    """Store what came of each prediction and what was learned.

    Where a measure decides and has a value, that value is stored, whatever was typed.
    """
    before = _hold(cycle, version)
    _write(cycle, {name: fields[name] for name in STEPS["study"]})
    found = readings_of([cycle])
    read = {key: each.value for key, each in found.items() if each.value is not None}
    write_results(cycle, results, read)
    _saved(cycle, before, actor)


def decide(
    cycle: Cycle,
    fields: Mapping[str, Any],
    *,
    today: date,
    actor: User | None = None,
    version: int | None = None,
) -> None:
    """Store what the team decided; a decision without a day is today's."""
    before = _hold(cycle, version)
    decision, day = fields["decision"], fields["decided_on"]
    if decision is None:
        day = None
    elif day is None:
        day = today
    if day is not None and cycle.starts_on is not None and day < cycle.starts_on:
        raise ServiceError("This is before the test started.", field="decided_on")
    _write(cycle, {"decision": decision, "changes": fields["changes"], "decided_on": day})
    _saved(cycle, before, actor)


def tick(cycle: Cycle, task_id: int, *, done_on: date | None, actor: User | None) -> None:
    """Say that a task is done, or with `done_on` None that it is not."""
    before = _hold(cycle, None)
    for task in cycle.to_do:
        if task.id == task_id:
            task.done_on = done_on
    history.keep(cycle, before, actor=actor, action="edit cycle")


def remove(cycle: Cycle, *, actor: User | None) -> None:
    """Take a cycle off every page and chart; `put_back` undoes it."""
    before = _hold(cycle, None)
    cycle.deleted_at, cycle.deleted_by_id = now(), _id(actor)
    cycle.once = None  # its form, sent again, makes a cycle anew
    _saved(cycle, before, actor, action="delete cycle")


def put_back(cycle: Cycle, *, actor: User | None) -> None:
    """Undo `remove`; a cycle that is there stays as it is."""
    before = _hold(cycle, None)
    if cycle.deleted_at is None:
        return
    cycle.deleted_at = cycle.deleted_by_id = None
    _saved(cycle, before, actor, action="put cycle back")


def next_cycle(cycle: Cycle, *, actor: User | None) -> Cycle:
    """Start the cycle that follows, with what carries over; the one there is, if there is one."""
    if cycle.decision is None:
        raise ServiceError("Decide in Act first: adopt, adapt or abandon.", field="decision")
    db.session.execute(select(Team.id).where(Team.id == cycle.team_id).with_for_update())
    after = following(cycle)
    if after is not None:
        return after
    # Who did it will do it again; by when is for the new plan to say.
    tasks = [TaskText(None, task.text, task.owner_id) for task in cycle.to_do]
    return start(cycle.team, cycle.title, actor=actor, assigned=tasks, **_carried_over(cycle))


def follow_idea_status(idea: DriverNode) -> None:
    """Let a change idea's status follow its cycles: the latest that has started says it."""
    cycles = db.session.scalars(
        select(Cycle)
        .where(Cycle.change_idea_id == idea.id, Cycle.deleted_at.is_(None))
        .order_by(Cycle.number)
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


def _hold(cycle: Cycle, version: int | None) -> dict[str, str]:
    """Lock the cycle, refuse a form that was opened before somebody else saved, and say what is."""
    db.session.refresh(cycle, with_for_update={"of": Cycle})
    if version is not None:
        expect(cycle, version)
    return history.snapshot(cycle)


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
    query = select(DriverNode.text, can_be_tested()).where(
        DriverNode.id == idea_id,
        DriverNode.team_id == team_id,
        DriverNode.kind == NodeKind.IDEA,
    )
    found = db.session.execute(query).first()
    if found is None:
        raise ServiceError("Choose one of the team's change ideas.", field="change_idea_id")
    text, is_there = found
    if not is_there:
        raise ServiceError(idea_gone(text), field="change_idea_id")


def _check(query: Any, refusal: ServiceError) -> None:
    if db.session.scalar(query) is None:
        raise refusal


def _saved(
    cycle: Cycle,
    before: Mapping[str, str],
    actor: User | None,
    *ideas: int | None,
    action: str = "edit cycle",
) -> None:
    # A new moment makes a new version even where only predictions changed.
    cycle.updated_at = now()
    db.session.flush()
    # What a cycle refers to is read anew, so that history names what it refers to now.
    db.session.expire(cycle, ["change_idea", "owner", "measure"])
    for idea_id in {cycle.change_idea_id, *ideas}:
        _follow(idea_id)
    history.keep(cycle, before, actor=actor, action=action)


def _follow(idea_id: int | None) -> None:
    idea = db.session.get(DriverNode, idea_id) if idea_id is not None else None
    if idea is not None:
        follow_idea_status(idea)
        db.session.flush()


def _id(person: User | None) -> int | None:
    return person.id if person else None
