"""What a session leaves behind: offers and asks, commitments, decisions, evaluations."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.learning.models import LearningSession
from app.pdsa.models import Cycle
from app.teams.models import Team
from app.theory.models import DriverNode


class Exchange(enum.Enum):
    """What a team puts up."""

    OFFER = "offer"
    ASK = "ask"


class SessionOffer(Model):
    """Something a team can give to others, or needs from them."""

    __tablename__ = "session_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    kind: Mapped[Exchange] = mapped_column(choice(Exchange, "session_exchange"))
    text: Mapped[str] = mapped_column(sa.String(280))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    session: Mapped[LearningSession] = relationship()
    team: Mapped[Team] = relationship()


class Commitment(Model):
    """What a team will test, by when and who sees to it; with one click it becomes a cycle."""

    __tablename__ = "session_commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(sa.String(280))
    who: Mapped[str] = mapped_column(sa.String(120), default="")
    due_on: Mapped[date]
    node_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("driver_node.id", ondelete="SET NULL"), index=True
    )
    """The change idea that is tested, where it stands in the team's theory."""
    cycle_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cycle.id", ondelete="SET NULL"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    session: Mapped[LearningSession] = relationship()
    team: Mapped[Team] = relationship()
    node: Mapped[DriverNode | None] = relationship()
    cycle: Mapped[Cycle | None] = relationship()


class SessionDecision(Model):
    """What was decided for the whole network."""

    __tablename__ = "session_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(sa.String(280))
    who: Mapped[str] = mapped_column(sa.String(120), default="")
    due_on: Mapped[date | None]

    session: Mapped[LearningSession] = relationship()


class SessionEvaluation(Model):
    """One person's view of the session. Neither who nor when is kept.

    The answers of a batch change places with each new one, so that rows tell no order of people.
    """

    __tablename__ = "session_evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("learning_session.id", ondelete="CASCADE"), index=True
    )
    batch: Mapped[int]
    """Which group of answers it is shown with, once that is complete."""
    ratings: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """From 1 to 5, by the question's name; what was not answered is missing."""
    kept: Mapped[str] = mapped_column(sa.Text, default="")
    """What the person takes home."""
    change: Mapped[str] = mapped_column(sa.Text, default="")
    """What should be different next time."""

    session: Mapped[LearningSession] = relationship()
