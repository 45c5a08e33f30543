"""What the analysis of a series said last, kept beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.measures.models import Series


class SeriesStanding(Model):
    """Where a series stands: what its chart says now, by the team's own data.

    It follows from the series' values, phases, exclusions and method, and may be made anew from
    them at any time; only when something was first seen does not.
    """

    __tablename__ = "series_standing"

    series_id: Mapped[int] = mapped_column(
        sa.ForeignKey("series.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    latest_period: Mapped[date | None]
    latest_value: Mapped[float | None]
    """In display units; None where the latest period has no value that can be plotted."""
    recent: Mapped[float | None]
    """The last three periods that count, together, in display units."""
    points: Mapped[int] = mapped_column(default=0)
    """Points that count, in all phases."""
    verdict: Mapped[str] = mapped_column(sa.String(16), default="too_young")
    """The key of what the chart says now, as `app.measures.reading.Says` has it."""
    direction: Mapped[str | None] = mapped_column(sa.String(8))
    signals: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    """Every signal on the chart, as `app.standings.facts.Signal` writes it, the strongest first."""
    sigma_z: Mapped[float | None]
    """On P and U charts: how many times as much the points vary as chance explains."""
    events: Mapped[float | None]
    """On charts of counted events: how many there are a point, on average."""
    method: Mapped[str] = mapped_column(sa.String(16), default="")
    """Fingerprint of how it was analyzed."""
    inputs: Mapped[str] = mapped_column(sa.String(16), default="")
    """Fingerprint of what was analyzed: values, exclusions, phases and baselines."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    """When what was analyzed, or how, changed last."""

    series: Mapped[Series] = relationship()
