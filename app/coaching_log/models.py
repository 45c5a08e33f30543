"""A team's coaching log: visits and calls, what was agreed, and the agenda of each. Its coaches' own."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.conversations.models import Thread
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Series
from app.pdsa.models import Cycle
from app.teams.models import Team


class Way(enum.Enum):
    """How coach and team meet."""

    VISIT = "visit"
    CALL = "call"
    MESSAGE = "message"


class CoachingVisit(Model):
    """A visit or a call: planned with its agenda, and written up afterwards."""

    __tablename__ = "coaching_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    on: Mapped[date]
    way: Mapped[Way] = mapped_column(choice(Way, "coaching_way"))
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    agreed: Mapped[str] = mapped_column(sa.Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was written up. From then on its agenda stays as it was."""
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    written_by: Mapped[User | None] = relationship()
    items: Mapped[list[CoachingItem]] = relationship(
        back_populates="visit", order_by="CoachingItem.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return f"Coaching of {self.team.name}"


class ItemKind(enum.Enum):
    """What an item of an agenda is about."""

    HELP = "help"
    COMMENT = "comment"
    SIGNAL = "signal"
    OVERDUE = "overdue data"
    CYCLE = "cycle"
    REVIEW = "chart to read"
    EVIDENCE = "evidence"
    BY_HAND = "by hand"


class CoachingItem(Model):
    """An item of an agenda: added by hand, struck, or kept as it stood when the visit was written up."""

    __tablename__ = "coaching_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(
        sa.ForeignKey("coaching_visit.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind, "coaching_item_kind"))
    text: Mapped[str] = mapped_column(sa.Text)
    detail: Mapped[str] = mapped_column(sa.String(80), default="")
    """Which signal of the chart, which evidence."""
    struck: Mapped[bool] = mapped_column(default=False)
    thread_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("comment_thread.id", ondelete="SET NULL"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    cycle_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cycle.id", ondelete="SET NULL"), index=True
    )

    visit: Mapped[CoachingVisit] = relationship(back_populates="items")
    thread: Mapped[Thread | None] = relationship()
    series: Mapped[Series | None] = relationship()
    cycle: Mapped[Cycle | None] = relationship()
