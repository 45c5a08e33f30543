"""The team's ramps: each chain of tests with its scale, decisions and fidelity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlalchemy import select

from app.diagram_files import diagram_file
from app.extensions import db
from app.measures.models import Measure, Observation, Series
from app.pdsa.blueprint import url_of
from app.pdsa.fidelity import Fidelity, Test, fidelity
from app.pdsa.models import Cycle, CycleStatus, Decision
from app.pdsa.queries import cycles_of, ramp_key, ramp_label, whole_cycles_of
from app.pdsa.ramps import SCALES, day_of_test, drawn_ramps, is_drawn, ramp_chart
from app.teams.models import Team
from charts import pdsa_ramp


@dataclass(frozen=True, slots=True)
class RampView:
    """One ramp: its cycles in order and its check."""

    key: str
    label: str
    text: str
    cycles: tuple[Cycle, ...]
    fidelity: Fidelity
    last: Decision | None

    @property
    def scales(self) -> str:
        """From which scale to which: "One person to one unit"."""
        said = [cycle.scale.value for cycle in self.cycles if cycle.scale]
        if not said:
            return ""
        first, last = said[0], said[-1]
        return first.capitalize() if first == last else f"{first.capitalize()} to {last}"


@dataclass(frozen=True, slots=True)
class RampPage:
    """All ramps, those that still run first, and all of them in one drawing."""

    ramps: tuple[RampView, ...]
    drawing: Markup | None
    undrawn: tuple[int, ...]
    """Numbers of the cycles that no drawing can place, without a day or a scale."""


def ramp_page(team: Team) -> RampPage:
    """A team's ramps, in two queries."""
    cycles = whole_cycles_of([team.id]).get(team.id, [])
    by_id = {cycle.id: cycle for cycle in cycles}
    chains: dict[str, list[Cycle]] = {}
    for cycle in cycles:
        chains.setdefault(ramp_key(cycle, by_id), []).append(cycle)
    periods = _periods(team.id) if cycles else {}
    ramps = [
        _ramp(key, ramp_label(chain[0], by_id), chain, periods) for key, chain in chains.items()
    ]
    # What runs stands first, then the latest.
    ramps.sort(key=lambda each: (each.last is not None, -each.cycles[-1].number))
    chart = ramp_chart(cycles, lambda cycle: url_of("show", team, cycle))
    return RampPage(
        tuple(ramps),
        drawn_ramps(chart, uid="ramps-drawing") if chart else None,
        tuple(cycle.number for cycle in cycles if not is_drawn(cycle)),
    )


def ramp_file(team: Team, extension: str, day: date) -> bytes | None:
    """All ramps in one file, where links lead nowhere; None before the first one."""
    chart = ramp_chart(cycles_of([team.id]).get(team.id, []), lambda _: "")
    if chart is None:
        return None
    return diagram_file(
        pdsa_ramp.layout(chart),
        extension,
        heading=f"Ramps of tests, {team.name}",
        footer=f"{team.name}, {team.network.name}. PDSA ramps.",
        day=day,
    )


def test_of(cycle: Cycle, ramp: Sequence[Cycle]) -> Test:
    """What the fidelity check needs to know of a cycle in its ramp."""
    ids = {other.id for other in ramp}
    return Test(
        number=cycle.number,
        has_started=cycle.status is not CycleStatus.PLAN,
        is_decided=cycle.decision is not None,
        is_abandoned=cycle.decision is Decision.ABANDON,
        follows=cycle.previous_id in ids,
        scale=SCALES.index(cycle.scale) if cycle.scale else None,
        predictions=len(cycle.predictions),
        learned=bool(cycle.learned.strip()),
    )


def _ramp(key: str, label: str, chain: list[Cycle], periods: dict[int, list[date]]) -> RampView:
    measure, points = _measured(chain, periods)
    idea = chain[0].change_idea
    return RampView(
        key=key,
        label=label,
        text=idea.text if idea else chain[0].title,
        cycles=tuple(chain),
        fidelity=fidelity([test_of(cycle, chain) for cycle in chain], measure, points),
        last=chain[-1].decision,
    )


def _measured(chain: Sequence[Cycle], periods: dict[int, list[date]]) -> tuple[str, int]:
    """The measure of a ramp that has most values since its first day, and how many."""
    first = min((day for cycle in chain if (day := day_of_test(cycle))), default=None)
    named: dict[int, Measure] = {}
    for cycle in chain:
        for measure in (cycle.measure, *(each.measure for each in cycle.predictions)):
            if measure is not None:
                named[measure.id] = measure
    counted = [
        (sum(1 for period in periods.get(key, ()) if first and period >= first), measure.name)
        for key, measure in named.items()
    ]
    if not counted:
        return "", 0
    points, name = max(counted, key=lambda pair: pair[0])
    return name, points


def _periods(team_id: int) -> dict[int, list[date]]:
    """The periods for which the team has values, by measure id."""
    query = (
        select(Series.measure_id, Observation.period)
        .join(Observation, Observation.series_id == Series.id)
        .where(Series.team_id == team_id)
    )
    found: dict[int, list[date]] = {}
    for measure_id, period in db.session.execute(query):
        found.setdefault(measure_id, []).append(period)
    return found
