"""A team's SMART aim and its revisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Direction, Measure
from app.teams.models import Team


class Aim(Model):
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
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    measure: Mapped[Measure | None] = relationship()
    revisions: Mapped[list[AimRevision]] = relationship(
        back_populates="aim", order_by="AimRevision.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class AimRevision(Model):
    """An aim as it stood, with the reason for writing it so."""

    __tablename__ = "aim_revision"
    __table_args__ = (sa.UniqueConstraint("aim_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    aim_id: Mapped[int] = mapped_column(sa.ForeignKey("aim.id", ondelete="CASCADE"))
    number: Mapped[int]
    sentence: Mapped[str] = mapped_column(sa.Text)
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    revised_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    revised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    aim: Mapped[Aim] = relationship(back_populates="revisions")
    revised_by: Mapped[User | None] = relationship()
