"""Change ideas that a team shows to its network, and where a copied one came from."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.measures.models import Measure
from app.pdsa.models import Cycle
from app.teams.models import Team
from app.theory.models import DriverNode

published_idea_cycle = sa.Table(
    "published_idea_cycle",
    Model.metadata,
    sa.Column("idea_id", sa.ForeignKey("published_idea.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "cycle_id", sa.ForeignKey("cycle.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)
"""The cycles that a team chose to show with an idea."""


class PublishedIdea(Model):
    """A change idea as its team tells it to the network: the idea's passport."""

    __tablename__ = "published_idea"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    node_id: Mapped[int] = mapped_column(
        sa.ForeignKey("driver_node.id", ondelete="CASCADE"), unique=True
    )
    """The change idea in the team's own theory; its status is read from there."""
    title: Mapped[str] = mapped_column(sa.String(300))
    """What the network reads; the team may call it otherwise in its own theory."""
    how: Mapped[str] = mapped_column(sa.Text, default="")
    """What it is and how one does it."""
    context: Mapped[str] = mapped_column(sa.Text, default="")
    """Where and with whom it was tested."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why it was abandoned."""
    advice: Mapped[str] = mapped_column(sa.Text, default="")
    """What the next team should know."""
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id", ondelete="SET NULL"))
    """The measure that it should move, and whose chart says whether it did."""
    published_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the network no longer sees it. What was written is kept for the team."""
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    node: Mapped[DriverNode] = relationship()
    measure: Mapped[Measure | None] = relationship()
    published_by: Mapped[User | None] = relationship()
    cycles: Mapped[list[Cycle]] = relationship(
        secondary=published_idea_cycle, order_by=Cycle.number
    )
    """Every cycle that was chosen; `app.ideas.queries.cycles_shown` leaves out what must not show."""

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_public(self) -> bool:
        """Whether the network sees it."""
        return self.withdrawn_at is None


class IdeaCopy(Model):
    """Where a change idea of a team's theory was copied from."""

    __tablename__ = "idea_copy"

    node_id: Mapped[int] = mapped_column(
        sa.ForeignKey("driver_node.id", ondelete="CASCADE"), primary_key=True
    )
    source_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("published_idea.id", ondelete="SET NULL"), index=True
    )
    """The passport that the team read when it said "try this"."""
    root_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("published_idea.id", ondelete="SET NULL"), index=True
    )
    """The first idea of the line: equal for all teams that try the same."""
    copied_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    copied_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    node: Mapped[DriverNode] = relationship()
    source: Mapped[PublishedIdea | None] = relationship(foreign_keys=[source_id])
    root: Mapped[PublishedIdea | None] = relationship(foreign_keys=[root_id])
    copied_by: Mapped[User | None] = relationship()
