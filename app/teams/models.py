"""Teams, who is on them, and who coaches them."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.networks.models import Network, WorkingGroup


class TeamRole(enum.Enum):
    """What a person does on a team."""

    LEAD = "lead"
    MEMBER = "member"
    VIEWER = "viewer"


class Team(Model):
    """An improvement team: a clinic, a school, a group of parents, a community partner."""

    __tablename__ = "team"
    __table_args__ = (sa.UniqueConstraint("network_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    working_group_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("working_group.id", ondelete="SET NULL"), index=True
    )
    slug: Mapped[str] = mapped_column(sa.String(80))
    name: Mapped[str] = mapped_column(sa.String(120))
    place: Mapped[str] = mapped_column(sa.String(120), default="")
    why: Mapped[str] = mapped_column(sa.Text, default="")
    """Why the work matters, in the team's words."""
    context: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    """What kind of place it works in, in the network's words: "school clinic", "rural"."""
    tags: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default="[]")
    """Words by which teams find others like them."""
    stakeholders_open: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether the network may see the team's stakeholder map; it is the team's decision."""
    storyboard_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the network may see the team's storyboard; None as long as it is the team's own."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    network: Mapped[Network] = relationship()
    working_group: Mapped[WorkingGroup | None] = relationship()
    memberships: Mapped[list[TeamMembership]] = relationship(
        back_populates="team", cascade="all, delete-orphan", order_by="TeamMembership.id"
    )
    coaches: Mapped[list[CoachAssignment]] = relationship(
        back_populates="team", cascade="all, delete-orphan", order_by="CoachAssignment.id"
    )

    __mapper_args__ = {"version_id_col": version}


class TeamMembership(Model):
    """A person's place on a team."""

    __tablename__ = "team_membership"
    __table_args__ = (sa.UniqueConstraint("team_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[TeamRole] = mapped_column(choice(TeamRole, "team_role"))
    contribution: Mapped[str] = mapped_column(sa.String(120), default="")
    """What they bring, in a few words: nurse, parent partner, data lead."""
    lived_experience: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship()


class CoachAssignment(Model):
    """A coach who looks after a team."""

    __tablename__ = "coach_assignment"
    __table_args__ = (sa.UniqueConstraint("team_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)

    team: Mapped[Team] = relationship(back_populates="coaches")
    user: Mapped[User] = relationship()
