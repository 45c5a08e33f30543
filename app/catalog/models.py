"""The history of a measure's definition."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model


class MeasureRevision(Model):
    """A measure's definition as it was made or changed: what it said, why, who, when."""

    __tablename__ = "measure_revision"
    __table_args__ = (sa.UniqueConstraint("measure_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(sa.ForeignKey("measure.id", ondelete="CASCADE"))
    number: Mapped[int]
    definition_version: Mapped[int]
    """Rises only where the numbers came to mean something else."""
    starts_on: Mapped[date | None]
    """First period that it holds from; None is all of them."""
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Every field of the definition by its name, enumerations by their value."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    changed_by: Mapped[User | None] = relationship()
