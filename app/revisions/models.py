"""The columns of what is revised, and of the states that it had."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime


class Revised:
    """A team's document of which every saving is a revision."""

    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Revision:
    """A state that a document had, whole, with who wrote it, when and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    revised_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    revised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @declared_attr
    @classmethod
    def revised_by(cls) -> Mapped[User | None]:
        """Who wrote it."""
        return relationship(User)

    @property
    def headline(self) -> str:
        """The document in a sentence, or "" where it has none."""
        return ""

    @property
    def because(self) -> str:
        """Why it was written so."""
        return self.reason or ("First written" if self.number == 1 else "No reason was given")
