"""What pages ask about instruments and rounds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.assessments import content as contents
from app.assessments import results
from app.assessments.content import Content
from app.assessments.models import (
    Assessment,
    AssessmentResponse,
    AssessmentRound,
    Instrument,
)
from app.assessments.results import ItemResult
from app.extensions import db
from app.measures.models import Series
from app.teams.models import Team, TeamMembership, TeamRole


@dataclass(frozen=True, slots=True)
class Listed:
    """An instrument of the network, as it reads now, and how many teams use it."""

    instrument: Instrument
    content: Content
    teams: int


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A round with what may be shown of it."""

    round: AssessmentRound
    content: Content
    respondents: int
    shown: bool
    items: tuple[ItemResult, ...] = ()
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By item's name, what people wrote, in an order that tells nothing of who wrote it."""


def instruments_of(network_id: int) -> list[Listed]:
    """The network's instruments. Two queries."""
    teams = (
        select(func.count())
        .select_from(Assessment)
        .where(Assessment.instrument_id == Instrument.id)
        .correlate(Instrument)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Instrument, teams)
        .where(Instrument.network_id == network_id)
        .options(selectinload(Instrument.versions))
        .order_by(Instrument.retired_at.is_not(None), Instrument.name)
    )
    return [Listed(each, contents.read(each.versions[-1].content), count) for each, count in rows]


def offered_by(network_id: int) -> list[Listed]:
    """The instruments that new rounds may be opened of."""
    return [each for each in instruments_of(network_id) if each.instrument.retired_at is None]


def assessments_of(team_id: int) -> list[Assessment]:
    """What a team places itself on, with its rounds. Three queries at most."""
    query = (
        select(Assessment)
        .where(Assessment.team_id == team_id)
        .options(
            joinedload(Assessment.instrument),
            joinedload(Assessment.series).joinedload(Series.measure),
            selectinload(Assessment.rounds),
        )
        .order_by(Assessment.id)
    )
    return list(db.session.scalars(query))


def result_of(found: AssessmentRound) -> RoundResult:
    """A round's result; empty as long as showing it would tell who answered what."""
    handed = _handed_in(found)
    content = contents.read(found.asked.content)
    shown = found.closed_on is not None and results.may_show_again(
        len(handed), found.since_shown(handed), named=found.named
    )
    if not shown:
        return RoundResult(found, content, len(handed), shown=False)
    names = [each.user.name for each in handed] if found.named else None
    return RoundResult(
        found,
        content,
        len(handed),
        shown=True,
        items=results.profile(content, [each.answers for each in handed], names),
        notes=tuple(
            (
                item.name,
                tuple(sorted(each.notes[item.key] for each in handed if item.key in each.notes)),
            )
            for item in content.items
            if any(item.key in each.notes for each in handed)
        ),
    )


def _handed_in(found: AssessmentRound) -> list[AssessmentResponse]:
    query = (
        select(AssessmentResponse)
        .where(
            AssessmentResponse.round_id == found.id, AssessmentResponse.handed_in_at.is_not(None)
        )
        .options(joinedload(AssessmentResponse.user))
        .order_by(AssessmentResponse.id)
    )
    return list(db.session.scalars(query))


def rounds_before(found: AssessmentRound) -> list[AssessmentRound]:
    """The closed rounds of the same assessment up to this one, the latest first."""
    query = (
        select(AssessmentRound)
        .where(
            AssessmentRound.assessment_id == found.assessment_id,
            AssessmentRound.closed_on.is_not(None),
            AssessmentRound.number <= found.number,
        )
        .options(joinedload(AssessmentRound.asked))
        .order_by(AssessmentRound.number.desc())
    )
    return list(db.session.scalars(query))


def asked_of(team_id: int) -> int:
    """How many people a round asks: all who are on the team and do not only read."""
    query = select(func.count()).where(
        TeamMembership.team_id == team_id, TeamMembership.role != TeamRole.VIEWER
    )
    return db.session.scalar(query) or 0


def waiting_for(user: User, team_ids: Collection[int]) -> list[AssessmentRound]:
    """Open rounds of these teams that a person has not handed in answers to. One query."""
    if not team_ids:
        return []
    answered = select(AssessmentResponse.id).where(
        AssessmentResponse.round_id == AssessmentRound.id,
        AssessmentResponse.user_id == user.id,
        AssessmentResponse.handed_in_at.is_not(None),
    )
    query = (
        select(AssessmentRound)
        .where(
            AssessmentRound.team_id.in_(list(team_ids)),
            AssessmentRound.closed_on.is_(None),
            ~answered.exists(),
        )
        .options(
            joinedload(AssessmentRound.team).joinedload(Team.network),
            joinedload(AssessmentRound.assessment).joinedload(Assessment.instrument),
        )
        .order_by(AssessmentRound.due_on, AssessmentRound.id)
    )
    return list(db.session.scalars(query))


def fed_series(team_ids: Collection[int]) -> frozenset[int]:
    """The series of these teams that rounds are written to: nobody enters their values by hand."""
    query = select(Assessment.series_id).where(
        Assessment.team_id.in_(list(team_ids)), Assessment.series_id.is_not(None)
    )
    return frozenset(each for each in db.session.scalars(query) if each is not None)
