"""PDSA cycles and their predictions."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.measures.models import Measure
from app.teams.models import Team
from app.theory.models import DriverNode


class Decision(enum.Enum):
    """What the team decided in Act."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"


class AsPlanned(enum.Enum):
    """Whether the test was carried out as planned."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Scale(enum.Enum):
    """How far the test reaches."""

    ONE = "one person"
    THREE = "3 people"
    TEN = "5 to 10 people"
    UNIT = "one unit"
    ALL = "everyone"


class CycleStatus(enum.Enum):
    """The step that waits; it follows from what is filled in."""

    PLAN = "plan"
    DO = "do"
    STUDY = "study"
    ACT = "act"
    DONE = "done"


class Cycle(Model):
    """A small test of change: plan, do, study, act. Cycles on one change idea form its ramp."""

    __tablename__ = "cycle"
    __table_args__ = (sa.UniqueConstraint("team_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(160))
    change_idea_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("driver_node.id", ondelete="SET NULL"), index=True
    )
    previous_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cycle.id", ondelete="SET NULL"))
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id", ondelete="SET NULL"))
    """The measure the test should move; without one its flag stands on all the team's charts."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    scale: Mapped[Scale | None] = mapped_column(choice(Scale, "scale"))
    reach: Mapped[str] = mapped_column(sa.String(80), default="")
    """The scale in the team's words: "1 school, 3 children"."""
    conditions: Mapped[str] = mapped_column(sa.Text, default="")

    objective: Mapped[str] = mapped_column(sa.Text, default="")
    questions: Mapped[str] = mapped_column(sa.Text, default="")
    tasks: Mapped[str] = mapped_column(sa.Text, default="")
    """Who does what, where and when."""
    data_plan: Mapped[str] = mapped_column(sa.Text, default="")

    as_planned: Mapped[AsPlanned | None] = mapped_column(choice(AsPlanned, "as_planned"))
    observations: Mapped[str] = mapped_column(sa.Text, default="")
    problems: Mapped[str] = mapped_column(sa.Text, default="")

    results: Mapped[str] = mapped_column(sa.Text, default="")
    comparison: Mapped[str] = mapped_column(sa.Text, default="")
    """Results against earlier performance."""
    learned: Mapped[str] = mapped_column(sa.Text, default="")

    decision: Mapped[Decision | None] = mapped_column(choice(Decision, "decision"))
    changes: Mapped[str] = mapped_column(sa.Text, default="")
    """What to change, and what comes next."""
    decided_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    change_idea: Mapped[DriverNode | None] = relationship()
    previous: Mapped[Cycle | None] = relationship(remote_side="Cycle.id")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    measure: Mapped[Measure | None] = relationship()
    predictions: Mapped[list[Prediction]] = relationship(
        back_populates="cycle", order_by="Prediction.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def status(self) -> CycleStatus:
        """The first step that is not filled in."""
        if self.decision is not None:
            return CycleStatus.DONE
        if self.learned.strip():
            return CycleStatus.ACT
        if self.as_planned is not None or self.observations.strip():
            return CycleStatus.STUDY
        if self.objective.strip() and self.starts_on is not None:
            return CycleStatus.DO
        return CycleStatus.PLAN


class Prediction(Model):
    """What the team expects of a cycle, in words or as a number or range, and what came."""

    __tablename__ = "prediction"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(sa.ForeignKey("cycle.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(sa.Text)
    low: Mapped[float | None]
    high: Mapped[float | None]
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    result: Mapped[float | None]
    result_text: Mapped[str] = mapped_column(sa.Text, default="")
    judged: Mapped[bool | None]
    """Whether it came true as the team sees it, where no number decides."""

    cycle: Mapped[Cycle] = relationship(back_populates="predictions")

    @property
    def is_numeric(self) -> bool:
        """Whether the prediction names a number or a range."""
        return self.low is not None or self.high is not None

    @property
    def came_true(self) -> bool | None:
        """Whether the result fell in the predicted range; else what the team says, if anything."""
        if self.result is None or not self.is_numeric:
            return self.judged
        above = self.low is None or self.result >= self.low
        below = self.high is None or self.result <= self.high
        return above and below
