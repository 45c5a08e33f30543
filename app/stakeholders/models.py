"""A team's stakeholders and where they stand, over time."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.database import choice
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
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    owner: Mapped[User | None] = relationship()
    positions: Mapped[list[StakeholderPosition]] = relationship(
        back_populates="stakeholder",
        order_by="StakeholderPosition.on",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}


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

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="positions")
