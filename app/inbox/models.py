"""What of the inbox a person has seen, and of what they were told by mail."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.database import UtcDateTime
from app.extensions import Model


class InboxMark(Model):
    """That a person has seen an item of the inbox, or that a mail told them of it."""

    __tablename__ = "inbox_mark"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    """The item's key, such as "answer-12"; see `app.inbox.items`."""
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_on: Mapped[date | None]
    """The day whose mail told of it first."""

    user: Mapped[User] = relationship()
