"""The progress score: how a network words it, and what teams and coaches say."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.networks.models import Network
from app.teams.models import Team

LOWEST, HIGHEST = 1, 10
"""Scores are kept in halves: 0.5 is 1, and 5.0 is 10."""


class ScoredBy(enum.Enum):
    """In whose name a score is given."""

    TEAM = "team"
    COACH = "coach"


class ProgressScore(Model):
    """A score that somebody gave on a day, and why. A later one does not take its place."""

    __tablename__ = "progress_score"
    __table_args__ = (
        sa.CheckConstraint(f"halves BETWEEN {LOWEST} AND {HIGHEST}", name="halves_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    scored_by: Mapped[ScoredBy] = mapped_column(choice(ScoredBy, "scored_by"))
    halves: Mapped[int]
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it counts no more; it can be put back."""

    team: Mapped[Team] = relationship()
    by: Mapped[User | None] = relationship()

    @property
    def value(self) -> float:
        """The score as it is read: 0.5 to 5.0."""
        return self.halves / 2

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return f"Progress score of {self.team.name}"


class ProgressWording(Model):
    """How a network words the levels of its progress score; the latest counts, earlier ones stay."""

    __tablename__ = "progress_wording"
    __table_args__ = (sa.UniqueConstraint("network_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    number: Mapped[int]
    levels: Mapped[list[Any]] = mapped_column(sa.JSON)
    """From the lowest level up, the name and the text of each."""
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    network: Mapped[Network] = relationship()

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return "Wording of the progress score"
