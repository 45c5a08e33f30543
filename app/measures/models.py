"""Measures, the series that teams keep of them, and the observations in a series."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clock import now
from app.database import UtcDateTime, choice
from app.extensions import Model
from app.networks.models import Network, Strategy
from app.teams.models import Team


class MeasureRole(enum.Enum):
    """What the measure is for in the family of measures."""

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class DataKind(enum.Enum):
    """What one observation is, which decides how it is entered."""

    PROPORTION = "proportion"
    RATE = "rate"
    COUNT = "count"
    SINGLE = "single value"
    SUBGROUP = "subgroup of raw values"
    EVENTS = "event dates"


class Direction(enum.Enum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Frequency(enum.Enum):
    """How often an observation falls due."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    EVENT = "event"
    """Whenever it happens: each observation is an event, dated by its day."""


class Sharing(enum.Enum):
    """The network's rule: what others may see of a shared measure's series, and who decides it."""

    OPEN = "open"
    """Every team's, by name."""
    CHOICE = "choice"
    """What each team chooses: by name until it does."""
    BLINDED = "blinded"
    """By a code, until a team opens its own."""
    CLOSED = "closed"
    """Nobody's."""


class Share(enum.Enum):
    """How others of the network see one team's series."""

    OPEN = "open"
    BLINDED = "blinded"
    """The course only, under a code that tells nothing about the team."""
    CLOSED = "closed"


