"""Learning sessions: when and why teams meet, who is asked, and what they prepare."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Measure
from app.networks.models import Network
from app.teams.models import Team


class Status(enum.Enum):
    """How far a session is."""

    PREPARING = "preparing"
    INVITED = "invited"
    HELD = "held"


class Answer(enum.Enum):
    """What a team said to its invitation."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class ItemKind(enum.Enum):
    """What an item of the agenda brings onto the screen besides its title."""

    TALK = "talk"
    BREAK = "break"
    COMPARISON = "comparison"
    STORYBOARDS = "storyboards"
    EXCHANGE = "exchange"
    COMMITMENTS = "commitments"
    EVALUATION = "evaluation"


class Check(enum.Enum):
    """Pre-work that fills itself from what is recorded; `OWN` is ticked by the team."""

    AIM = "aim"
    DATA = "data"
    CYCLE = "cycle"
    STORYBOARD = "storyboard"
    THEORY = "theory"
    OWN = "own"


class LearningSession(Model):
    """A learning session of a network, numbered in the order in which sessions were made."""

    __tablename__ = "learning_session"
    __table_args__ = (sa.UniqueConstraint("network_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))
    purpose: Mapped[str] = mapped_column(sa.Text, default="")
    """What shall be different when everybody leaves."""
    on: Mapped[date]
    """The day, or the first of several."""
    last_day: Mapped[date | None]
    """None where it takes one day; else the hours are those of each day from `on` to this."""
    starts: Mapped[time] = mapped_column(default=time(9))
    ends: Mapped[time] = mapped_column(default=time(12))
    time_zone: Mapped[str] = mapped_column(sa.String(60), default="UTC")
    """Whose clock `starts` and `ends` are read from: an IANA name."""
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    prework: Mapped[str] = mapped_column(sa.Text, default="")
    """What teams are asked to prepare, in the facilitator's words."""
    prework_due: Mapped[date | None]
    action_from: Mapped[date | None]
    """The action period that follows, first and last day."""
    action_until: Mapped[date | None]
    status: Mapped[Status] = mapped_column(
        choice(Status, "learning_session_status"), default=Status.PREPARING
    )
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    """What was said, kept by the facilitator for everybody."""
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    network: Mapped[Network] = relationship()
    made_by: Mapped[User | None] = relationship()
    agenda: Mapped[list[AgendaItem]] = relationship(
        back_populates="session",
        cascade="all, delete-orphan",
        order_by="(AgendaItem.day, AgendaItem.position, AgendaItem.id)",
    )
    measures: Mapped[list[SessionMeasure]] = relationship(
        back_populates="session",
        cascade="all, delete-orphan",
        order_by="(SessionMeasure.position, SessionMeasure.id)",
    )
    tasks: Mapped[list[PreworkTask]] = relationship(
        back_populates="session",
        cascade="all, delete-orphan",
        order_by="(PreworkTask.position, PreworkTask.id)",
    )
    teams: Mapped[list[SessionTeam]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="SessionTeam.id"
    )
    people: Mapped[list[SessionPerson]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="SessionPerson.id"
    )

    @property
    def where(self) -> dict[str, Any]:
        """What its addresses name."""
        return {"network_slug": self.network.slug, "session_number": self.number}

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return self.title

    @property
    def until(self) -> date:
        """The day after which it is over."""
        return self.last_day or self.on

    @property
    def days(self) -> tuple[date, ...]:
        """Each of its days, in order."""
        count = (self.until - self.on).days + 1
        return tuple(self.on + timedelta(days=number) for number in range(count))

    @property
    def action_days(self) -> tuple[date, date] | None:
        """First and last day of the action period, where both are known."""
        if self.action_from is None or self.action_until is None:
            return None
        return self.action_from, self.action_until


class AgendaItem(Model):
    """A part of the session: its length decides when the next one begins."""

    __tablename__ = "session_agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[int] = mapped_column(default=1, server_default="1")
    """On which day of the session, the first being 1."""
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ItemKind] = mapped_column(
        choice(ItemKind, "session_item_kind"), default=ItemKind.TALK
    )
    title: Mapped[str] = mapped_column(sa.String(160))
    minutes: Mapped[int] = mapped_column(default=15)
    who: Mapped[str] = mapped_column(sa.String(120), default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")

    session: Mapped[LearningSession] = relationship(back_populates="agenda")


class SessionMeasure(Model):
    """A shared measure that the session compares across teams."""

    __tablename__ = "session_measure"
    __table_args__ = (sa.UniqueConstraint("session_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE")
    )
    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    session: Mapped[LearningSession] = relationship(back_populates="measures")
    measure: Mapped[Measure] = relationship()


class PreworkTask(Model):
    """One thing that every invited team prepares."""

    __tablename__ = "session_prework"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    check: Mapped[Check] = mapped_column(choice(Check, "session_check"), default=Check.OWN)
    text: Mapped[str] = mapped_column(sa.String(280), default="")
    """What a team is asked to do and to tick; empty for what fills itself."""

    session: Mapped[LearningSession] = relationship(back_populates="tasks")


class SessionTeam(Model):
    """A team that is asked to come."""

    __tablename__ = "session_team"
    __table_args__ = (sa.UniqueConstraint("session_id", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE")
    )
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer, "session_answer"), default=Answer.INVITED)
    answered_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(sa.String(280), default="")
    """What the team wants the facilitator to know."""
    attended: Mapped[bool | None]
    """None until attendance is taken."""

    session: Mapped[LearningSession] = relationship(back_populates="teams")
    team: Mapped[Team] = relationship()
    answered_by: Mapped[User | None] = relationship()
    ticks: Mapped[list[PreworkTick]] = relationship(
        back_populates="place", cascade="all, delete-orphan"
    )


class PreworkTick(Model):
    """A team says that it has done a task of the facilitator's own."""

    __tablename__ = "session_prework_tick"
    __table_args__ = (sa.UniqueConstraint("place_id", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("session_team.id", ondelete="CASCADE"))
    task_id: Mapped[int] = mapped_column(
        sa.ForeignKey("session_prework.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    place: Mapped[SessionTeam] = relationship(back_populates="ticks")
    task: Mapped[PreworkTask] = relationship()


class SessionPerson(Model):
    """A person who is asked to come, or who came: of a team, of the network, or a guest."""

    __tablename__ = "session_person"
    __table_args__ = (sa.UniqueConstraint("session_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("team.id", ondelete="CASCADE"), index=True
    )
    """The team they come with; None for those of the network and for guests."""
    guest: Mapped[str] = mapped_column(sa.String(120), default="")
    """The name of somebody without an account."""
    invited: Mapped[bool] = mapped_column(default=True)
    """Whether they were asked by name; who came with a team or by themselves was not."""
    attended: Mapped[bool | None]
    evaluated: Mapped[bool] = mapped_column(default=False)
    """Whether they handed in an evaluation; which one is not kept."""

    session: Mapped[LearningSession] = relationship(back_populates="people")
    user: Mapped[User | None] = relationship()
    team: Mapped[Team | None] = relationship()
