"""What the pages of definitions ask the database."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.aims.models import Aim
from app.extensions import db
from app.measures.models import Measure, Observation, Series
from app.networks.models import Strategy
from app.teams.models import Team
from app.theory.models import DriverNode


def strategy_choices(network_id: int) -> list[tuple[str, str]]:
    """The network's strategies, to tick."""
    query = select(Strategy.id, Strategy.name).where(Strategy.network_id == network_id)
    rows = db.session.execute(query.order_by(Strategy.position, Strategy.id))
    return [(str(strategy_id), name) for strategy_id, name in rows]


def series_of(team: Team, measure: Measure) -> Series:
    """A team's series of a measure, which must be there."""
    query = select(Series).where(Series.team_id == team.id, Series.measure_id == measure.id)
    return db.session.scalars(query).one()


def has_values(measure: Measure) -> bool:
    """Whether any team entered a value."""
    query = select(Observation.id).join(Series).where(Series.measure_id == measure.id)
    return db.session.scalar(query.limit(1)) is not None


def longest_series(measure: Measure, team_ids: Iterable[int]) -> Series | None:
    """The series of these teams with the most values; None without one. Two queries."""
    query = (
        select(Series)
        .join(Observation, Observation.series_id == Series.id)
        .where(Series.measure_id == measure.id, Series.team_id.in_(list(team_ids)))
        .group_by(Series.id)
        .order_by(func.count(Observation.id).desc(), Series.id)
        .options(joinedload(Series.team), selectinload(Series.observations))
        .limit(1)
    )
    found: Series | None = db.session.scalar(query)
    return found


def drivers_using(measure: Measure, team_ids: Iterable[int]) -> list[DriverNode]:
    """The drivers of these teams that a measure is tied to."""
    query = (
        select(DriverNode)
        .join(Team, DriverNode.team_id == Team.id)
        .where(
            DriverNode.measures.contains(measure),
            DriverNode.team_id.in_(list(team_ids)),
            DriverNode.removed_at.is_(None),
        )
        .options(joinedload(DriverNode.team).joinedload(Team.network))
        .order_by(Team.name, DriverNode.position)
    )
    return list(db.session.scalars(query))


def aims_measured_by(measure: Measure, team_ids: Iterable[int]) -> list[Aim]:
    """The aims of these teams that are measured by it."""
    query = (
        select(Aim)
        .where(Aim.measure_id == measure.id, Aim.team_id.in_(list(team_ids)))
        .options(joinedload(Aim.team).joinedload(Team.network))
    )
    return list(db.session.scalars(query))
