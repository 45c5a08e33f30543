"""What was marked on a chart and what was taken off it, from what to what: kept for good."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model


class Mark(enum.Enum):
    """What stands on a chart beside the values that are entered and corrected."""

    REMOVED_VALUE = "removed value"
    EXCLUSION = "exclusion"
    PHASE = "phase"
    BASELINE = "baseline"
    """Of the first phase, which has no record of its own."""
    ANNOTATION = "annotation"


class SeriesChange(Model):
    """One change of what is marked on a series' chart.

    Values that are entered and corrected keep their own history; the audit tells of changes in
    words that can be erased. This holds what it takes to draw an earlier chart again.
    """

    __tablename__ = "series_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(
        sa.ForeignKey("series.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    mark: Mapped[Mark] = mapped_column(choice(Mark, "mark"))
    thing: Mapped[str] = mapped_column(sa.String(40))
    """Which one: "observation 12", "annotation 7", the day on which the phase starts."""
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    """What it was; nothing where it was not there."""
    after: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    by: Mapped[User | None] = relationship()

    @property
    def which(self) -> str:
        """The id of the observation or annotation, or the phase's day."""
        return self.thing.rpartition(" ")[2]
