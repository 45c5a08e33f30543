"""Breakdowns that a network defines, and a team's data of each of their strata."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.measures.models import Series
from app.networks.models import Network


class Breakdown(Model):
    """What a population is divided by, such as race and ethnicity."""

    __tablename__ = "breakdown"
    __table_args__ = (sa.UniqueConstraint("network_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(80))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    network: Mapped[Network] = relationship()
    strata: Mapped[list[Stratum]] = relationship(
        back_populates="breakdown",
        order_by="Stratum.position, Stratum.id",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def current(self) -> list[Stratum]:
        """The strata that are still entered."""
        return [each for each in self.strata if each.retired_at is None]


class Stratum(Model):
    """One part of the population. It is retired, never deleted: data were entered of it."""

    __tablename__ = "stratum"
    __table_args__ = (sa.UniqueConstraint("breakdown_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    breakdown_id: Mapped[int] = mapped_column(sa.ForeignKey("breakdown.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    breakdown: Mapped[Breakdown] = relationship(back_populates="strata")


class MeasureBreakdown(Model):
    """That a measure is reported by a breakdown as well."""

    __tablename__ = "measure_breakdown"

    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True
    )
    breakdown_id: Mapped[int] = mapped_column(
        sa.ForeignKey("breakdown.id", ondelete="CASCADE"), primary_key=True, index=True
    )


@dataclass(frozen=True, slots=True)
class Stratified:
    """A series by one of the breakdowns that its measure is reported by."""

    series: Series
    breakdown: Breakdown


class SmallNumbers(Model):
    """The threshold below which a network hides counts, from a moment on."""

    __tablename__ = "small_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(
        sa.ForeignKey("network.id", ondelete="CASCADE"), index=True
    )
    threshold: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))


class StratumObservation(Model):
    """One period's data of one stratum of a series.

    It stands in a table of its own, so that nothing that reads a team's whole sees it by accident.
    """

    __tablename__ = "stratum_observation"
    __table_args__ = (sa.UniqueConstraint("series_id", "period", "stratum_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id", ondelete="CASCADE"))
    stratum_id: Mapped[int] = mapped_column(sa.ForeignKey("stratum.id"), index=True)
    period: Mapped[date]
    value: Mapped[float]
    denominator: Mapped[float | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    series: Mapped[Series] = relationship()
    stratum: Mapped[Stratum] = relationship()
    entered_by: Mapped[User | None] = relationship()
    corrections: Mapped[list[StratumCorrection]] = relationship(
        back_populates="observation",
        order_by="StratumCorrection.id",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}


class StratumCorrection(Model):
    """What a stratum's data were before a correction, who corrected them, and why."""

    __tablename__ = "stratum_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("stratum_observation.id", ondelete="CASCADE"), index=True
    )
    old_value: Mapped[float]
    old_denominator: Mapped[float | None]
    old_note: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text)
    corrected_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )
    corrected_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    observation: Mapped[StratumObservation] = relationship(back_populates="corrections")
    corrected_by: Mapped[User | None] = relationship()
