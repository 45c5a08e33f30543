"""Taking up a shared measure: a team starts its own series of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import access, audit
from app.access import May, Standing
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Measure, Series
from app.networks.models import Network
from app.teams.models import Team

MOST_OFFERS = 20
"""Whoever writes for more teams of a network finds the others on the teams' pages."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Which teams somebody may start a shared measure for."""

    teams: tuple[Team, ...]
    kept: frozenset[tuple[int, int]]
    """Team and measure of the series that these teams have."""

    def of(self, measure: Measure) -> tuple[Team, ...]:
        """The teams that may take up this measure and have not."""
        if not measure.is_shared or measure.retired_at is not None:
            return ()
        return tuple(team for team in self.teams if (team.id, measure.id) not in self.kept)


def offers(network: Network, who: Standing) -> Offers:
    """What somebody may take up in a network. Two queries."""
    found = select(Team).where(Team.network_id == network.id, Team.id.in_(who.teams))
    query = found.options(joinedload(Team.network)).order_by(Team.name)
    teams = tuple(
        team for team in db.session.scalars(query) if access.can(May.EDIT_TEAM, team, who)
    )[:MOST_OFFERS]
    pairs = select(Series.team_id, Series.measure_id).where(
        Series.team_id.in_([team.id for team in teams])
    )
    return Offers(teams, frozenset((team, measure) for team, measure in db.session.execute(pairs)))


def untaken(team: Team) -> list[Measure]:
    """The shared measures in use that a team does not keep. One query."""
    kept = select(Series.id).where(Series.measure_id == Measure.id, Series.team_id == team.id)
    query = select(Measure).where(
        Measure.network_id == team.network_id,
        Measure.team_id.is_(None),
        Measure.retired_at.is_(None),
        ~kept.exists(),
    )
    return list(db.session.scalars(query.order_by(Measure.role, Measure.name)))


def shared_measure(network: Network, slug: str) -> Measure | None:
    """A network's shared measure by its address."""
    query = select(Measure).where(
        Measure.network_id == network.id, Measure.slug == slug, Measure.team_id.is_(None)
    )
    return db.session.scalar(query)


def adopt(actor: User | None, team: Team, measure: Measure) -> tuple[Series, bool]:
    """A team's series of a shared measure, and whether it is new."""
    if not measure.is_shared or measure.network_id != team.network_id:
        raise ServiceError("The team can only take up a measure that its network shares.")
    if measure.retired_at is not None:
        raise ServiceError(f"{measure.name} is retired, so no team takes it up any more.")
    return keep(actor, team, measure)


def keep(actor: User | None, team: Team, measure: Measure) -> tuple[Series, bool]:
    """A team's series of a measure that it may keep, and whether it is new."""
    series = _series(team, measure)
    if series is not None:
        return series, False
    last = db.session.scalar(select(func.max(Series.position)).where(Series.team_id == team.id))
    series = Series(
        team_id=team.id, measure_id=measure.id, position=0 if last is None else last + 1
    )
    try:
        with db.session.begin_nested():
            db.session.add(series)
    except IntegrityError:  # somebody else of the team was faster
        series = _series(team, measure)
        if series is None:
            raise
        return series, False
    audit.record(
        actor,
        "start measure",
        series,
        network=team.network,
        after={"team": team.name, "measure": measure.name},
    )
    return series, True


def _series(team: Team, measure: Measure) -> Series | None:
    query = select(Series).where(Series.team_id == team.id, Series.measure_id == measure.id)
    return db.session.scalar(query)