measure_strategy = sa.Table(
    "measure_strategy",
    Model.metadata,
    sa.Column("measure_id", sa.ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "strategy_id",
        sa.ForeignKey("strategy.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)
"""The network's strategies that a measure tells about."""


class Measure(Model):
    """A measure with its definition: the network's (shared) or, with a team, that team's own."""

    __tablename__ = "measure"
    __table_args__ = (sa.UniqueConstraint("network_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("team.id", ondelete="CASCADE"), index=True
    )
    slug: Mapped[str] = mapped_column(sa.String(80))
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[MeasureRole] = mapped_column(choice(MeasureRole, "measure_role"))
    data_kind: Mapped[DataKind] = mapped_column(choice(DataKind, "data_kind"))
    purpose: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    """Why it is measured: what is decided by it."""
    definition: Mapped[str] = mapped_column(sa.Text, default="")
    definition_version: Mapped[int] = mapped_column(default=1)
    definition_starts: Mapped[dict[str, str]] = mapped_column(
        sa.JSON, default=dict, server_default="{}"
    )
    """First period, as an ISO date, that each later version of the definition holds from; the
    revisions in short, so that charts flag them without asking for those."""
    numerator_label: Mapped[str] = mapped_column(sa.String(120), default="")
    """What is counted or measured; the entry field's label."""
    denominator_label: Mapped[str] = mapped_column(sa.String(120), default="")
    inclusions: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    exclusions: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    multiplier: Mapped[float] = mapped_column(default=1.0)
    direction: Mapped[Direction | None] = mapped_column(choice(Direction, "direction"))
    target: Mapped[float | None]
    """In display units: 8 means 8% on a percent chart."""
    target_on: Mapped[date | None]
    frequency: Mapped[Frequency] = mapped_column(
        choice(Frequency, "frequency"), default=Frequency.MONTH
    )
    due_days: Mapped[int] = mapped_column(default=10)
    """Days after the end of a period on which its observation falls due."""
    chart: Mapped[str] = mapped_column(sa.String(16))
    """The chart type's name in `qi`."""
    rules: Mapped[str] = mapped_column(sa.String(32), default="default")
    """The rule set's name in `qi`."""
    baseline_points: Mapped[int | None]
    sharing: Mapped[Sharing] = mapped_column(choice(Sharing, "sharing"), default=Sharing.OPEN)
    smallest_denominator: Mapped[int] = mapped_column(default=0)
    protects_small_numbers: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether small numbers of the whole team are hidden from others, as those of strata are."""
    population: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    """Whom it counts, in a name that measures of the same people share; their small numbers are
    hidden together. Empty, what is counted below the line stands in for it."""
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    collector: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    """Who collects the data."""
    sampling: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    """How a sample is drawn; empty where everybody is counted."""
    link: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """Where the full specification is."""
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_because: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    network: Mapped[Network] = relationship()
    team: Mapped[Team | None] = relationship()
    strategies: Mapped[list[Strategy]] = relationship(
        secondary=measure_strategy, order_by="Strategy.position"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_shared(self) -> bool:
        return self.team_id is None

    @property
    def has_denominator(self) -> bool:
        return self.data_kind is DataKind.PROPORTION or self.data_kind is DataKind.RATE

    @property
    def starts_of_versions(self) -> tuple[tuple[int, date], ...]:
        """The later versions of the definition, each with the day it holds from, in order."""
        found = ((int(n), date.fromisoformat(day)) for n, day in self.definition_starts.items())
        return tuple(sorted(found))


class Series(Model):
    """A team's own series of a measure."""

    __tablename__ = "series"
    __table_args__ = (sa.UniqueConstraint("team_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"))
    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    """Order among the team's measures; the first is the one its page opens with."""
    ended_on: Mapped[date | None]
    """After this date nothing falls due."""
    ended_because: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    baseline_points: Mapped[int | None]
    """Points on which the first phase's limits are frozen; None leaves it to the measure."""
    share: Mapped[Share | None] = mapped_column(choice(Share, "share"))
    """How the team wants others to see it; `app.measures.sharing` says what comes of it."""
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team] = relationship()
    measure: Mapped[Measure] = relationship()
    observations: Mapped[list[Observation]] = relationship(
        back_populates="series", order_by="Observation.period", cascade="all, delete-orphan"
    )
    phases: Mapped[list[SeriesPhase]] = relationship(
        back_populates="series", order_by="SeriesPhase.starts_on", cascade="all, delete-orphan"
    )
    annotations: Mapped[list[Annotation]] = relationship(
        back_populates="series",
        primaryjoin="and_(Series.id == Annotation.series_id, Annotation.removed_at.is_(None))",
        order_by="Annotation.on, Annotation.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    """Those that stand on the chart; a removed one is kept for who wants it back."""

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return f"{self.measure.name}, {self.team.name}"


class SeriesPhase(Model):
    """The date from which a new phase of a series starts, and why."""

    __tablename__ = "series_phase"
    __table_args__ = (sa.UniqueConstraint("series_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    reason: Mapped[str] = mapped_column(sa.Text)
    baseline_points: Mapped[int | None]
    """Points on which its limits are frozen; None leaves it to the measure."""
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    series: Mapped[Series] = relationship(back_populates="phases")
    created_by: Mapped[User | None] = relationship()


class Observation(Model):
    """One period's data of a series."""

    __tablename__ = "observation"
    __table_args__ = (sa.UniqueConstraint("series_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id", ondelete="CASCADE"))
    period: Mapped[date]
    """First day of the week, month or quarter; of an event its own day."""
    value: Mapped[float]
    """The numerator where there is a denominator; else the count, the single value or the mean of
    the raw values. Of events how many there were on the day."""
    denominator: Mapped[float | None]
    """Of events the cases since the one before them, where they are counted."""
    raw: Mapped[list[float] | None] = mapped_column(sa.JSON(none_as_null=True))
    """The raw values of a subgroup, in the order in which they were typed."""
    note: Mapped[str] = mapped_column(sa.Text, default="")
    excluded_because: Mapped[str | None] = mapped_column(sa.Text)
    """Why the point is kept on the chart but out of center, limits and runs."""
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    series: Mapped[Series] = relationship(back_populates="observations")
    entered_by: Mapped[User | None] = relationship()
    corrections: Mapped[list[ObservationCorrection]] = relationship(
        back_populates="observation",
        order_by="ObservationCorrection.id",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return self.series.name


class ObservationCorrection(Model):
    """What an observation was before a correction, who corrected it, and why."""

    __tablename__ = "observation_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("observation.id", ondelete="CASCADE"), index=True
    )
    old_value: Mapped[float]
    old_denominator: Mapped[float | None]
    old_raw: Mapped[list[float] | None] = mapped_column(sa.JSON(none_as_null=True))
    old_period: Mapped[date | None]
    """Where an event was moved to another day: the day it stood on."""
    old_note: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text)
    corrected_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="SET NULL")
    )
    corrected_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    observation: Mapped[Observation] = relationship(back_populates="corrections")
    corrected_by: Mapped[User | None] = relationship()


class Annotation(Model):
    """A dated flag on a series' chart."""

    __tablename__ = "annotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(
        sa.ForeignKey("series.id", ondelete="CASCADE"), index=True
    )
    on: Mapped[date]
    text: Mapped[str] = mapped_column(sa.String(200))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    series: Mapped[Series] = relationship(back_populates="annotations")

    __mapper_args__ = {"version_id_col": version}


class SeenSignal(Model):
    """A signal that a person has seen, so that it is new to them no longer."""

    __tablename__ = "seen_signal"
    __table_args__ = (sa.UniqueConstraint("user_id", "series_id", "signal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    series_id: Mapped[int] = mapped_column(
        sa.ForeignKey("series.id", ondelete="CASCADE"), index=True
    )
    signal: Mapped[str] = mapped_column(sa.String(80))
    """Rule and first period, such as "shift 2025-04-01"."""
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
