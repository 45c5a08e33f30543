"""What pages ask about progress scores. The caller answers for who may see the teams it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.progress.evidence import Supported, supported
from app.progress.models import ProgressScore, ScoredBy
from app.progress.records import records_of
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class Latest:
    """The score that counts now, and the one that counted some weeks ago."""

    halves: int
    on: date
    before: int | None
    """None where nobody had scored then."""

    @property
    def value(self) -> float:
        """As it is read: 0.5 to 5.0."""
        return self.halves / 2

    @property
    def moved(self) -> bool:
        """Whether it differs from what counted then; a first score moves nothing."""
        return self.before is not None and self.before != self.halves

    @property
    def rose(self) -> bool:
        """Whether it is higher than what counted then."""
        return self.before is not None and self.halves > self.before


@dataclass(frozen=True, slots=True)
class LatestScores:
    """A team's scores as they count now; None where nobody has scored yet."""

    team: Latest | None = None
    coach: Latest | None = None


def scores_of(team_id: int, *, withdrawn: bool = False) -> list[ProgressScore]:
    """A team's scores in order of their days; the withdrawn ones only where they are asked for."""
    query = (
        select(ProgressScore)
        .where(ProgressScore.team_id == team_id)
        .options(joinedload(ProgressScore.by))
        .order_by(ProgressScore.on, ProgressScore.id)
    )
    if not withdrawn:
        query = query.where(ProgressScore.withdrawn_at.is_(None))
    return list(db.session.scalars(query))


def score_of(team_id: int, score_id: int) -> ProgressScore | None:
    """One of the team's scores."""
    return db.session.scalar(
        select(ProgressScore).where(ProgressScore.id == score_id, ProgressScore.team_id == team_id)
    )


def histories(
    team_ids: Iterable[int], today: date
) -> dict[tuple[int, ScoredBy], list[tuple[date, int]]]:
    """The days and halves of what teams and coaches have said, the earliest first. One query."""
    query = (
        select(
            ProgressScore.team_id, ProgressScore.scored_by, ProgressScore.on, ProgressScore.halves
        )
        .where(
            ProgressScore.team_id.in_(list(team_ids)),
            ProgressScore.withdrawn_at.is_(None),
            ProgressScore.on <= today,
        )
        .order_by(ProgressScore.on, ProgressScore.id)
    )
    given: dict[tuple[int, ScoredBy], list[tuple[date, int]]] = {}
    for team_id, scored_by, on, halves in db.session.execute(query):
        given.setdefault((team_id, scored_by), []).append((on, halves))
    return given


def latest_scores(team_ids: Iterable[int], today: date, *, weeks: int) -> dict[int, LatestScores]:
    """What teams and coaches say now, and said `weeks` weeks ago. One query, however many teams.

    For the coach's huddle: a score that is low and has not `moved` asks for attention.
    """
    ids = list(team_ids)
    given = histories(ids, today)
    then = today - timedelta(weeks=weeks)
    return {
        team_id: LatestScores(
            _latest(given.get((team_id, ScoredBy.TEAM), ()), then),
            _latest(given.get((team_id, ScoredBy.COACH), ()), then),
        )
        for team_id in ids
    }


def supported_scores(teams: Sequence[Team], today: date) -> dict[int, Supported]:
    """What the records of several teams support today. Eight queries, however many teams.

    Reads every chart of the teams by its rules: some 10 ms a team.
    """
    return {key: supported(found, today) for key, found in records_of(teams).items()}


def _latest(given: Sequence[tuple[date, int]], then: date) -> Latest | None:
    if not given:
        return None
    before = next((halves for on, halves in reversed(given) if on <= then), None)
    return Latest(given[-1][1], given[-1][0], before)
