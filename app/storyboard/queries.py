"""What a storyboard asks the database beside what the team's page asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
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


def storyboard_of(team_id: int) -> Storyboard | None:
    """The team's arrangement with its parts and chosen quotes, in one query."""
    query = (
        select(Storyboard)
        .where(Storyboard.team_id == team_id)
        .options(joinedload(Storyboard.parts), joinedload(Storyboard.quotes))
    )
    return db.session.scalars(query).unique().one_or_none()


def _quotable(team_id: int) -> Select[int, str, str, date]:
    """Quotes of interviews that are there, and of people who agreed to be quoted."""
    return (
        select(Quote.id, Quote.text, Interview.who, Interview.on)
        .join(Interview)
        .where(
            Interview.team_id == team_id,
            Interview.removed_at.is_(None),
            Interview.consent == Consent.QUOTES,
        )
        .order_by(Interview.on.desc(), Interview.id.desc(), Quote.position)
    )


def voices_offered(team_id: int) -> tuple[Voice, ...]:
    """Every quote that the team may choose, the latest first."""
    return _voices(_quotable(team_id))


def voices_chosen(team_id: int) -> tuple[Voice, ...]:
    """The quotes that the team chose, as far as consent still holds."""
    chosen = (
        _quotable(team_id)
        .join(storyboard_quote, storyboard_quote.c.quote_id == Quote.id)
        .join(Storyboard, Storyboard.id == storyboard_quote.c.storyboard_id)
        .where(Storyboard.team_id == team_id)
    )
    return _voices(chosen)


def _voices(query: Select[int, str, str, date]) -> tuple[Voice, ...]:
    return tuple(Voice(*row) for row in db.session.execute(query).all())
