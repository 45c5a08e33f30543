"""Pre-work that teams tick, and who came on the day. Nothing here commits."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import audit
from app.accounts.models import User
from app.extensions import db
from app.learning.models import (
    Check,
    LearningSession,
    PreworkTick,
    SessionPerson,
    SessionTeam,
)
from app.teams.models import TeamMembership


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who may come with a team."""

    user: User
    role: str
    came: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A team with its people."""

    place: SessionTeam
    seats: tuple[Seat, ...]


def tick(place: SessionTeam, task_ids: Set[int], *, actor: User | None) -> None:
    """Store which of the facilitator's own tasks a team says it has done."""
    own = {task.id for task in place.session.tasks if task.check is Check.OWN}
    kept = [each for each in place.ticks if each.task_id in task_ids]
    known = {each.task_id for each in kept}
    new = [
        PreworkTick(task_id=key, by_id=actor.id if actor else None)
        for key in sorted((task_ids & own) - known)
    ]
    place.ticks = [*kept, *new]
    db.session.flush()


def tables(session: LearningSession) -> list[Table]:
    """The invited teams with their members, by name, in one query."""
    query = (
        select(TeamMembership)
        .where(TeamMembership.team_id.in_([place.team_id for place in session.teams]))
        .options(joinedload(TeamMembership.user))
    )
    came = {one.user_id for one in session.people if one.attended and one.user_id}
    seats: dict[int, list[Seat]] = {}
    for one in db.session.scalars(query):
        role = one.contribution or one.role.value
        seats.setdefault(one.team_id, []).append(Seat(one.user, role, one.user_id in came))
    return [
        Table(place, tuple(sorted(seats.get(place.team_id, ()), key=lambda seat: seat.user.name)))
        for place in sorted(session.teams, key=lambda place: place.team.name)
    ]


def take(
    session: LearningSession,
    place_ids: Set[int],
    user_ids: Set[int],
    person_ids: Set[int],
    *,
    actor: User | None,
) -> None:
    """Store which teams, people and guests came. A team of which somebody came was there."""
    of_team = {seat.user.id: table.place for table in tables(session) for seat in table.seats}
    listed = {one.user_id: one for one in session.people if one.user_id is not None}
    there = {of_team[key].id for key in user_ids if key in of_team}
    for place in session.teams:
        place.attended = place.id in place_ids or place.id in there
    for one in session.people:
        one.attended = one.user_id in user_ids if one.user_id else one.id in person_ids
    for key in sorted(user_ids - set(listed)):
        if key in of_team:
            team_id = of_team[key].team_id
            session.people.append(
                SessionPerson(user_id=key, team_id=team_id, attended=True, invited=False)
            )
    db.session.flush()
    audit.record(
        actor, "take attendance", session, network=session.network,
        after={
            "teams": sum(bool(place.attended) for place in session.teams),
            "people": sum(bool(one.attended) for one in session.people),
        },
    )  # fmt: skip
