"""A learning network and its frame: global aim, strategies, working groups, roles."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model


class NetworkRole(enum.Enum):
    """What a person does for the whole network."""

    BACKBONE = "backbone"
    FACILITATOR = "facilitator"
    COACH = "coach"
    VIEWER = "viewer"


class Network(Model):
    """A learning network: its own people, teams and measures, apart from every other one."""

    __tablename__ = "network"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    global_aim: Mapped[str] = mapped_column(sa.Text, default="")
    about: Mapped[str] = mapped_column(sa.Text, default="")
    attribution: Mapped[str] = mapped_column(sa.Text, default="")
    """Where the network's data come from, when a license asks that it be said."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    strategies: Mapped[list[Strategy]] = relationship(
        back_populates="network", order_by="Strategy.position", cascade="all, delete-orphan"
    )
    working_groups: Mapped[list[WorkingGroup]] = relationship(
        back_populates="network", order_by="WorkingGroup.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class Strategy(Model):
    """A strategy of the network's common agenda, with a lead and a coach."""

    __tablename__ = "strategy"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(
        sa.ForeignKey("network.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    coach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    network: Mapped[Network] = relationship(back_populates="strategies")
    lead: Mapped[User | None] = relationship(foreign_keys=[lead_id])
    coach: Mapped[User | None] = relationship(foreign_keys=[coach_id])

    __mapper_args__ = {"version_id_col": version}


class WorkingGroup(Model):
    """A working group of the network; groups may stand within groups."""

    __tablename__ = "working_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(
        sa.ForeignKey("network.id", ondelete="CASCADE"), index=True
    )
    strategy_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("strategy.id", ondelete="SET NULL")
    )
    parent_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("working_group.id", ondelete="SET NULL")
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(200))
    purpose: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    network: Mapped[Network] = relationship(back_populates="working_groups")
    strategy: Mapped[Strategy | None] = relationship()
    parent: Mapped[WorkingGroup | None] = relationship(remote_side="WorkingGroup.id")

    __mapper_args__ = {"version_id_col": version}


class NetworkMembership(Model):
    """A person's role in a network; one person may hold several."""

    __tablename__ = "network_membership"
    __table_args__ = (sa.UniqueConstraint("network_id", "user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[NetworkRole] = mapped_column(choice(NetworkRole, "network_role"))

    network: Mapped[Network] = relationship()
    user: Mapped[User] = relationship()
