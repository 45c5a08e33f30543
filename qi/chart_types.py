"""The chart types: what each takes and what it may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from qi.constants import WEIBULL_POWER
from qi.errors import UnknownNameError
from qi.shown import shown

Denominators = Literal["required", "optional", "refused"]


@dataclass(frozen=True, slots=True)
class ChartType:
    """One type of chart.

    Parameters
    ----------
    name : str
        Name given to `analyze`.
    denominators : {"required", "optional", "refused"}
        Whether the chart takes denominators.
    limits : bool
        Whether the chart has control limits.
    nonnegative : bool
        Whether the values are counts, which cannot be negative.
    share : bool
        Whether the numerator is a part of the denominator and cannot exceed it.
    positive : bool
        Whether the values are times, which cannot be 0 or negative.
    divided : bool
        Whether the plotted value is the numerator over the denominator.
    subgroups : bool
        Whether raw values are given, with a subgroup for each.
    power : float
        Power of the values at which limits are computed and rules applied.
    only_outside : bool
        Whether points outside the limits are the only signals: neighbors share a value.
    fewest : int
        Points that limits need.
    """

    name: str
    denominators: Denominators = "refused"
    limits: bool = True
    nonnegative: bool = False
    share: bool = False
    positive: bool = False
    divided: bool = True
    subgroups: bool = False
    power: float = 1.0
    only_outside: bool = False
    fewest: int = 2

    @property
    def called(self) -> str:
        """Its name with an article, such as "an i chart", for sentences."""
        return f"{'an' if self.name in _SPOKEN_WITH_A_VOWEL else 'a'} {self.name} chart"


_SPOKEN_WITH_A_VOWEL: Final = frozenset({"i", "ip", "mr", "np", "r", "s", "up", "xbar"})

CHART_TYPES: Final = {
    kind.name: kind
    for kind in (
        ChartType("run", denominators="optional", limits=False),
        ChartType("i", denominators="optional"),
        ChartType("mr", denominators="optional", only_outside=True, fewest=1),
        ChartType("ip", denominators="required"),
        ChartType("xbar", subgroups=True),
        ChartType("s", subgroups=True),
        ChartType("r", subgroups=True),
        ChartType("p", denominators="required", nonnegative=True, share=True),
        ChartType("pp", denominators="required", nonnegative=True, share=True),
        ChartType("np", denominators="required", nonnegative=True, share=True, divided=False),
        ChartType("u", denominators="required", nonnegative=True),
        ChartType("up", denominators="required", nonnegative=True),
        ChartType("c", nonnegative=True),
        ChartType("g", nonnegative=True),
        ChartType("t", positive=True, power=1 / WEIBULL_POWER),
    )
}


def chart_type(name: str) -> ChartType:
    """Look up a chart type by its name.

    Raises
    ------
    UnknownNameError
        If there is no such chart.
    """
    kind = CHART_TYPES.get(name) if isinstance(name, str) else None
    if kind is not None:
        return kind
    raise UnknownNameError(
        f"{shown(name)} is no chart; expected one of {', '.join(CHART_TYPES)}", argument="chart"
    )
