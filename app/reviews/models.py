"""Reviews of charts: what a coach said of one, and what the team answered."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Series


class Outcome(enum.Enum):
    """How a review ended."""

    SIGNED_OFF = "signed off"
    ASKED = "asked"
    """The coach asks the team something, perhaps for a better chart; it stands until answered."""


class ChartReview(Model):
    """One reading of a series' chart by the team's coach."""

    __tablename__ = "chart_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(
        sa.ForeignKey("series.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "review_outcome"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    """What the coach says or asks."""
    up_to: Mapped[date | None]
    """The latest period that the chart had then."""
    better_chart: Mapped[str | None] = mapped_column(sa.String(16))
    """The chart type that is asked for; its name in `qi`."""
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when a question is asked no more: its coach took it back before it was answered."""
    version: Mapped[int] = mapped_column(default=1)

    series: Mapped[Series] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        """Whether a question waits for its answer."""
        asked = self.outcome is Outcome.ASKED and self.withdrawn_at is None
        return asked and self.answered_at is None
