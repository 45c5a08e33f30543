"""Preparing a session: making, changing, inviting, announcing. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from app import audit, clock
from app.accounts.models import User
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.learning import timing
from app.learning.models import (
    AgendaItem,
    Answer,
    Check,
    ItemKind,
    LearningSession,
    PreworkTask,
    SessionMeasure,
    SessionPerson,
    SessionTeam,
    Status,
)
from app.measures.models import Measure
from app.networks.models import Network
from app.teams.models import Team
from app.templating import long_date

FIELDS = (
    "title",
    "purpose",
    "on",
    "last_day",
    "starts",
    "ends",
    "time_zone",
    "place",
    "link",
    "prework",
    "prework_due",
    "action_from",
    "action_until",
)
PREWORK_BEFORE = timedelta(days=7)
ACTION_PERIOD = timedelta(days=90)
MOST_ITEMS = 40
LONGEST = timedelta(days=5)
"""From the first day of a session to its last."""
MOST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session compares and asks for."""

    fields: Mapping[str, Any]
    measure_ids: Sequence[int]
    checks: Sequence[Check]
    own: Sequence[str]
    """What teams are asked besides, a line each."""


def create(
    network: Network, plan: Plan, team_ids: Iterable[int], *, actor: User | None
) -> LearningSession:
    """Make a session with the usual agenda; two made at once still get two numbers."""
    db.session.execute(select(Network.id).where(Network.id == network.id).with_for_update())
    last = db.session.scalar(
        select(func.max(LearningSession.number)).where(LearningSession.network_id == network.id)
    )
    session = LearningSession(network=network, number=(last or 0) + 1, made_by=actor)
    _write(session, plan)
    session.agenda = timing.propose(session)
    db.session.add(session)
    db.session.flush()
    invite(session, team_ids, (), "", actor=actor)
    audit.record(actor, "plan session", session, network=network, after=_told(session))
    return session


def edit(
    session: LearningSession, plan: Plan, *, actor: User | None, version: int | None = None
) -> None:
    """Change when and where a session is, what it compares, and what teams prepare."""
    expect(session, version if version is not None else session.version)
    before = _told(session)
    _write(session, plan)
    _touch(session)
    audit.record(
        actor, "change session", session, network=session.network,
        **audit_changes(before, _told(session)),
    )  # fmt: skip


def audit_changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What differs, as the audit tells it."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before.get(name) for name in changed},
        "after": {name: after[name] for name in changed},
    }


def _write(session: LearningSession, plan: Plan) -> None:
    for name in FIELDS:
        setattr(session, name, plan.fields[name])
    if session.ends <= session.starts:
        raise ServiceError("The session ends before it begins.", field="ends")
    _check_days(session)
    if session.prework_due is None:
        session.prework_due = session.on - PREWORK_BEFORE
    if session.action_from is None:
        session.action_from = session.until + timedelta(days=1)
    if session.action_until is None:
        session.action_until = session.action_from + ACTION_PERIOD
    if session.action_until < session.action_from:
        raise ServiceError("The action period ends before it begins.", field="action_until")
    _compare(session, plan.measure_ids)
    _ask(session, plan.checks, plan.own)


def _check_days(session: LearningSession) -> None:
    """See to it that the days fit together, and that the agenda has none that would go."""
    if session.last_day == session.on:
        session.last_day = None
    if session.last_day is not None and session.last_day < session.on:
        raise ServiceError(
            "The last day is before the first. Choose a later one, or leave it empty.",
            field="last_day",
        )
    if session.until - session.on > LONGEST:
        raise ServiceError(
            f"A session ends at most {LONGEST.days} days after its first day, so by"
            f" {long_date(session.on + LONGEST)}. Choose an earlier day.",
            field="last_day",
        )
    gone = [item for item in session.agenda if item.day > len(session.days)]
    if gone:
        named = ", ".join(f"“{item.title}” (day {item.day})" for item in gone)
        raise ServiceError(
            f"The agenda has items on days that would go: {named}. Move them to an earlier day"
            " or remove them from the agenda first.",
            field="last_day",
        )


def _compare(session: LearningSession, ids: Sequence[int]) -> None:
    query = select(Measure).where(
        Measure.network_id == session.network.id, Measure.team_id.is_(None), Measure.id.in_(ids)
    )
    wanted = sorted(db.session.scalars(query), key=lambda measure: list(ids).index(measure.id))
    kept = {each.measure_id: each for each in session.measures}
    session.measures = [
        kept.get(measure.id) or SessionMeasure(measure=measure) for measure in wanted
    ]
    for position, each in enumerate(session.measures):
        each.position = position


def _ask(session: LearningSession, checks: Sequence[Check], own: Sequence[str]) -> None:
    """Keep what stays, so that what teams ticked stays ticked."""
    kept = {(task.check, task.text): task for task in session.tasks}
    wanted = [(check, "") for check in checks] + [(Check.OWN, text) for text in dict.fromkeys(own)]
    session.tasks = [kept.get(key) or PreworkTask(check=key[0], text=key[1]) for key in wanted]
    for position, task in enumerate(session.tasks):
        task.position = position


