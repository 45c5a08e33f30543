"""The network's measures, and one's own series of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.access import Standing, own_teams
from app.measures import queries
from app.measures.charts import SeriesChart, series_chart
from app.measures.models import Direction, Measure
from app.networks.models import Network

ROLES = {
    "outcome": "Outcome: what the work is for",
    "process": "Process: whether the change happens",
    "balancing": "Balancing: what might get worse meanwhile",
}
BETTER = {Direction.UP: "Higher is better", Direction.DOWN: "Lower is better"}
MOST_OWN = 40
"""A coach of more teams than this sees them in the comparison instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure in the catalog."""

    measure: Measure
    teams: int
    charts: tuple[SeriesChart, ...]
    """One's own teams' series of it."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Role, who reports it, and which way is better."""
        one = self.teams == 1
        reporting = f"{self.teams} {'team reports' if one else 'teams report'} it"
        parts = [self.measure.role.value.capitalize()]
        if self.measure.is_shared:
            parts.append(reporting)
        elif self.measure.team is not None:
            parts.append(f"kept by {self.measure.team.name}")
        if self.measure.direction:
            parts.append(BETTER[self.measure.direction])
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The catalog page."""

    shared: tuple[Entry, ...]
    local: tuple[Entry, ...]
    retired: tuple[Entry, ...] = ()
    """Those of both that are out of use; their charts stay readable."""


def catalog(network: Network, who: Standing) -> Catalog:
    """The network's shared measures, and those of one's own teams. Six queries."""
    own = own_teams(who)
    charts: dict[int, list[SeriesChart]] = {}
    for series in queries.series_in_network(network.id, own)[:MOST_OWN]:
        charts.setdefault(series.measure_id, []).append(series_chart(series, size="mini"))
    shared = _entries(queries.shared_measures(network.id), charts)
    local = _entries(queries.local_measures(network.id, own) if own else (), charts)
    return Catalog(
        shared=tuple(each for each in shared if each.measure.retired_at is None),
        local=tuple(each for each in local if each.measure.retired_at is None),
        retired=tuple(each for each in (*shared, *local) if each.measure.retired_at is not None),
    )


def _entries(
    listed: Iterable[queries.Listed], charts: dict[int, list[SeriesChart]]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(each.measure, each.teams, tuple(charts.get(each.measure.id, ()))) for each in listed
    )
