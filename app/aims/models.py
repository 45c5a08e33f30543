"""A team's SMART aim and its revisions."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import choice
from app.extensions import Model
from app.measures.models import Direction, Measure
from app.revisions.models import Revised, Revision
from app.teams.models import Team


class Aim(Revised, Model):
    """What will change, for whom, from where to where, by when, measured by what."""

    __tablename__ = "aim"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), unique=True)
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id", ondelete="SET NULL"))
    direction: Mapped[Direction | None] = mapped_column(choice(Direction, "direction"))
    what: Mapped[str] = mapped_column(sa.Text, default="")
    population: Mapped[str] = mapped_column(sa.Text, default="")
    exclusions: Mapped[str] = mapped_column(sa.Text, default="")
    setting: Mapped[str] = mapped_column(sa.Text, default="")
    """Where the change takes place."""
    baseline: Mapped[float | None]
    baseline_period: Mapped[str] = mapped_column(sa.String(80), default="")
    target: Mapped[float | None]
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    by_when: Mapped[date | None]
    started_on: Mapped[date | None]
    measured_by: Mapped[str] = mapped_column(sa.String(200), default="")
    """In words, where no measure is linked."""
    achievable_because: Mapped[str] = mapped_column(sa.Text, default="")
    global_aim: Mapped[str] = mapped_column(sa.Text, default="")

    team: Mapped[Team] = relationship()
    measure: Mapped[Measure | None] = relationship()
    revisions: Mapped[list[AimRevision]] = relationship(
        back_populates="aim", order_by="AimRevision.number", cascade="all, delete-orphan"
    )


class AimRevision(Revision, Model):
    """An aim as it stood."""

    __tablename__ = "aim_revision"
    __table_args__ = (sa.UniqueConstraint("aim_id", "number"),)

    aim_id: Mapped[int] = mapped_column(sa.ForeignKey("aim.id", ondelete="CASCADE"))
    sentence: Mapped[str] = mapped_column(sa.Text)

    aim: Mapped[Aim] = relationship(back_populates="revisions")

    @property
    def headline(self) -> str:
        """The aim as it read then."""
        return self.sentence or "An aim without words yet"