def arrange(
    session: LearningSession,
    rows: Sequence[Mapping[str, Any]],
    *,
    actor: User | None,
    version: int | None,
) -> None:
    """Store the agenda as these rows in their order, day after day; rows without a title go."""
    expect(session, version)
    if len(rows) > MOST_ITEMS:
        raise ServiceError(f"An agenda has at most {MOST_ITEMS} items.")
    known = {item.id: item for item in session.agenda}
    before = {"agenda": _agenda(session)}
    made: list[AgendaItem] = []
    most = len(session.days)
    for row in sorted(rows, key=lambda row: row["day"]):
        if not row["title"]:
            continue
        if not 1 <= row["day"] <= most:
            raise ServiceError(f"Choose the day of “{row['title']}”, from 1 to {most}.")
        if not 1 <= row["minutes"] <= MOST_MINUTES:
            raise ServiceError(
                f"“{row['title']}” needs its minutes, a whole number from 1 to {MOST_MINUTES}."
            )
        item = known.get(row["id"]) or AgendaItem(kind=ItemKind.TALK)
        item.position = len(made)
        for name in ("day", "kind", "title", "minutes", "who", "notes"):
            setattr(item, name, row[name])
        made.append(item)
    session.agenda = made
    _touch(session)
    audit.record(
        actor, "arrange agenda", session, network=session.network, before=before,
        after={"agenda": _agenda(session)},
    )  # fmt: skip


def invite(
    session: LearningSession,
    team_ids: Iterable[int],
    user_ids: Collection[int],
    guests: str,
    *,
    actor: User | None,
) -> None:
    """Ask these teams, people of the network and guests, and nobody else; answers given stay.

    `guests` are names, a line each.
    """
    wanted = set(team_ids)
    query = select(Team).where(Team.network_id == session.network.id, Team.id.in_(wanted))
    teams = sorted(db.session.scalars(query), key=lambda team: team.name)
    places = {place.team_id: place for place in session.teams}
    before = {place.team.name for place in session.teams}
    session.teams = [places.get(team.id) or SessionTeam(team=team) for team in teams]
    after = {team.name for team in teams}
    by_user = {one.user_id: one for one in session.people if one.user_id is not None}
    by_name = {one.guest: one for one in session.people if one.guest}
    names = list(dict.fromkeys(name.strip()[:120] for name in guests.splitlines() if name.strip()))
    # Who comes with a team stays listed with it, and so does whoever handed in an evaluation.
    staying = [one for one in session.people if not one.invited or one.evaluated]
    for one in staying:
        one.invited = one.user_id in set(user_ids)
    asked = [by_user.get(key) or SessionPerson(user_id=key) for key in user_ids]
    invited = [by_name.get(name) or SessionPerson(guest=name) for name in names]
    session.people = list(dict.fromkeys([*staying, *asked, *invited]))
    _touch(session)
    if before != after:
        audit.record(
            actor, "invite teams", session, network=session.network,
            before={"withdrawn": ", ".join(sorted(before - after))} if before - after else None,
            after={"invited": ", ".join(sorted(after - before))} if after - before else None,
        )  # fmt: skip


def announce(session: LearningSession, *, actor: User | None) -> None:
    """Let the network see the session, and the invited teams answer."""
    if session.status is not Status.PREPARING:
        return
    if not session.teams:
        raise ServiceError("Choose the teams first; nobody would be invited.")
    session.status, session.invited_at = Status.INVITED, clock.now()
    db.session.flush()
    audit.record(
        actor, "announce session", session, network=session.network,
        after={"on": session.on.isoformat(), "teams": len(session.teams)},
    )  # fmt: skip


def respond(place: SessionTeam, answer: Answer, note: str, *, actor: User | None) -> None:
    """A team says whether it comes."""
    if place.session.status is Status.HELD:
        raise ServiceError("The session was held; there is nothing to answer any more.")
    before = place.answer.value
    place.answer, place.note = answer, note
    place.answered_by, place.answered_at = actor, clock.now()
    db.session.flush()
    audit.record(
        actor, "answer invitation", place.session, network=place.session.network,
        before={"team": place.team.name, "answer": before},
        after={"team": place.team.name, "answer": answer.value},
    )  # fmt: skip


def _touch(session: LearningSession) -> None:
    """Let the version count also where only rows below the session changed."""
    flag_modified(session, "title")
    db.session.flush()


def _agenda(session: LearningSession) -> str:
    days = session.last_day is not None
    return "; ".join(
        f"{item.title} ({f'day {item.day}, ' if days else ''}{item.minutes} min)"
        for item in session.agenda
    )


def _told(session: LearningSession) -> dict[str, Any]:
    said = {name: str(getattr(session, name) or "") for name in FIELDS}
    return said | {
        "measures": ", ".join(each.measure.name for each in session.measures),
        "pre-work": ", ".join(task.text or task.check.value for task in session.tasks),
    }
