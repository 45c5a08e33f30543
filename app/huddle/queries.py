"""Loads what the huddle looks at: as many queries however many teams and measures there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from app.access import Standing as Roles
from app.aims.models import Aim
from app.assessments.queries import fed_series
from app.causes.models import SignalCause
from app.conversations.queries import answered_by_coach, open_help
from app.extensions import db
from app.huddle.facts import Request, Score, Standing, TeamFacts
from app.huddle.models import AttentionRule
from app.huddle.rules import Rule, as_set
from app.measures.due import Due, waiting_of
from app.measures.models import Series
from app.pdsa.models import Cycle, Prediction
from app.progress.models import ScoredBy
from app.progress.queries import histories
from app.standings.facts import read
from app.standings.models import SeriesStanding
from app.teams.models import Team


def coached_teams(who: Roles) -> list[Team]:
    """The teams that a coach looks after, by name. One query."""
    query = select(Team).where(Team.id.in_(who.coached)).options(joinedload(Team.network))
    return list(db.session.scalars(query.order_by(Team.name, Team.id)))


def rules_of(network_ids: Iterable[int]) -> dict[int, tuple[Rule, ...]]:
    """The rules of each network, as it has set them. One query."""
    wanted = list(network_ids)
    stored: dict[int, list[tuple[str, bool, int, int | None]]] = {each: [] for each in wanted}
    for each in db.session.scalars(
        select(AttentionRule).where(AttentionRule.network_id.in_(wanted))
    ):
        stored[each.network_id].append((each.rule, each.is_on, each.level, each.limit))
    return {network_id: as_set(rows) for network_id, rows in stored.items()}


def facts_of(teams: Sequence[Team], today: date) -> list[TeamFacts]:
    """What is known of each team this morning."""
    ids = [team.id for team in teams]
    standings = standings_of(ids)
    cycles = _cycles(ids)
    aims = {aim.team_id: aim for aim in db.session.scalars(select(Aim).where(Aim.team_id.in_(ids)))}
    fed = fed_series(ids) if ids else frozenset()
    requests, scores = _requests(ids), _scores(teams, today)
    return [
        TeamFacts(
            team=team,
            standings=tuple(standings[team.id]),
            due=tuple(_due(standings[team.id], fed, today)),
            cycles=tuple(cycles[team.id]),
            aim=aims.get(team.id),
            requests=tuple(requests[team.id]),
            scores=scores[team.id],
        )
        for team in teams
    ]


def _requests(team_ids: Sequence[int]) -> dict[int, list[Request]]:
    """The requests for help that wait, by team."""
    found: dict[int, list[Request]] = defaultdict(list)
    asked = open_help(team_ids)
    answered = answered_by_coach([said.thread.id for said in asked]) if asked else {}
    for said in asked:
        request = Request(
            said.comment.text,
            said.href,
            said.comment.written_at.date(),
            answered.get(said.thread.id),
        )
        found[said.team.id].append(request)
    return found


def _scores(teams: Sequence[Team], today: date) -> dict[int, tuple[Score, ...]]:
    """The progress scores by team: the coach's where there are any, else the team's own."""
    given = histories([team.id for team in teams], today)
    return {
        team.id: tuple(
            Score(
                on,
                halves / 2,
                url_for("progress.show", network_slug=team.network.slug, team_slug=team.slug),
            )
            for on, halves in given.get((team.id, ScoredBy.COACH), [])
            or given.get((team.id, ScoredBy.TEAM), [])
        )
        for team in teams
    }


def standings_of(team_ids: Sequence[int]) -> dict[int, list[Standing]]:
    """Every series of these teams with what its chart says, by team. Three queries."""
    rows = db.session.execute(
        select(Series, SeriesStanding)
        .join(Series.measure)
        .join(Series.team)
        .outerjoin(SeriesStanding, SeriesStanding.series_id == Series.id)
        .where(Series.team_id.in_(team_ids))
        .options(contains_eager(Series.measure), contains_eager(Series.team))
        .order_by(Series.team_id, Series.position, Series.id)
    ).all()
    causes: dict[int, list[SignalCause]] = defaultdict(list)
    mine = select(Series.id).where(Series.team_id.in_(team_ids))
    for cause in db.session.scalars(select(SignalCause).where(SignalCause.series_id.in_(mine))):
        causes[cause.series_id].append(cause)
    found: dict[int, list[Standing]] = defaultdict(list)
    for series, kept in rows:
        found[series.team_id].append(
            Standing(
                series=series,
                verdict=kept.verdict if kept else "too_young",
                direction=kept.direction if kept else None,
                signals=tuple(read(each) for each in kept.signals) if kept else (),
                latest=kept.latest_period if kept else None,
                recent=kept.recent if kept else None,
                changed=kept.changed_at.date() if kept else date.min,
                causes=tuple(causes[series.id]),
            )
        )
    return found


def _due(standings: Iterable[Standing], fed: Collection[int], today: date) -> Iterable[Due]:
    for each in standings:
        if each.series.id in fed:
            continue
        due = waiting_of(each.series, each.latest, today)
        if due is not None and due.waiting > 0:
            yield due


def _cycles(team_ids: Sequence[int]) -> dict[int, list[Cycle]]:
    """The teams' cycles with no more than the rules look at. Two queries."""
    query = (
        select(Cycle)
        .where(Cycle.team_id.in_(team_ids), Cycle.deleted_at.is_(None))
        .options(
            load_only(
                *(Cycle.team_id, Cycle.number, Cycle.title, Cycle.change_idea_id),
                *(Cycle.previous_id, Cycle.starts_on, Cycle.ends_on, Cycle.decision),
                *(Cycle.decided_on, Cycle.objective, Cycle.as_planned, Cycle.observations),
                Cycle.learned,
            ),
            selectinload(Cycle.predictions).load_only(Prediction.cycle_id),
        )
        .order_by(Cycle.team_id, Cycle.number)
    )
    found: dict[int, list[Cycle]] = defaultdict(list)
    for cycle in db.session.scalars(query):
        found[cycle.team_id].append(cycle)
    return found
