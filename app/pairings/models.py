"""Groups of teams that should talk, as they were proposed and then arranged by hand."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Series
from app.networks.models import Network
from app.pdsa.models import Cycle
from app.teams.models import Team


class Part(enum.Enum):
    """Why a team is in its group."""

    BRIGHT = "bright"
    """It has what others look for."""
    STUCK = "stuck"
    ASKED = "asked"
    """It asked for help."""
    OTHER = "other"


class TalkGroup(Model):
    """Teams that should talk with each other: at a learning session, or without one."""

    __tablename__ = "talk_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(
        sa.ForeignKey("network.id", ondelete="CASCADE"), index=True
    )
    scope: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    """The session that it belongs to, as "learning_session 7"; empty for the network's own."""
    position: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    network: Mapped[Network] = relationship()
    made_by: Mapped[User | None] = relationship()
    places: Mapped[list[TalkPlace]] = relationship(
        back_populates="group",
        cascade="all, delete-orphan",
        order_by="(TalkPlace.position, TalkPlace.id)",
    )

    @property
    def name(self) -> str:
        """What people and the audit call it."""
        return f"Group {self.position + 1}"


class TalkPlace(Model):
    """A team's place in a group, with the records that put it there."""

    __tablename__ = "talk_place"
    __table_args__ = (sa.UniqueConstraint("group_id", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("talk_group.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    part: Mapped[Part] = mapped_column(choice(Part, "talk_part"), default=Part.OTHER)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    """One sentence, as its records said when it was proposed; empty where a person put it there."""
    series_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    """The chart that the reason is about."""
    cycle_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cycle.id", ondelete="SET NULL"), index=True
    )
    """The test that the reason names."""

    group: Mapped[TalkGroup] = relationship(back_populates="places")
    team: Mapped[Team] = relationship()
    series: Mapped[Series | None] = relationship()
    cycle: Mapped[Cycle | None] = relationship()
