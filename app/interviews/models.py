"""Informal interviews: what people told the team, with their consent noted."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.stakeholders.models import Stakeholder
from app.teams.models import Team
from app.theory.models import DriverNode


class Consent(enum.Enum):
    """What the person agreed to."""

    NOT_ASKED = "not asked"
    NOTES = "notes"
    QUOTES = "quotes"


interview_stakeholder = sa.Table(
    "interview_stakeholder",
    Model.metadata,
    sa.Column("interview_id", sa.ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "stakeholder_id",
        sa.ForeignKey("stakeholder.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)

interview_driver = sa.Table(
    "interview_driver",
    Model.metadata,
    sa.Column("interview_id", sa.ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "driver_node_id",
        sa.ForeignKey("driver_node.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


class Interview(Model):
    """A conversation, on a day, with somebody whom the work concerns."""

    __tablename__ = "interview"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    on: Mapped[date]
    who: Mapped[str] = mapped_column(sa.String(120))
    """Whom the team spoke with, in words that do not name a patient: "a father of two"."""
    interviewer_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )
    consent: Mapped[Consent] = mapped_column(choice(Consent, "consent"))
    consent_note: Mapped[str] = mapped_column(sa.String(200), default="")
    """How it was given: said at the end of the call, signed at the parents' evening."""
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    interviewer: Mapped[User | None] = relationship()
    themes: Mapped[list[InterviewTheme]] = relationship(
        back_populates="interview",
        order_by="InterviewTheme.position",
        cascade="all, delete-orphan",
    )
    quotes: Mapped[list[Quote]] = relationship(
        back_populates="interview", order_by="Quote.position", cascade="all, delete-orphan"
    )
    stakeholders: Mapped[list[Stakeholder]] = relationship(
        secondary=interview_stakeholder, order_by=Stakeholder.name
    )
    drivers: Mapped[list[DriverNode]] = relationship(
        secondary=interview_driver, order_by=DriverNode.id
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def told(self) -> tuple[str, ...]:
        """The quotes that may be shown: none without consent to quote."""
        if self.consent is not Consent.QUOTES:
            return ()
        return tuple(quote.text for quote in self.quotes)

    @property
    def people_there(self) -> list[Stakeholder]:
        """The stakeholders who are still on the map; the others' links wait for them."""
        return [each for each in self.stakeholders if each.removed_at is None]

    @property
    def drivers_there(self) -> list[DriverNode]:
        """The drivers that still stand in the theory; the others' links wait for them."""
        return [each for each in self.drivers if each.removed_at is None]


class InterviewTheme(Model):
    """A theme that came up in an interview; each counts once an interview."""

    __tablename__ = "interview_theme"
    __table_args__ = (sa.UniqueConstraint("interview_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(sa.ForeignKey("interview.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(60))

    interview: Mapped[Interview] = relationship(back_populates="themes")


class Quote(Model):
    """What was said, word for word."""

    __tablename__ = "interview_quote"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(
        sa.ForeignKey("interview.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(sa.Text)

    interview: Mapped[Interview] = relationship(back_populates="quotes")
