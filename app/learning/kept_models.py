"""What of a session is kept as it was: the comparison that was shown, and the files made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.learning.models import LearningSession
from app.measures.models import Measure


class ShownComparison(Model):
    """The comparison of one measure as it was shown at the session. Never changed."""

    __tablename__ = "session_shown"
    __table_args__ = (sa.UniqueConstraint("session_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE")
    )
    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """What `app.learning.frozen` reads: values, method and sentences, no numbers of records."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    session: Mapped[LearningSession] = relationship()
    measure: Mapped[Measure] = relationship()


class SessionPack(Model):
    """The files of a session, and how far the making of them is."""

    __tablename__ = "session_pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), unique=True
    )
    run: Mapped[str] = mapped_column(sa.String(32))
    """Names the making that writes here; one that was overtaken by another stops."""
    stage: Mapped[str] = mapped_column(sa.String(200), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(sa.String(200), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    slides: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    paper: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)

    session: Mapped[LearningSession] = relationship()
    by: Mapped[User | None] = relationship()
