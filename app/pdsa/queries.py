"""What pages and charts ask about a team's cycles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.addresses import numbered
from app.aims.models import Aim
from app.causes.models import SignalCause, signal_cause_cycle
from app.extensions import db
from app.measures.models import Measure, Series
from app.networks.models import Network
from app.pdsa.models import Cycle, CycleStatus, CycleTask, Decision, Prediction
from app.teams.models import Team, TeamMembership, TeamRole
from app.theory.models import DriverNode, NodeKind, shortened


@dataclass(frozen=True, slots=True)
class CycleFlag:
    """A cycle as it stands on a chart, at its first day."""

    number: int
    title: str
    ramp: str
    """The few words that name the cycle's ramp."""
    ramp_key: str
    """Equal for the cycles of one ramp."""
    on: date
    status: CycleStatus
    decision: Decision | None
    href: str
    cause: bool = False
    """Whether the team named it as the cause of a signal on this chart."""

    @property
    def running(self) -> bool:
        """Whether no decision has been made yet."""
        return self.decision is None


def flags_for(series: Series, *, may_see_team: bool) -> tuple[CycleFlag, ...]:
    """The flags on the chart of `series`, by date; none for those who may not see the team."""
    return flags_by_series((series,), visible={series.team_id} if may_see_team else ())[series.id]


def flags_by_series(
    series: Iterable[Series], *, visible: Iterable[int]
) -> dict[int, tuple[CycleFlag, ...]]:
    """The flags on each chart, by series id, in four queries however many charts there are.

    `visible` holds the ids of the teams that the actor may see; the charts of others get none.
    """
    charts = list(series)
    team_ids = {chart.team_id for chart in charts} & set(visible)
    if not team_ids:
        return {chart.id: () for chart in charts}
    chosen = select(Aim.team_id, Aim.measure_id).where(Aim.team_id.in_(team_ids))
    aims = dict(db.session.execute(chosen).all())
    named = named_causes(chart.id for chart in charts)
    return flags_among(charts, cycles_of(team_ids), aims, _slugs(team_ids), named)


def flags_among(
    series: Iterable[Series],
    cycles: Mapping[int, Sequence[Cycle]],
    aims: Mapping[int, int | None],
    slugs: Mapping[int, tuple[str, str]],
    named: Mapping[int, Set[int]],
) -> dict[int, tuple[CycleFlag, ...]]:
    """The flags on each chart, by series id, from what is loaded already: asks no database.

    By team id: `cycles` holds all cycles, `aims` the aim's measure, `slugs` the addresses of
    network and team. `named` are, by series id, the cycles named as the cause of a signal.
    """
    found = {}
    for chart in series:
        team = chart.team_id
        known = cycles.get(team, ())
        by_id = {cycle.id: cycle for cycle in known}
        link = numbered("pdsa.show", "number", **_where(slugs[team])) if known else str
        causes, aim = named.get(chart.id, frozenset()), aims.get(team)
        found[chart.id] = tuple(
            _flag(cycle, by_id, link(cycle.number), is_cause=cycle.id in causes)
            for cycle in sorted(known, key=lambda c: (c.starts_on or date.max, c.number))
            if cycle.starts_on is not None and _stands_on(cycle, chart.measure_id, aim)
        )
    return found


def _where(slugs: tuple[str, str]) -> dict[str, str]:
    network_slug, team_slug = slugs
    return {"network_slug": network_slug, "team_slug": team_slug}


_NAMED = (
    select(SignalCause.series_id, signal_cause_cycle.c.cycle_id)
    .join(signal_cause_cycle, signal_cause_cycle.c.cause_id == SignalCause.id)
    .where(SignalCause.series_id.in_(bindparam("series", expanding=True)))
)


def named_causes(series_ids: Iterable[int]) -> dict[int, set[int]]:
    """The ids of the cycles that the team named as the cause of a signal, by series id."""
    found: dict[int, set[int]] = {}
    for series_id, cycle_id in db.session.execute(_NAMED, {"series": list(series_ids)}):
        found.setdefault(series_id, set()).add(cycle_id)
    return found


_PARTS = (
    joinedload(Cycle.owner),
    joinedload(Cycle.measure),
    selectinload(Cycle.predictions).selectinload(Prediction.measure),
)
"""What a whole cycle is shown with beside its idea."""


