"""What a storyboard asks the database beside what the team's page asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.interviews.models import Consent, Interview, Quote
from app.storyboard.models import Storyboard, storyboard_quote


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said who agreed to be quoted, and who that is without a name."""

    id: int
    text: str
    who: str
    on: date


_TEAM = bindparam("team", type_=Integer)
_BOARD = (
    select(Storyboard)
    .where(Storyboard.team_id == _TEAM)
    .options(joinedload(Storyboard.parts), joinedload(Storyboard.quotes))
)
_QUOTABLE = (
    select(Quote.id, Quote.text, Interview.who, Interview.on)
    .join(Interview)
    .where(
        Interview.team_id == _TEAM,
        Interview.removed_at.is_(None),
        Interview.consent == Consent.QUOTES,
    )
    .order_by(Interview.on.desc(), Interview.id.desc(), Quote.position)
)
"""Quotes of interviews that are there, and of people who agreed to be quoted."""
_CHOSEN = (
    _QUOTABLE.join(storyboard_quote, storyboard_quote.c.quote_id == Quote.id)
    .join(Storyboard, Storyboard.id == storyboard_quote.c.storyboard_id)
    .where(Storyboard.team_id == _TEAM)
)


def storyboard_of(team_id: int) -> Storyboard | None:
    """The team's arrangement with its parts and chosen quotes, in one query."""
    return db.session.scalars(_BOARD, {"team": team_id}).unique().one_or_none()


def voices_offered(team_id: int) -> tuple[Voice, ...]:
    """Every quote that the team may choose, the latest first."""
    return _voices(_QUOTABLE, team_id)


def voices_chosen(team_id: int) -> tuple[Voice, ...]:
    """The quotes that the team chose, as far as consent still holds."""
    return _voices(_CHOSEN, team_id)


def _voices(query: Select[int, str, str, date], team_id: int) -> tuple[Voice, ...]:
    return tuple(Voice(*row) for row in db.session.execute(query, {"team": team_id}).all())
