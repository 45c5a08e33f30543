"""The checklist of a team before a session: it fills itself from what is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from sqlalchemy import func, select

from app.aims.models import Aim
from app.extensions import db
from app.learning import queries
from app.learning.models import Check, LearningSession, PreworkTask, SessionTeam
from app.measures import due
from app.measures.models import Observation, Series
from app.pdsa.models import Cycle
from app.teams.models import Team
from app.templating import short_date
from app.theory.models import DriverNode

RECENT = timedelta(days=90)
"""How far back a finished cycle counts where no session came before."""

NAMES = {
    Check.AIM: "Aim written",
    Check.DATA: "Data up to date",
    Check.CYCLE: "A cycle finished",
    Check.STORYBOARD: "Storyboard published",
    Check.THEORY: "Driver diagram drawn",
}
ASKS = {
    Check.AIM: "Write your aim",
    Check.DATA: "Bring your data up to date",
    Check.CYCLE: "Finish a cycle since the last session",
    Check.STORYBOARD: "Publish your storyboard to the network",
    Check.THEORY: "Draw your driver diagram",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to prepare, as far as a team is with it."""

    task: PreworkTask
    name: str
    ask: str
    done: bool
    says: str
    """What the records say, in a few words."""
    href: str
    """Where the team does it; "" for what it ticks."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that a team prepares."""

    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def words(self) -> str:
        """How much is done: "3 of 5"."""
        return f"{self.done} of {len(self.lines)}" if self.lines else "nothing asked"


def checklists(session: LearningSession, today: date) -> dict[int, Checklist]:
    """The checklist of each invited team by its id, in as many queries however many teams."""
    teams = [place.team for place in session.teams]
    checks = {task.check for task in session.tasks}
    ids = [team.id for team in teams]
    earlier = queries.before(session) if Check.CYCLE in checks else None
    since = earlier.on if earlier else session.on - RECENT
    found: dict[Check, Mapping[int, str]] = {
        Check.AIM: _aims(ids) if Check.AIM in checks else {},
        Check.DATA: _data(session, ids, today) if Check.DATA in checks else {},
        Check.CYCLE: _cycles(ids, since) if Check.CYCLE in checks else {},
        Check.STORYBOARD: {
            team.id: f"since {short_date(team.storyboard_published_at)}"
            for team in teams
            if team.storyboard_published_at
        },
        Check.THEORY: _theories(ids) if Check.THEORY in checks else {},
    }
    waiting = _waiting(ids, session, today) if Check.DATA in checks else {}
    return {
        place.team_id: Checklist(
            tuple(_line(session, place, task, found, waiting) for task in session.tasks)
        )
        for place in session.teams
    }


def _line(
    session: LearningSession,
    place: SessionTeam,
    task: PreworkTask,
    found: Mapping[Check, Mapping[int, str]],
    waiting: Mapping[int, str],
) -> Line:
    if task.check is Check.OWN:
        ticked = next((tick for tick in place.ticks if tick.task_id == task.id), None)
        says = f"ticked {short_date(_day(ticked.at))}" if ticked else "not ticked yet"
        return Line(task, task.text, task.text, ticked is not None, says, "")
    says = found[task.check].get(place.team_id, "")
    done = bool(says) and not (task.check is Check.DATA and waiting.get(place.team_id))
    if task.check is Check.DATA and not done:
        says = waiting.get(place.team_id) or "no value entered yet"
    return Line(
        task,
        NAMES[task.check],
        ASKS[task.check],
        done,
        says or "not yet",
        _href(task.check, place.team, session),
    )


def _day(at: datetime) -> date:
    return at.date()


def _href(check: Check, team: Team, session: LearningSession) -> str:
    endpoints = {
        Check.AIM: "aims.edit",
        Check.DATA: "teams.show",
        Check.CYCLE: "pdsa.index",
        Check.STORYBOARD: "storyboard.show",
        Check.THEORY: "theory.show",
    }
    return url_for(endpoints[check], network_slug=session.network.slug, team_slug=team.slug)


def _aims(ids: Collection[int]) -> dict[int, str]:
    query = select(Aim.team_id).where(Aim.team_id.in_(ids), Aim.what != "")
    return dict.fromkeys(db.session.scalars(query), "written")


def _theories(ids: Collection[int]) -> dict[int, str]:
    query = (
        select(DriverNode.team_id, func.count())
        .where(DriverNode.team_id.in_(ids), DriverNode.removed_at.is_(None))
        .group_by(DriverNode.team_id)
    )
    return {
        team: f"{count} driver{'' if count == 1 else 's'} and ideas"
        for team, count in db.session.execute(query).all()
    }


def _cycles(ids: Collection[int], since: date) -> dict[int, str]:
    query = (
        select(Cycle.team_id, func.count())
        .where(
            Cycle.team_id.in_(ids),
            Cycle.decision.is_not(None),
            Cycle.decided_on >= since,
            Cycle.deleted_at.is_(None),
        )
        .group_by(Cycle.team_id)
    )
    return {
        team: f"{count} since {short_date(since)}"
        for team, count in db.session.execute(query).all()
    }


def _data(session: LearningSession, ids: Collection[int], today: date) -> dict[int, str]:
    """Teams with a value of a compared measure, or of any where none is compared, and the newest."""
    query = (
        select(Series.team_id, func.max(Observation.period))
        .join(Observation, Observation.series_id == Series.id)
        .where(Series.team_id.in_(ids))
        .group_by(Series.team_id)
    )
    measures = [each.measure_id for each in session.measures]
    if measures:
        query = query.where(Series.measure_id.in_(measures))
    return {
        team: f"up to {short_date(last)}" for team, last in db.session.execute(query).all() if last
    }


def _waiting(ids: Collection[int], session: LearningSession, today: date) -> dict[int, str]:
    """What of the compared measures waits for a value, by team."""
    names: dict[int, list[str]] = defaultdict(list)
    compared = {each.measure.name for each in session.measures}
    for each in due.due_for(ids, today):
        if not compared or each.measure_name in compared:
            names[each.team_id].append(each.measure_name)
    return {
        team: f"{found[0]} waits for a value"
        if len(found) == 1
        else f"{len(found)} measures wait for a value"
        for team, found in names.items()
    }