_CYCLES = (
    select(Cycle)
    .where(Cycle.team_id.in_(bindparam("teams", expanding=True)), Cycle.deleted_at.is_(None))
    .order_by(Cycle.team_id, Cycle.number)
    .options(joinedload(Cycle.change_idea))
)
_WHOLE = _CYCLES.options(*_PARTS)
_WHOLE_WITH_TASKS = _WHOLE.options(selectinload(Cycle.to_do).joinedload(CycleTask.owner))
_PREDICTIONS = (
    select(Prediction)
    .where(Prediction.cycle_id.in_(bindparam("cycles", expanding=True)))
    .order_by(Prediction.position)
    # Of many predictions few measures decide, and a measure has many columns.
    .options(selectinload(Prediction.measure))
)


def cycles_of(team_ids: Iterable[int]) -> dict[int, list[Cycle]]:
    """The teams' cycles by team id, each with its idea: what charts, ramps and stories tell."""
    return _by_team(_CYCLES, team_ids)


def whole_cycles_of(team_ids: Iterable[int], *, tasks: bool = False) -> dict[int, list[Cycle]]:
    """The same with owner, measure and predictions, and `tasks` too, each kind in one more query."""
    return _by_team(_WHOLE_WITH_TASKS if tasks else _WHOLE, team_ids)


def _by_team(query: Select[Cycle], team_ids: Iterable[int]) -> dict[int, list[Cycle]]:
    found: dict[int, list[Cycle]] = {}
    for cycle in db.session.scalars(query, {"teams": list(team_ids)}):
        found.setdefault(cycle.team_id, []).append(cycle)
    return found


def load_predictions(cycles: Iterable[Cycle]) -> None:
    """Load the predictions of some cycles among many, in one query."""
    chosen = {cycle.id: cycle for cycle in cycles}
    found: dict[int, list[Prediction]] = {key: [] for key in chosen}
    for each in db.session.scalars(_PREDICTIONS, {"cycles": list(chosen)}) if chosen else ():
        found[each.cycle_id].append(each)
    for key, cycle in chosen.items():
        set_committed_value(cycle, "predictions", found[key])


def by_idea(cycles: Iterable[Cycle]) -> dict[int, list[int]]:
    """The numbers of cycles by the id of the change idea that they test."""
    return _by_idea((cycle.change_idea_id, cycle.number) for cycle in cycles)


def _by_idea(found: Iterable[tuple[int | None, int]]) -> dict[int, list[int]]:
    numbers: dict[int, list[int]] = {}
    for idea_id, number in found:
        if idea_id is not None:
            numbers.setdefault(idea_id, []).append(number)
    return numbers


def numbers_by_idea(team_id: int) -> dict[int, list[int]]:
    """The same of all of a team's cycles, without reading what is written in them."""
    query = (
        select(Cycle.change_idea_id, Cycle.number)
        .where(Cycle.team_id == team_id, Cycle.deleted_at.is_(None))
        .order_by(Cycle.number)
    )
    return _by_idea((idea_id, number) for idea_id, number in db.session.execute(query))


def cycle_of(team_id: int, number: int, *, deleted: bool = False) -> Cycle | None:
    """One of the team's cycles with all its parts and the one before.

    A deleted one is as if it were not, except where `deleted` asks for it.
    """
    query = (
        select(Cycle)
        .where(Cycle.team_id == team_id, Cycle.number == number)
        .options(
            joinedload(Cycle.change_idea),
            *_PARTS,
            joinedload(Cycle.previous),
            selectinload(Cycle.to_do).joinedload(CycleTask.owner),
        )
    )
    if not deleted:
        query = query.where(Cycle.deleted_at.is_(None))
    return db.session.scalars(query).unique().one_or_none()


def deleted_of(team_id: int) -> list[Cycle]:
    """The team's deleted cycles, the latest deleted first."""
    query = select(Cycle).where(Cycle.team_id == team_id, Cycle.deleted_at.is_not(None))
    return list(db.session.scalars(query.order_by(Cycle.deleted_at.desc())))


def following(cycle: Cycle) -> Cycle | None:
    """The cycle that carries this one on."""
    query = select(Cycle).where(Cycle.previous_id == cycle.id, Cycle.deleted_at.is_(None))
    return db.session.scalar(query.order_by(Cycle.number).limit(1))


