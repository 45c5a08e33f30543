"""A team's charter: what it takes on, why, within which bounds, and with what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.teams.models import Team


class Charter(Model):
    """The agreement between a team and those who sponsor it. Lead, coach and members are the team's own."""

    __tablename__ = "charter"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    problem: Mapped[str] = mapped_column(sa.Text, default="")
    why: Mapped[str] = mapped_column(sa.Text, default="")
    scope_in: Mapped[str] = mapped_column(sa.Text, default="")
    scope_out: Mapped[str] = mapped_column(sa.Text, default="")
    sponsor: Mapped[str] = mapped_column(sa.String(200), default="")
    resources: Mapped[str] = mapped_column(sa.Text, default="")
    timeline: Mapped[str] = mapped_column(sa.Text, default="")
    """A milestone a line."""
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    revisions: Mapped[list[CharterRevision]] = relationship(
        back_populates="charter", order_by="CharterRevision.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class CharterRevision(Model):
    """A charter as it stood."""

    __tablename__ = "charter_revision"
    __table_args__ = (sa.UniqueConstraint("charter_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(sa.ForeignKey("charter.id", ondelete="CASCADE"))
    number: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    revised_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    revised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    charter: Mapped[Charter] = relationship(back_populates="revisions")
    revised_by: Mapped[User | None] = relationship()
