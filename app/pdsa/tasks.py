"""The tasks of cycles that wait for a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.models import User
from app.extensions import db
from app.networks.models import Network
from app.pdsa.models import Cycle, CycleTask
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that is not done yet, with its cycle and team."""

    team: Team
    cycle: Cycle
    task: CycleTask


def open_tasks(user: User, team_ids: Collection[int]) -> tuple[OpenTask, ...]:
    """The person's own tasks on these teams, by date, those without one last; one query."""
    if not team_ids:
        return ()
    query = (
        select(CycleTask)
        .join(CycleTask.cycle)
        .join(Cycle.team)
        .join(Network, Team.network_id == Network.id)
        .where(
            CycleTask.owner_id == user.id,
            CycleTask.done_on.is_(None),
            Cycle.deleted_at.is_(None),
            Cycle.team_id.in_(list(team_ids)),
        )
        .options(
            contains_eager(CycleTask.cycle).contains_eager(Cycle.team).contains_eager(Team.network)
        )
        .order_by(CycleTask.due_on.is_(None), CycleTask.due_on, CycleTask.id)
    )
    return tuple(OpenTask(t.cycle.team, t.cycle, t) for t in db.session.scalars(query))
