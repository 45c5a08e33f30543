"""A measure of the invented network."""

from __future__ import annotations

from app.demo.files import Record
from app.extensions import db
from app.measures.models import DataKind, Direction, Measure, MeasureRole
from app.networks.models import Network
from app.teams.models import Team


def measure_of(network: Network, record: Record, team: Team | None = None) -> Measure:
    """A measure as the files write it down; with a team, that team's own."""
    apart = {"role", "kind", "direction"}
    measure = Measure(
        network=network,
        team=team,
        role=MeasureRole(record["role"]),
        data_kind=DataKind(record["kind"]),
        direction=Direction(record["direction"]) if "direction" in record else None,
        **{key: value for key, value in record.items() if key not in apart},
    )
    db.session.add(measure)
    return measure
