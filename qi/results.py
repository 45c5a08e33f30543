"""What an analysis answers: frozen values holding read-only arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]


class Side(Enum):
    """Where a signal's points lie: above or below the center, or moving up or down."""

    UP = "up"
    DOWN = "down"


class Variation(Enum):
    """What the latest included point says about the process.

    `SPECIAL_CAUSE` stands for signals that have no side, such as too few runs.
    """

    COMMON_CAUSE = "common cause"
    IMPROVEMENT_HIGH = "improvement, high"
    IMPROVEMENT_LOW = "improvement, low"
    CONCERN_HIGH = "concern, high"
    CONCERN_LOW = "concern, low"
    SPECIAL_CAUSE_HIGH = "special cause, high"
    SPECIAL_CAUSE_LOW = "special cause, low"
    SPECIAL_CAUSE = "special cause"
    MIXED = "mixed"
    NOT_JUDGEABLE = "not judgeable"

    @property
    def is_improvement(self) -> bool:
        """Whether the latest point is part of a signal on the better side."""
        return self in (Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW)

    @property
    def is_concern(self) -> bool:
        """Whether the latest point is part of a signal on the worse side."""
        return self in (Variation.CONCERN_HIGH, Variation.CONCERN_LOW)


class Assurance(Enum):
    """What the latest limits say about meeting the target."""

    PASSES = "consistently passes"
    FAILS = "consistently fails"
    HIT_OR_MISS = "hit or miss"
    NONE = "no target"


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of one rule.

    Parameters
    ----------
    rule : str
        Name of the rule: "outside", "shift", "trend", "two of three", "inner third",
        "runs", "crossings", ...
    start, stop : int
        First position of the signal and the position after its last one (0-based, half open).
    indices : tuple of int
        The points that carry the signal, in order.
    side : Side or None
        Side of the center line, or direction of a trend; None for runs and crossings.
    phase : int
        0-based number of the phase it lies in.
    detected : int
        Position at which the rule was first satisfied.
    """

    rule: str
    start: int
    stop: int
    indices: tuple[int, ...]
    side: Side | None
    phase: int
    detected: int


@dataclass(frozen=True, slots=True)
class PhaseSummary:
    """Center, runs and crossings of one phase.

    `center` is in display units. `n_points` counts the included points, `n_useful` those of them
    that are not on the center line. The allowed ranges are None where the table or formula does
    not apply. `baseline` is the number of leading points that center and limits were frozen at,
    None without a freeze. `trial` marks limits that rest on fewer than 12 points.
    """

    start: int
    stop: int
    center: float
    n_points: int
    n_useful: int
    longest_run: int
    longest_run_max: int | None
    crossings: int
    crossings_min: int | None
    runs: int
    runs_min: int | None
    runs_max: int | None
    baseline: int | None
    trial: bool
    n_basis: int = 0
    """Points that center and limits were computed from."""
    sigma_z: float | None = None
    """Laney's factor on P′ and U′ charts: how much wider the limits are than those of P and U."""
    limits_vary: bool = False
    """Whether the limits differ from point to point, as they do with unequal denominators."""
    all_equal: bool = False
    """Whether every included point of the phase has the same value."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Meaning of the latest included point and of the latest limits."""

    variation: Variation
    assurance: Assurance
    rule: str | None = None
    """The rule that decided the variation, if any."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A chart in numbers: one element of each array per plotted point.

    An analysis is equal to itself only.

    Arrays are read-only, of equal length n, in display units (after `multiplier`).
    Missing points hold NaN in `values`. Charts without limits hold NaN in `lower`, `upper`
    and `sigma_units`. `phase` holds each point's 0-based phase number. `target` is in display
    units.
    """

    chart: str
    x: tuple[Any, ...]
    values: FloatArray
    numerators: FloatArray
    denominators: FloatArray | None
    phase: IntArray
    included: BoolArray
    center: FloatArray
    lower: FloatArray
    upper: FloatArray
    sigma_units: FloatArray
    phases: tuple[PhaseSummary, ...]
    signals: tuple[Signal, ...]
    verdict: Verdict
    options: dict[str, Any] = field(repr=False)
    target: float | None = None
    tolerance: float = 0.0
    """Absolute tolerance of every comparison, in display units."""

    def __len__(self) -> int:
        return len(self.values)

    def frame(self) -> pd.DataFrame:
        """One row a plotted point, as a pandas DataFrame."""
        from qi.frame import to_frame  # noqa: PLC0415 - it imports pandas

        return to_frame(self)

    def describe(self, unit: str = "") -> tuple[str, ...]:
        """Plain sentences that say what the chart says, the most important first.

        `unit`, such as "%" or "days", is written behind the target.
        """
        from qi.describe import describe  # noqa: PLC0415 - it imports this module

        return describe(self, unit)
