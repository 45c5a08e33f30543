"""What is kept beside a cycle: every change of it, and forms that are not saved yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.pdsa.models import Cycle


class CycleChange(Model):
    """What one person changed in a cycle at one moment. It is never changed itself.

    The words stand here and not in the network's audit, which the backbone reads: a cycle that
    is not published is the team's own.
    """

    __tablename__ = "cycle_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(sa.ForeignKey("cycle.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    """As it was then: it stays when the account is gone."""
    action: Mapped[str] = mapped_column(sa.String(60))
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Fields that changed, as words, by field."""
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    cycle: Mapped[Cycle] = relationship()


class CycleDraft(Model):
    """A form of a cycle as one person left it, not saved yet. Only that person sees it."""

    __tablename__ = "cycle_draft"
    __table_args__ = (sa.UniqueConstraint("team_id", "user_id", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    form: Mapped[str] = mapped_column(sa.String(40))
    """Which form: a step and the cycle's number, such as "study-12"; or "new" or "log" and what that
    opening of the form carries, so that two windows keep two."""
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """What stood in the form: a list of texts by the name of each field."""
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    user: Mapped[User] = relationship()


class SentForm(Model):
    """The form of a kind that one person saved or threw away last: drafts of it may still come.

    A form is known by what it carried since it was opened (`once`), and a draft by the moment at
    which its last word was typed, both on one device's clock: no request can overtake that.
    """

    __tablename__ = "cycle_form_sent"
    __table_args__ = (sa.UniqueConstraint("team_id", "user_id", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    form: Mapped[str] = mapped_column(sa.String(40))
    once: Mapped[str] = mapped_column(sa.String(36))
    typed_at: Mapped[int] = mapped_column(sa.BigInteger)
    """Milliseconds since 1970; 0 where nothing was typed."""
