"""PDSA cycles with their predictions and tasks."""

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
from app.pdsa.scoring import Score, scored
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
    __table_args__ = (
        sa.UniqueConstraint("team_id", "number"),
        sa.UniqueConstraint("team_id", "once"),
    )

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
    """Who does what, where and when, as far as it is no task of one person by one day."""
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
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was deleted; it can be put back, and its number is never given again."""
    deleted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    once: Mapped[str | None] = mapped_column(sa.String(36))
    """What the form that made it carried, so that sending it twice makes one cycle."""
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    change_idea: Mapped[DriverNode | None] = relationship()
    previous: Mapped[Cycle | None] = relationship(remote_side="Cycle.id")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    measure: Mapped[Measure | None] = relationship()
    predictions: Mapped[list[Prediction]] = relationship(
        back_populates="cycle", order_by="Prediction.position", cascade="all, delete-orphan"
    )
    to_do: Mapped[list[CycleTask]] = relationship(
        back_populates="cycle", order_by="CycleTask.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What the network's audit calls it: its title is the team's own."""
        return f"Cycle {self.number} of {self.team.name}"

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
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id", ondelete="SET NULL"))
    """The measure whose value decides, at `due_on` or else on the cycle's last day."""
    due_on: Mapped[date | None]
    confidence: Mapped[int | None]
    """How sure the team was, in percent."""
    result: Mapped[float | None]
    """What came, as typed or as the measure said when Study was written."""
    result_text: Mapped[str] = mapped_column(sa.Text, default="")
    judged_as: Mapped[Score | None] = mapped_column(choice(Score, "judged_as"))
    """Whether it came true as the team sees it, where no number decides."""

    cycle: Mapped[Cycle] = relationship(back_populates="predictions")
    measure: Mapped[Measure | None] = relationship()

    @property
    def is_numeric(self) -> bool:
        """Whether the prediction names a number or a range."""
        return self.low is not None or self.high is not None

    @property
    def score(self) -> Score | None:
        """How it came out by what is stored with it; None as long as nobody can say."""
        return scored(self.result, self.low, self.high, self.judged_as)

    @property
    def came_true(self) -> bool | None:
        """Whether the result fell in the predicted range; else what the team says, if anything."""
        return None if self.score is None else self.score is Score.HIT


class CycleTask(Model):
    """What one person does for a cycle by one day."""

    __tablename__ = "cycle_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(sa.ForeignKey("cycle.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(sa.String(300))
    owner_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]

    cycle: Mapped[Cycle] = relationship(back_populates="to_do")
    owner: Mapped[User | None] = relationship()
