"""What came of one idea in every team that tries it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app import access
from app.access import May
from app.causes.cards import cards_of
from app.causes.models import Cause, SignalCause
from app.causes.queries import causes_of
from app.extensions import db
from app.ideas.charts import Key, key_of, series_seen
from app.ideas.cycles import CycleShown, shown_of
from app.ideas.models import IdeaCopy, PublishedIdea
from app.ideas.queries import cycles_shown
from app.ideas.wording import scale_reached, status_word
from app.measures.charts import SeriesChart, series_chart
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.pdsa.outcomes import Outcome, outcomes_of_all
from app.teams.models import Team
from app.theory.models import DriverNode, IdeaStatus

NOT_OPEN = "This team’s chart is not open to the network."
NO_MEASURE = "No measure was named, so no chart can tell whether it worked."


@dataclass(frozen=True, slots=True)
class Named:
    """A signal that the team puts down to cycles of this idea."""

    title: str
    sentence: str
    verdict: str
    direction: str | None
    cycles: tuple[int, ...]
    confirmed: bool
    note: str
    """In the team's words; for those who see the team's work."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one team made of the idea."""

    team: Team
    team_href: str
    place: str
    since: datetime
    origin: bool
    """Whether the idea came from this team."""
    here: bool
    """Whether the page is this team's passport."""
    href: str
    passport: PublishedIdea | None
    """None as long as the team has not published what came of it."""
    status: str
    """"" where the reader may not know it."""
    abandoned: bool
    scale: str
    tests: tuple[CycleShown, ...]
    chart: SeriesChart | None
    chart_note: str
    named: tuple[Named, ...]


def results_of(root_id: int, here: PublishedIdea) -> tuple[Result, ...]:
    """Every team's result: the page's own passport, the first team, then the others by date."""
    family = _family(root_id)
    ideas = [idea for _, _, idea in family if idea is not None]
    cycles = cycles_shown(idea.id for idea in ideas)
    series = series_seen(ideas)
    causes = causes_of([each.id for each in series.values()]) if series else {}
    outcomes = outcomes_of_all(each for shown in cycles.values() for each in shown)
    made = [
        _result(node, copy, idea, here, cycles, outcomes, series, causes)
        for node, copy, idea in family
    ]
    return tuple(sorted(made, key=lambda r: (not r.here, not r.origin, r.since)))


def _family(root_id: int) -> list[tuple[DriverNode, IdeaCopy | None, PublishedIdea | None]]:
    """The first idea and all its copies, each with its passport where that is public."""
    query = (
        select(DriverNode, IdeaCopy, PublishedIdea)
        .join(DriverNode.team)
        .outerjoin(IdeaCopy, IdeaCopy.node_id == DriverNode.id)
        .outerjoin(PublishedIdea, PublishedIdea.node_id == DriverNode.id)
        .where(or_(IdeaCopy.root_id == root_id, PublishedIdea.id == root_id))
        .options(
            contains_eager(DriverNode.team).joinedload(Team.network),
            contains_eager(DriverNode.team).joinedload(Team.working_group),
            joinedload(PublishedIdea.measure),
        )
    )
    found: list[tuple[DriverNode, IdeaCopy | None, PublishedIdea | None]] = []
    for node, copy, passport in db.session.execute(query):
        idea = passport if passport is not None and passport.is_public else None
        # Without its passport, a first idea and a copy that was taken out again tell nothing.
        if idea is not None or (copy is not None and node.removed_at is None):
            found.append((node, copy, idea))
    return found


def _result(
    node: DriverNode,
    copy: IdeaCopy | None,
    idea: PublishedIdea | None,
    here: PublishedIdea,
    cycles: dict[int, list[Cycle]],
    outcomes: Mapping[int, Iterable[Outcome]],
    series: dict[Key, Series],
    causes: dict[int, list[SignalCause]],
) -> Result:
    team = node.team
    sees_team = access.may(May.SEE_TEAM, team)
    shown = cycles.get(idea.id, []) if idea else []
    key = key_of(idea) if idea else None
    kept = series.get(key) if key else None
    chart = _chart(kept, sees_team=sees_team) if kept else None
    network = team.network
    group = team.working_group.name if team.working_group else ""
    href = ""
    if idea is not None:
        href = url_for("ideas.show", network_slug=network.slug, idea_id=idea.id)
    knows = idea is not None or sees_team
    return Result(
        team=team,
        team_href=url_for("teams.show", network_slug=network.slug, team_slug=team.slug),
        place=" · ".join(part for part in (team.place, group) if part),
        since=copy.copied_at if copy else idea.published_at if idea else here.published_at,
        origin=copy is None,
        here=idea is not None and idea.id == here.id,
        href=href,
        passport=idea,
        status=status_word(node) if knows else "",
        abandoned=knows and node.status is IdeaStatus.ABANDONED,
        scale=scale_reached(shown),
        tests=shown_of(team, shown, outcomes, sees_team=sees_team),
        chart=chart,
        chart_note="" if chart or not idea else NOT_OPEN if idea.measure_id else NO_MEASURE,
        named=_named(chart, causes, shown, sees_team=sees_team) if chart else (),
    )


def _chart(series: Series, *, sees_team: bool) -> SeriesChart:
    uid = f"idea-chart-{series.id}"
    return series_chart(series, size="compact", uid=uid, flags=(), full_access=sees_team)


def _named(
    chart: SeriesChart,
    causes: dict[int, list[SignalCause]],
    shown: Sequence[Cycle],
    *,
    sees_team: bool,
) -> tuple[Named, ...]:
    """The chart's signals whose cause the team says is one of the cycles shown."""
    ids = {cycle.id for cycle in shown}
    found = []
    for card in cards_of(chart.signals, causes.get(chart.series.id, ())):
        said = card.decision
        if said is None or said.cause is not Cause.OUR_CHANGE:
            continue
        numbers = tuple(cycle.number for cycle in said.cycles if cycle.id in ids)
        if numbers:
            found.append(
                Named(
                    title=card.top.title,
                    sentence=card.top.sentence,
                    verdict=card.top.verdict,
                    direction=card.top.direction,
                    cycles=numbers,
                    confirmed=said.confirmed_at is not None,
                    note=said.note if sees_team else "",
                )
            )
    return tuple(found)