def charts_of(cycle: Cycle) -> list[Measure]:
    """The measures on whose charts the cycle stands, in the team's order."""
    aim_measure = select(Aim.measure_id).where(Aim.team_id == cycle.team_id).scalar_subquery()
    query = (
        select(Measure)
        .join(Series, Series.measure_id == Measure.id)
        .where(Series.team_id == cycle.team_id)
        .order_by(Series.position, Series.id)
    )
    if cycle.measure_id is not None:
        query = query.where((Measure.id == cycle.measure_id) | (Measure.id == aim_measure))
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What Plan offers to choose from, each as id and name."""

    ideas: tuple[tuple[int, str], ...]
    measures: tuple[tuple[int, str], ...]
    people: tuple[tuple[int, str], ...]
    gone: tuple[tuple[int, str], ...] = ()
    """Change ideas that were taken out of the theory and that no cycle tests."""


def can_be_tested() -> ColumnElement[bool]:
    """Whether a change idea can be named by a cycle.

    One that was taken out of the theory stays a choice where cycles tested it.
    """
    return (
        DriverNode.removed_at.is_(None)
        | select(Cycle.id).where(Cycle.change_idea_id == DriverNode.id).exists()
    )


def idea_gone(text: str) -> str:
    """What is said where a form names a change idea that was deleted meanwhile."""
    return (
        f"“{text}” was deleted from what drives it while you had this open. Choose another change "
        "idea or none, or put it back there first."
    )


def plan_choices(team_id: int) -> PlanChoices:
    """The team's change ideas, measures and members."""
    ideas = db.session.execute(
        select(DriverNode.id, DriverNode.text, can_be_tested())
        .where(DriverNode.team_id == team_id, DriverNode.kind == NodeKind.IDEA)
        .order_by(DriverNode.position, DriverNode.id)
    ).all()
    measures = (
        select(Measure.id, Measure.name)
        .join(Series, Series.measure_id == Measure.id)
        .where(Series.team_id == team_id)
        .order_by(Series.position, Series.id)
    )
    people = (
        select(User.id, User.name)
        .join(TeamMembership, TeamMembership.user_id == User.id)
        .where(TeamMembership.team_id == team_id, TeamMembership.role != TeamRole.VIEWER)
        .order_by(User.name)
    )
    return PlanChoices(
        ideas=tuple((key, text) for key, text, there in ideas if there),
        measures=_pairs(measures),
        people=_pairs(people),
        gone=tuple((key, text) for key, text, there in ideas if not there),
    )


def _pairs(query: Select[int, str]) -> tuple[tuple[int, str], ...]:
    return tuple(db.session.execute(query).all())


def ramp_key(cycle: Cycle, by_id: Mapping[int, Cycle]) -> str:
    """Equal for cycles on one change idea and, without an idea, for those in one chain."""
    if cycle.change_idea_id is not None:
        return f"idea-{cycle.change_idea_id}"
    return f"chain-{_first(cycle, by_id).number}"


def ramp_label(cycle: Cycle, by_id: Mapping[int, Cycle]) -> str:
    """The few words that name the cycle's ramp."""
    if cycle.change_idea is not None:
        return cycle.change_idea.label
    return shortened(_first(cycle, by_id).title)


def _first(cycle: Cycle, by_id: Mapping[int, Cycle]) -> Cycle:
    seen = {cycle.id}
    while cycle.previous_id is not None and cycle.previous_id not in seen:
        before = by_id.get(cycle.previous_id)
        if before is None or before.change_idea_id is not None:
            break
        cycle = before
        seen.add(cycle.id)
    return cycle


def _stands_on(cycle: Cycle, measure_id: int, aim_measure_id: int | None) -> bool:
    return cycle.measure_id is None or measure_id in {cycle.measure_id, aim_measure_id}


def _flag(cycle: Cycle, by_id: Mapping[int, Cycle], href: str, *, is_cause: bool) -> CycleFlag:
    if cycle.starts_on is None:
        raise ValueError("A cycle without a first day has no place on a chart.")
    return CycleFlag(
        number=cycle.number,
        title=cycle.title,
        ramp=ramp_label(cycle, by_id),
        ramp_key=ramp_key(cycle, by_id),
        on=cycle.starts_on,
        status=cycle.status,
        decision=cycle.decision,
        href=href,
        cause=is_cause,
    )


def _slugs(team_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    query = select(Team.id, Network.slug, Team.slug).join(Network).where(Team.id.in_(team_ids))
    return {team_id: (network, team) for team_id, network, team in db.session.execute(query)}
