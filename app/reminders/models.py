"""How a person wants to be reminded, their calendar's address, and which mail has left."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model


class Rhythm(enum.Enum):
    """How often a person is sent what is due."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class ReminderSettings(Model):
    """A person's choice; who has none is sent nothing."""

    __tablename__ = "reminder_settings"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm, "rhythm"), default=Rhythm.OFF)
    weekday: Mapped[int] = mapped_column(default=0)
    """The day of a weekly mail: 0 is Monday."""
    time_zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    """Since when it is so: nothing is sent for days before."""

    user: Mapped[User] = relationship()


class QuietTeam(Model):
    """A team that a person is not reminded of. A new team is reminded of until they say so."""

    __tablename__ = "reminder_quiet_team"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[int] = mapped_column(
        sa.ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class CalendarFeed(Model):
    """The secret address of a person's calendar; of the secret only its digest is kept."""

    __tablename__ = "reminder_calendar"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    user: Mapped[User] = relationship()


class MailState(enum.Enum):
    """How far a person's mail of a day has come."""

    HANDING = "handing"
    """Being handed to the mail server. Left so where the program ended in the middle: it may have
    been delivered, and is not sent again."""
    SENT = "sent"
    FAILED = "failed"
    """Refused for certain; the next run tries again."""


class DigestMail(Model):
    """The record that a person's mail of a day was sent. One row a person and day, so one mail."""

    __tablename__ = "reminder_mail"
    __table_args__ = (sa.UniqueConstraint("user_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    day: Mapped[date]
    """The day, by the person's own clock, that the mail is for."""
    state: Mapped[MailState] = mapped_column(choice(MailState, "mail_state"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(sa.Text, default="")
    """What the mail server said, where it refused."""

    user: Mapped[User] = relationship()
