"""Teams that a person coaches or watches, on My work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.measures.charts import SeriesChart
from app.pdsa.models import Cycle
from app.teams.models import Team
from app.teams.story import waiting_cycles
from app.work.data import overdue


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team that the person coaches or watches: what waits there."""

    team: Team
    chart: SeriesChart | None
    """The one to look at first: a concern, where there is any."""
    waits: str
    href: str

    @property
    def worries(self) -> bool:
        """Whether a chart of the team shows a concern."""
        return self.chart is not None and self.chart.verdict == "concern"


def team_lines(
    teams: Sequence[Team],
    charts: Sequence[SeriesChart],
    cycles: Mapping[int, Sequence[Cycle]],
    today: date,
) -> tuple[TeamLine, ...]:
    """The teams in which something worries first, then those in which something waits."""
    lines = [_line(team, charts_of(team, charts), cycles.get(team.id, []), today) for team in teams]
    return tuple(sorted(lines, key=lambda line: (not line.worries, not line.waits, line.team.name)))


def _line(
    team: Team, charts: Sequence[SeriesChart], cycles: Sequence[Cycle], today: date
) -> TeamLine:
    late = sum(1 for chart in charts if overdue(chart.series, today))
    waiting = waiting_cycles(cycles)
    parts = []
    if late:
        parts.append(f"{late} {'value' if late == 1 else 'values'} overdue")
    if waiting:
        parts.append(f"cycle {waiting[0].number} waits for {waiting[0].status.value.capitalize()}")
    ordered = sorted(charts, key=lambda chart: chart.verdict != "concern")
    return TeamLine(
        team=team,
        chart=ordered[0] if ordered else None,
        waits=", ".join(parts),
        href=url_for("teams.show", network_slug=team.network.slug, team_slug=team.slug),
    )


def charts_of(team: Team, charts: Sequence[SeriesChart]) -> tuple[SeriesChart, ...]:
    return tuple(chart for chart in charts if chart.series.team_id == team.id)
