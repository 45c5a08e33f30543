"""Instruments with their versions, and the rounds in which a team's members answer them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.measures.models import Series
from app.networks.models import Network
from app.teams.models import Team


class Instrument(Model):
    """A staged self-assessment of a network: items, each placed on the same ordered levels."""

    __tablename__ = "instrument"
    __table_args__ = (sa.UniqueConstraint("network_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From when it is not offered for new rounds; what was answered stays."""
    version: Mapped[int] = mapped_column(default=1)

    network: Mapped[Network] = relationship()
    versions: Mapped[list[InstrumentVersion]] = relationship(
        back_populates="instrument",
        order_by="InstrumentVersion.number",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}


class InstrumentVersion(Model):
    """An instrument as it read for a time. Never changed: answers keep the one they were given to."""

    __tablename__ = "instrument_version"
    __table_args__ = (sa.UniqueConstraint("instrument_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(sa.ForeignKey("instrument.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """What `app.assessments.content` reads."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    instrument: Mapped[Instrument] = relationship(back_populates="versions")
    made_by: Mapped[User | None] = relationship()


class Assessment(Model):
    """A team's use of an instrument over time, and the series that its rounds are written to."""

    __tablename__ = "assessment"
    __table_args__ = (sa.UniqueConstraint("team_id", "instrument_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    instrument_id: Mapped[int] = mapped_column(
        sa.ForeignKey("instrument.id", ondelete="CASCADE"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("series.id", ondelete="SET NULL"), index=True
    )

    team: Mapped[Team] = relationship()
    instrument: Mapped[Instrument] = relationship()
    series: Mapped[Series | None] = relationship()
    rounds: Mapped[list[AssessmentRound]] = relationship(
        back_populates="assessment", order_by="AssessmentRound.number", cascade="all, delete-orphan"
    )


class AssessmentRound(Model):
    """One time that a team's members place their team, each by themselves."""

    __tablename__ = "assessment_round"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id", ondelete="CASCADE"))
    instrument_version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("instrument_version.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    opened_on: Mapped[date]
    due_on: Mapped[date]
    """By when answers are asked for."""
    named: Mapped[bool] = mapped_column(default=False)
    """Whether the result says who placed the team where. Chosen when the round is opened and never
    changed: people answer knowing it."""
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    """Who may open it again; None where that was not kept yet."""
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a result was last shown: of what changes after, too few would stand out from it."""
    value: Mapped[float | None]
    """The mean over respondents of each one's mean; None while open or with too few answers."""
    reflection: Mapped[str] = mapped_column(sa.Text, default="")
    """What the team takes from the result, in its words."""
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    assessment: Mapped[Assessment] = relationship(back_populates="rounds")
    asked: Mapped[InstrumentVersion] = relationship()
    closed_by: Mapped[User | None] = relationship()
    responses: Mapped[list[AssessmentResponse]] = relationship(
        back_populates="round", cascade="all, delete-orphan", order_by="AssessmentResponse.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return f"{self.assessment.instrument.name}, round {self.number}, {self.team.name}"

    def since_shown(self, handed: Iterable[AssessmentResponse]) -> int:
        """How many of these handed in after a result was shown; 0 where none was."""
        shown = self.shown_at
        if shown is None:
            return 0
        return sum(each.handed_in_at is not None and each.handed_in_at > shown for each in handed)


class AssessmentResponse(Model):
    """One person's answers in a round: a draft until they are handed in."""

    __tablename__ = "assessment_response"
    __table_args__ = (sa.UniqueConstraint("round_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment_round.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """By item: the level's value, or None where they cannot say; what is missing is not answered."""
    notes: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[AssessmentRound] = relationship(back_populates="responses")
    user: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}
