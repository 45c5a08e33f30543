"""Reading sessions: lists, one session with all that its page shows, and whose they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app import access
from app.access import May, Standing
from app.accounts.models import User
from app.extensions import db
from app.learning.models import (
    Answer,
    LearningSession,
    SessionMeasure,
    SessionPerson,
    SessionTeam,
    Status,
)
from app.learning.room_models import Commitment
from app.measures.models import Measure, MeasureRole
from app.measures.queries import shared_measures
from app.networks.models import Network, NetworkMembership
from app.teams.models import Team

MOST_MEASURES = 3
"""Measures that a new session proposes to compare."""
ends_on = func.coalesce(LearningSession.last_day, LearningSession.on)
"""The last day of a session; until then it is to come."""


def sessions_of(network: Network) -> list[LearningSession]:
    """The network's sessions that the reader may see, the latest first, with their teams."""
    query = (
        select(LearningSession)
        .where(LearningSession.network_id == network.id)
        .options(selectinload(LearningSession.teams), joinedload(LearningSession.network))
        .order_by(LearningSession.on.desc(), LearningSession.number.desc())
    )
    if not access.may(May.RUN_SESSIONS, network):
        query = query.where(LearningSession.status != Status.PREPARING)
    return list(db.session.scalars(query))


def load(session: LearningSession) -> None:
    """Ask for all that a session's page shows, in as many queries however large it is."""
    db.session.scalars(
        select(LearningSession)
        .where(LearningSession.id == session.id)
        .options(
            selectinload(LearningSession.agenda),
            selectinload(LearningSession.tasks),
            selectinload(LearningSession.measures).joinedload(SessionMeasure.measure),
            selectinload(LearningSession.teams).options(
                joinedload(SessionTeam.team), selectinload(SessionTeam.ticks)
            ),
            selectinload(LearningSession.people).options(
                joinedload(SessionPerson.user), joinedload(SessionPerson.team)
            ),
        )
        .execution_options(populate_existing=True)
    ).one()


def own_places(session: LearningSession, who: Standing) -> list[SessionTeam]:
    """The places of the teams that the reader is on or coaches, by name."""
    own = access.own_teams(who)
    return sorted(
        (place for place in session.teams if place.team_id in own),
        key=lambda place: place.team.name,
    )


def teams_by_group(network: Network) -> list[tuple[str, list[Team]]]:
    """The network's teams under the names of their working groups, those without one last."""
    query = select(Team).where(Team.network_id == network.id)
    teams = db.session.scalars(query.options(joinedload(Team.working_group)).order_by(Team.name))
    found: dict[tuple[bool, int, str], list[Team]] = {}
    for team in teams:
        group = team.working_group
        key = (group is None, group.position if group else 0, group.name if group else "")
        found.setdefault(key, []).append(team)
    return [(name, found[key]) for key in sorted(found) for name in [key[2]]]


def people_of(network: Network) -> list[tuple[User, str]]:
    """Those with a role in the network, by name, with their roles."""
    query = (
        select(NetworkMembership)
        .where(NetworkMembership.network_id == network.id)
        .options(joinedload(NetworkMembership.user))
    )
    roles: dict[User, list[str]] = {}
    for one in db.session.scalars(query):
        roles.setdefault(one.user, []).append(one.role.value)
    return sorted(
        ((user, ", ".join(sorted(found))) for user, found in roles.items()),
        key=lambda pair: (pair[0].name, pair[0].id),
    )


def measures_offered(network: Network) -> list[Measure]:
    """The shared measures in use, outcomes first."""
    order = list(MeasureRole)
    found = [listed.measure for listed in shared_measures(network.id)]
    return sorted(found, key=lambda measure: (order.index(measure.role), measure.name))


def before(session: LearningSession) -> LearningSession | None:
    """The session of the network that came before."""
    query = (
        select(LearningSession)
        .where(
            LearningSession.network_id == session.network_id,
            LearningSession.id != session.id,
            LearningSession.on < session.on,
            LearningSession.status != Status.PREPARING,
        )
        .order_by(LearningSession.on.desc(), LearningSession.number.desc())
    )
    return db.session.scalar(query.limit(1))


def places_waiting(team_ids: Collection[int], today: date) -> list[SessionTeam]:
    """Places in announced sessions to come of these teams that did not decline, by day."""
    if not team_ids:
        return []
    query = (
        select(SessionTeam)
        .join(LearningSession)
        .where(
            SessionTeam.team_id.in_(team_ids),
            SessionTeam.answer != Answer.DECLINED,
            LearningSession.status == Status.INVITED,
            ends_on >= today,
        )
        .options(
            joinedload(SessionTeam.team),
            joinedload(SessionTeam.session).joinedload(LearningSession.network),
        )
        .order_by(LearningSession.on, SessionTeam.id)
    )
    return list(db.session.scalars(query))


def sessions_run(network_ids: Collection[int], today: date) -> list[LearningSession]:
    """Sessions to come of networks whose sessions a person runs, by day."""
    if not network_ids:
        return []
    query = (
        select(LearningSession)
        .where(
            LearningSession.network_id.in_(network_ids),
            LearningSession.status != Status.HELD,
            ends_on >= today,
        )
        .options(joinedload(LearningSession.network), selectinload(LearningSession.teams))
        .order_by(LearningSession.on)
    )
    return list(db.session.scalars(query))


def open_commitments(team_ids: Collection[int]) -> list[Commitment]:
    """Commitments of these teams that did not become a cycle yet, by day."""
    if not team_ids:
        return []
    query = (
        select(Commitment)
        .where(Commitment.team_id.in_(team_ids), Commitment.cycle_id.is_(None))
        .options(
            joinedload(Commitment.team),
            joinedload(Commitment.session).joinedload(LearningSession.network),
        )
        .order_by(Commitment.due_on, Commitment.id)
    )
    return list(db.session.scalars(query))
