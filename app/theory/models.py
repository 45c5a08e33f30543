"""A team's theory of change: drivers and change ideas, joined in a directed acyclic graph."""

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
from app.measures.models import Measure
from app.teams.models import Team


class NodeKind(enum.Enum):
    """The layer a node stands in, from the aim outward."""

    PRIMARY = "primary driver"
    SECONDARY = "secondary driver"
    IDEA = "change idea"

    @property
    def depth(self) -> int:
        """How far from the aim: 1 to 3."""
        return tuple(NodeKind).index(self) + 1


class IdeaStatus(enum.Enum):
    """How far a change idea has come."""

    UNTESTED = "untested"
    TESTING = "testing"
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    ABANDONED = "abandoned"


driver_measure = sa.Table(
    "driver_measure",
    Model.metadata,
    sa.Column("node_id", sa.ForeignKey("driver_node.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "measure_id", sa.ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)
"""A driver's process measures."""


class DriverNode(Model):
    """A driver or a change idea."""

    __tablename__ = "driver_node"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NodeKind] = mapped_column(choice(NodeKind, "node_kind"))
    text: Mapped[str] = mapped_column(sa.String(300))
    short: Mapped[str] = mapped_column(sa.String(40), default="")
    """The two or three words that stand on charts; without them the text is shortened."""
    position: Mapped[int] = mapped_column(default=0)
    status: Mapped[IdeaStatus | None] = mapped_column(choice(IdeaStatus, "idea_status"))
    """Of a change idea only."""
    reliability: Mapped[int | None]
    """Level of reliability 1 to 3, of a change idea only."""
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it is no longer in the theory. Its links and its cycles stay, so that it can be
    put back."""
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    measures: Mapped[list[Measure]] = relationship(secondary=driver_measure, order_by=Measure.id)
    """Of a driver only: what its charts watch."""
    changed_by: Mapped[User | None] = relationship(foreign_keys=[changed_by_id])
    removed_by: Mapped[User | None] = relationship(foreign_keys=[removed_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """What the audit calls it."""
        return self.text

    @property
    def label(self) -> str:
        """What stands where there is room for a few words only."""
        return self.short or shortened(self.text)


def shortened(text: str, limit: int = 24) -> str:
    """The first whole words of `text` that fit in `limit` characters."""
    if len(text) <= limit:
        return text
    words = text[: limit + 1].rsplit(" ", 1)[0]
    return words[:limit].rstrip(" ,.;:")


class DriverLink(Model):
    """`child` serves `parent`; a primary driver serves the aim and has no link."""

    __tablename__ = "driver_link"
    __table_args__ = (sa.CheckConstraint("parent_id <> child_id", name="not_itself"),)

    parent_id: Mapped[int] = mapped_column(
        sa.ForeignKey("driver_node.id", ondelete="CASCADE"), primary_key=True
    )
    child_id: Mapped[int] = mapped_column(
        sa.ForeignKey("driver_node.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TheoryVersion(Model):
    """The theory as it stood when the team gave it a name."""

    __tablename__ = "theory_version"
    __table_args__ = (sa.UniqueConstraint("team_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    """Why it was revised, or what the team learned."""
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """As `app.theory.snapshot` writes it; it stands by itself, whatever changes later."""
    frozen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    team: Mapped[Team] = relationship()
    frozen_by: Mapped[User | None] = relationship()
