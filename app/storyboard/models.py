"""How a team arranges its storyboard: what is hidden, what it says itself, whom it quotes."""

from __future__ import annotations

import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import choice
from app.extensions import Model
from app.interviews.models import Quote
from app.teams.models import Team


class Part(enum.Enum):
    """The parts of a storyboard, in their order, which is the same for every team."""

    TEAM = "team"
    AIM = "aim"
    WHY = "why"
    THEORY = "theory"
    MEASURES = "measures"
    TESTS = "tests"
    RESULTS = "results"
    SURPRISES = "surprises"
    VOICE = "voice"
    LESSONS = "lessons"
    ASKS = "asks"
    NEXT = "next"


storyboard_quote = sa.Table(
    "storyboard_quote",
    Model.metadata,
    sa.Column(
        "storyboard_id", sa.ForeignKey("storyboard.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column(
        "quote_id",
        sa.ForeignKey("interview_quote.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


class Storyboard(Model):
    """A team's arrangement. Without one, every part shows and nobody is quoted."""

    __tablename__ = "storyboard"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    """How often it was arranged; a change of a part alone changes no other column here."""
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    parts: Mapped[list[StoryboardPart]] = relationship(
        back_populates="storyboard", cascade="all, delete-orphan", order_by="StoryboardPart.id"
    )
    quotes: Mapped[list[Quote]] = relationship(secondary=storyboard_quote, order_by=Quote.id)

    __mapper_args__ = {"version_id_col": version}


class StoryboardPart(Model):
    """A part that is hidden or was given a sentence."""

    __tablename__ = "storyboard_part"
    __table_args__ = (sa.UniqueConstraint("storyboard_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    storyboard_id: Mapped[int] = mapped_column(sa.ForeignKey("storyboard.id", ondelete="CASCADE"))
    part: Mapped[Part] = mapped_column(choice(Part, "storyboard_part"))
    hidden: Mapped[bool] = mapped_column(default=False)
    sentence: Mapped[str] = mapped_column(sa.String(280), default="")

    storyboard: Mapped[Storyboard] = relationship(back_populates="parts")
