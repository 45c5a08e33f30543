"""How often a team's predictions come true, over time, and beside how sure it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.pdsa.models import Cycle
from app.pdsa.outcomes import Outcome, outcomes_of_all
from app.pdsa.queries import whole_cycles_of
from app.pdsa.scoring import Score
from app.teams.models import Team
from charts.calibration import Calibration, Confidence, calibration_chart
from charts.kind_tables import calibration_table
from charts.layouts import MEDIUM, PHONE
from charts.svg import responsive_svg
from charts.table import ChartTable


@dataclass(frozen=True, slots=True)
class Scored:
    """A prediction that has a score, with its cycle and the day that counts for it."""

    cycle: Cycle
    outcome: Outcome
    on: date | None

    @property
    def score(self) -> Score | None:
        """How it came out."""
        return self.outcome.score


@dataclass(frozen=True, slots=True)
class Tally:
    """Predictions of one stretch of time."""

    name: str
    hits: int
    partly: int
    misses: int
    sure: float | None
    """How sure the team was on average, in percent, of those of which it said so."""

    @property
    def made(self) -> int:
        """How many have a score."""
        return self.hits + self.partly + self.misses

    @property
    def share(self) -> float:
        """How many in a hundred came true."""
        return 100 * self.hits / self.made if self.made else 0.0


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """The whole page."""

    total: Tally
    quarters: tuple[Tally, ...]
    scored: tuple[Scored, ...]
    waiting: tuple[Scored, ...]
    chart: Markup | None
    table: ChartTable | None
    """What the chart draws, in numbers."""
    said: int
    """How many scored predictions say how sure the team was."""


def calibration_page(team: Team) -> CalibrationPage:
    """A team's predictions, in three queries."""
    cycles = whole_cycles_of([team.id]).get(team.id, [])
    outcomes = outcomes_of_all(cycles)
    every = [
        Scored(cycle, each, each.prediction.due_on or cycle.ends_on or cycle.decided_on)
        for cycle in cycles
        for each in outcomes[cycle.id]
    ]
    scored = [each for each in every if each.score is not None]
    scored.sort(key=lambda each: (each.on or date.min, each.cycle.number), reverse=True)
    groups = by_confidence(scored)
    sure = Calibration(team.name, groups)
    return CalibrationPage(
        total=tally("All time", scored),
        quarters=by_quarter(scored),
        scored=tuple(scored),
        waiting=tuple(each for each in every if each.score is None),
        chart=_drawn(sure) if groups else None,
        table=calibration_table(sure) if groups else None,
        said=sum(group.made for group in groups),
    )


def tally(name: str, scored: Sequence[Scored]) -> Tally:
    """Count hits, partial hits and misses."""
    counts = {score: sum(1 for each in scored if each.score is score) for score in Score}
    said = [each.outcome.prediction.confidence for each in scored]
    sure = [percent for percent in said if percent is not None]
    return Tally(
        name,
        counts[Score.HIT],
        counts[Score.PARTLY],
        counts[Score.MISS],
        sum(sure) / len(sure) if sure else None,
    )


def by_quarter(scored: Iterable[Scored]) -> tuple[Tally, ...]:
    """The tally of each quarter that has any, the latest first."""
    found: dict[tuple[int, int], list[Scored]] = {}
    for each in scored:
        if each.on is not None:
            found.setdefault((each.on.year, (each.on.month - 1) // 3), []).append(each)
    months = ("January to March", "April to June", "July to September", "October to December")
    return tuple(
        tally(f"{months[quarter]} {year}", found[year, quarter])
        for year, quarter in sorted(found, reverse=True)
    )


def by_confidence(scored: Iterable[Scored]) -> tuple[Confidence, ...]:
    """How many came true at each confidence; a partial hit did not come true as predicted."""
    found: dict[int, list[bool]] = {}
    for each in scored:
        percent = each.outcome.prediction.confidence
        if percent is not None:
            found.setdefault(percent, []).append(each.score is Score.HIT)
    return tuple(
        Confidence(float(percent), sum(right), len(right))
        for percent, right in sorted(found.items())
    )


def _drawn(chart: Calibration) -> Markup:
    views = [calibration_chart(chart, size=size) for size in (MEDIUM, PHONE)]
    return responsive_svg(views, uid="calibration")
