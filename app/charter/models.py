"""A team's charter: what it takes on, why, within which bounds, and with what."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model
from app.revisions.models import Revised, Revision
from app.teams.models import Team


class Charter(Revised, Model):
    """The agreement between a team and those who sponsor it. Lead, coach and members are the team's own."""

    __tablename__ = "charter"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    problem: Mapped[str] = mapped_column(sa.Text, default="")
    why: Mapped[str] = mapped_column(sa.Text, default="")
    scope_in: Mapped[str] = mapped_column(sa.Text, default="")
    scope_out: Mapped[str] = mapped_column(sa.Text, default="")
    sponsor: Mapped[str] = mapped_column(sa.String(200), default="")
    resources: Mapped[str] = mapped_column(sa.Text, default="")
    timeline: Mapped[str] = mapped_column(sa.Text, default="")
    """A milestone a line."""

    team: Mapped[Team] = relationship()
    revisions: Mapped[list[CharterRevision]] = relationship(
        back_populates="charter", order_by="CharterRevision.number", cascade="all, delete-orphan"
    )


class CharterRevision(Revision, Model):
    """A charter as it stood."""

    __tablename__ = "charter_revision"
    __table_args__ = (sa.UniqueConstraint("charter_id", "number"),)

    charter_id: Mapped[int] = mapped_column(sa.ForeignKey("charter.id", ondelete="CASCADE"))

    charter: Mapped[Charter] = relationship(back_populates="revisions")
