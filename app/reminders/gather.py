"""What waits for a person and what comes up: the same things that My work lists, as plain lines."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access
from app.access import May
from app.accounts.models import User
from app.assessments.queries import fed_series, waiting_for
from app.extensions import db
from app.learning import timing
from app.learning.blueprint import session_url
from app.learning.queries import open_commitments, places_waiting, sessions_run
from app.learning.work import RUNS
from app.measures import due
from app.measures.models import Frequency
from app.pdsa.models import Cycle
from app.pdsa.queries import cycles_of, load_predictions
from app.pdsa.tasks import open_tasks
from app.reminders.models import QuietTeam
from app.stakeholders.board import one_url
from app.stakeholders.queries import actions_of
from app.teams.models import Team
from app.teams.story import Waiting, waiting_cycles, waiting_of


class Kind(enum.Enum):
    """What a reminder is about."""

    DATA = "data"
    CYCLE = "cycle"
    TASK = "task"
    ACTION = "action"
    ASSESSMENT = "assessment"
    SESSION = "session"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to do.

    `title` goes into calendars that others may keep: it names the thing and carries no values and
    nobody's name. `what` says more and goes to the person alone.
    """

    kind: Kind
    key: str
    """Names the thing for good, so that a calendar moves it rather than listing it twice."""
    day: date | None
    title: str
    what: str
    team: str
    href: str
    """A path of this installation."""
    begins: datetime | None = None
    """The moment at which it begins and ends, where it takes a time of its day."""
    ends: datetime | None = None


def teams_of(user: User) -> list[Team]:
    """The teams that a person writes for, by name: what waits on others is not theirs to do."""
    who = access.standing_of(user)
    query = select(Team).where(Team.id.in_(who.teams)).options(joinedload(Team.network))
    teams = [team for team in db.session.scalars(query) if access.can(May.EDIT_TEAM, team, who)]
    return sorted(teams, key=lambda team: (team.name, team.id))


def quiet_of(user: User) -> frozenset[int]:
    """The teams that a person does not want to be reminded of."""
    return frozenset(
        db.session.scalars(select(QuietTeam.team_id).where(QuietTeam.user_id == user.id))
    )


def reminders_of(user: User, today: date) -> tuple[Reminder, ...]:
    """All that waits for a person or comes up, by day, what has no day last."""
    quiet = quiet_of(user)
    teams = [team for team in teams_of(user) if team.id not in quiet]
    if not teams:
        return tuple(_sessions(user, (), today))
    ids = [team.id for team in teams]
    found = [
        *_data(ids, today),
        *_cycles(teams, today),
        *_tasks(user, ids),
        *_actions(user, teams),
        *_assessments(user, ids),
        *_sessions(user, ids, today),
        *_commitments(ids),
    ]
    return tuple(sorted(found, key=lambda each: (each.day is None, each.day or today, each.key)))


def _data(team_ids: Collection[int], today: date) -> list[Reminder]:
    fed = fed_series(team_ids)
    return [
        Reminder(
            kind=Kind.DATA,
            key=f"data-{each.series_id}-{each.period.isoformat()}",
            day=each.due_on,
            title=f"{each.measure_name}: {_short(each)}",
            what=f"Enter {each.measure_name}, {_short(each)}",
            team=each.team_name,
            href=each.url,
        )
        for each in due.next_for(team_ids, today)
        if each.series_id not in fed
    ]


def _short(each: due.Due) -> str:
    """The period without its year where that is plain: "January", "1st quarter"."""
    if each.frequency is Frequency.WEEK:
        return f"week of {each.period:%B} {each.period.day}"
    return each.period_name.removesuffix(f" of {each.period.year}").removesuffix(
        f" {each.period.year}"
    )


def _cycles(teams: Sequence[Team], today: date) -> list[Reminder]:
    cycles = cycles_of(team.id for team in teams)
    waits = [(team, each) for team in teams for each in waiting_cycles(cycles.get(team.id, []))]
    load_predictions(cycle for _, cycle in waits)
    return [_cycle(team, cycle, waiting_of(team, cycle, today)) for team, cycle in waits]


def _cycle(team: Team, cycle: Cycle, waiting: Waiting) -> Reminder:
    return Reminder(
        kind=Kind.CYCLE,
        key=f"cycle-{cycle.id}",
        day=cycle.ends_on,
        title=f"Test of change: {cycle.title}",
        what=f"{waiting.button}: {cycle.title}",
        team=team.name,
        href=waiting.href,
    )


def _tasks(user: User, team_ids: Collection[int]) -> list[Reminder]:
    return [
        Reminder(
            kind=Kind.TASK,
            key=f"task-{each.task.id}",
            day=each.task.due_on,
            title=f"A task of yours: {each.cycle.title}",
            what=each.task.text,
            team=each.team.name,
            href=url_for(
                "pdsa.show",
                network_slug=each.team.network.slug,
                team_slug=each.team.slug,
                number=each.cycle.number,
            ),
        )
        for each in open_tasks(user, team_ids)
    ]


def _actions(user: User, teams: Sequence[Team]) -> list[Reminder]:
    """Next steps with stakeholders. Who they are stays on the map, which is the team's own."""
    by_id = {team.id: team for team in teams}
    return [
        Reminder(
            kind=Kind.ACTION,
            key=f"action-{person.id}",
            day=person.next_action_on,
            title="Your next step with a stakeholder",
            what="Your next step with a stakeholder",
            team=by_id[person.team_id].name,
            href=one_url(by_id[person.team_id], person),
        )
        for person in actions_of(user.id, by_id)
    ]


def _assessments(user: User, team_ids: Collection[int]) -> list[Reminder]:
    return [
        Reminder(
            kind=Kind.ASSESSMENT,
            key=f"assessment-{each.id}",
            day=each.due_on,
            title=f"{each.assessment.instrument.name}: your answers",
            what=f"Give your answers: {each.assessment.instrument.name}",
            team=each.team.name,
            href=url_for(
                "assessments.answer",
                network_slug=each.team.network.slug,
                team_slug=each.team.slug,
                round_id=each.id,
            ),
        )
        for each in waiting_for(user, team_ids)
    ]


def _sessions(user: User, team_ids: Collection[int], today: date) -> list[Reminder]:
    """Learning sessions to come that a person runs or whose team is invited: each of their days to come, once."""
    networks = access.standing_of(user).networks
    run = [network for network, roles in networks.items() if roles & RUNS]
    found = {session.id: (session, session.network.name) for session in sessions_run(run, today)}
    for place in places_waiting(team_ids, today):
        found.setdefault(place.session_id, (place.session, place.team.name))
    return [
        Reminder(
            kind=Kind.SESSION,
            key=f"session-{session.id}" + (f"-day-{day.number}" if day.number > 1 else ""),
            day=day.on,
            title=(title := f"{session.title}, {day.place}" if day.place else session.title),
            what=f"{title}, {timing.hours(session)}",
            team=name,
            href=session_url(session),
            begins=timing.moment(session, session.starts, day.on),
            ends=timing.moment(session, session.ends, day.on),
        )
        for session, name in found.values()
        for day in timing.days_of(session)
        if day.on >= today
    ]


def _commitments(team_ids: Collection[int]) -> list[Reminder]:
    return [
        Reminder(
            kind=Kind.COMMITMENT,
            key=f"commitment-{each.id}",
            day=each.due_on,
            title="What your team committed to test",
            what=f"Make a cycle of it: {each.text}",
            team=each.team.name,
            href=session_url(each.session, "room", _anchor="commitments"),
        )
        for each in open_commitments(team_ids)
    ]
