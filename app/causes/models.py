"""What a team says caused a signal on one of its charts."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Series
from app.pdsa.models import Cycle


class Cause(enum.Enum):
    """What was behind a signal."""

    OUR_CHANGE = "our change"
    SOMETHING_ELSE = "something else"
    DATA_ARTIFACT = "data artifact"
    UNKNOWN = "unknown"


signal_cause_cycle = sa.Table(
    "signal_cause_cycle",
    Model.metadata,
    sa.Column("cause_id", sa.ForeignKey("signal_cause.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "cycle_id", sa.ForeignKey("cycle.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class SignalCause(Model):
    """The cause of a signal as the team sees it, and whether its coach agrees.

    A signal is known by its side and by the periods it covers: when a center line moves, its first
    point may move as well, and what was said still belongs to it.
    """

    __tablename__ = "signal_cause"
    __table_args__ = (sa.UniqueConstraint("series_id", "side", "first"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(sa.String(8))
    """ "up", "down", or "either" for a signal without a side."""
    first: Mapped[date]
    last: Mapped[date]
    cause: Mapped[Cause] = mapped_column(choice(Cause, "cause"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    series: Mapped[Series] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    cycles: Mapped[list[Cycle]] = relationship(secondary=signal_cause_cycle, order_by=Cycle.number)

    __mapper_args__ = {"version_id_col": version}

    @property
    def named(self) -> list[Cycle]:
        """The cycles that were named and are there; a deleted one counts again once it is back."""
        return [cycle for cycle in self.cycles if cycle.deleted_at is None]
