"""A team's stakeholders, where they stand over time, and what was done to engage them."""

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
from app.teams.models import Team


class StakeholderKind(enum.Enum):
    """What a stakeholder is."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"


class Stakeholder(Model):
    """Someone whose support the work needs."""

    __tablename__ = "stakeholder"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[StakeholderKind] = mapped_column(choice(StakeholderKind, "stakeholder_kind"))
    constituency: Mapped[str] = mapped_column(sa.String(120), default="")
    lived_experience: Mapped[bool] = mapped_column(default=False)
    what_matters: Mapped[str] = mapped_column(sa.Text, default="")
    concerns: Mapped[str] = mapped_column(sa.Text, default="")
    commitment: Mapped[str] = mapped_column(sa.Text, default="")
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    next_action: Mapped[str] = mapped_column(sa.String(200), default="")
    next_action_on: Mapped[date | None]
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Removed ones stay, with their history and links, so that they can be put back."""
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    owner: Mapped[User | None] = relationship()
    positions: Mapped[list[StakeholderPosition]] = relationship(
        back_populates="stakeholder",
        order_by="StakeholderPosition.on",
        cascade="all, delete-orphan",
    )
    changes: Mapped[list[StakeholderChange]] = relationship(
        back_populates="stakeholder",
        order_by="StakeholderChange.id.desc()",
        cascade="all, delete-orphan",
    )
    done_actions: Mapped[list[EngagementAction]] = relationship(
        back_populates="stakeholder",
        order_by="EngagementAction.done_on.desc(), EngagementAction.id.desc()",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def now(self) -> StakeholderPosition | None:
        """Where they stand today; None where nobody has judged it yet."""
        return self.positions[-1] if self.positions else None


class StakeholderPosition(Model):
    """Where a stakeholder stood on a date: support -2 to +2, importance of buy-in 1 to 5."""

    __tablename__ = "stakeholder_position"
    __table_args__ = (
        sa.UniqueConstraint("stakeholder_id", "on"),
        sa.CheckConstraint("support BETWEEN -2 AND 2", name="support_range"),
        sa.CheckConstraint("importance BETWEEN 1 AND 5", name="importance_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(sa.ForeignKey("stakeholder.id", ondelete="CASCADE"))
    on: Mapped[date]
    support: Mapped[int]
    importance: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """What the team saw that made it judge so."""
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="positions")
    set_by: Mapped[User | None] = relationship()


class EngagementAction(Model):
    """A next action that was done: the plan becomes the story of the relationship."""

    __tablename__ = "engagement_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(
        sa.ForeignKey("stakeholder.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(sa.String(200))
    due_on: Mapped[date | None]
    done_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    outcome: Mapped[str] = mapped_column(sa.String(300), default="")
    """What came of it, in a sentence."""

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="done_actions")
    owner: Mapped[User | None] = relationship()


class StakeholderChange(Model):
    """Who changed what, when, from what to what: read by the team alone.

    The network's audit says that something changed and who did it, without the team's words.
    """

    __tablename__ = "stakeholder_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(
        sa.ForeignKey("stakeholder.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(sa.String(40))
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="changes")
    by: Mapped[User | None] = relationship()
