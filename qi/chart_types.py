"""The chart types: what each takes and what it may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from qi.errors import NotYetError, UnknownNameError

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
    """

    name: str
    denominators: Denominators = "refused"
    limits: bool = True
    nonnegative: bool = False
    share: bool = False


CHART_TYPES: Final = {
    kind.name: kind
    for kind in (
        ChartType("run", denominators="optional", limits=False),
        ChartType("i", denominators="optional"),
        ChartType("p", denominators="required", nonnegative=True, share=True),
        ChartType("pp", denominators="required", nonnegative=True, share=True),
        ChartType("u", denominators="required", nonnegative=True),
        ChartType("up", denominators="required", nonnegative=True),
        ChartType("c", nonnegative=True),
    )
}

PLANNED: Final = ("mr", "ip", "xbar", "s", "r", "np", "g", "t")


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
    if name in PLANNED:
        raise NotYetError(f"{name!r} charts are not computed yet", argument="chart")
    raise UnknownNameError(
        f"{name!r} is no chart; expected one of {', '.join(CHART_TYPES)}", argument="chart"
    )
