"""Which chart suits the data, and why."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

import numpy as np

from qi.analysis import analyze
from qi.constants import FIRM_LIMITS_MINIMUM
from qi.errors import InvalidValueError, UnknownNameError
from qi.results import FloatArray
from qi.series import read_numbers
from qi.shown import shown

OVERDISPERSED: Final = 1.2
"""Sigma_z above this says that points vary more than binomial or Poisson chance explains."""

RARE: Final = 1.0
"""With fewer expected events per point, most points are 0 and limits say little."""

KINDS: Final = (
    "proportion",
    "rate",
    "count",
    "single value",
    "subgroups",
    "cases between events",
    "time between events",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A chart, why it suits, and what else could be drawn.

    Parameters
    ----------
    chart : str
        Name of the chart, as `analyze` takes it.
    reason : str
        Why, in a sentence or two.
    alternatives : tuple of str
        Other charts that would do.
    """

    chart: str
    reason: str
    alternatives: tuple[str, ...] = ()


def suggest_chart(
    kind_of_data: str,
    values: Any = None,
    denominators: Any = None,
    *,
    n_points: int | None = None,
) -> Suggestion:
    """Say which chart suits the data, and why.

    Parameters
    ----------
    kind_of_data : str
        "proportion" (a part of a whole), "rate" (events over an area of opportunity), "count"
        (events, the opportunity being the same at every point), "single value", "subgroups" (raw
        values in groups), "cases between events" or "time between events".
    values, denominators : sequence of float, optional
        What is there so far: it tells rare events and unexplained variation.
    n_points : int, optional
        Number of points, where there are no values to count.

    Returns
    -------
    Suggestion
        The chart, the reason and the alternatives.

    Raises
    ------
    UnknownNameError
        If there is no such kind of data.
    QIError
        If the values cannot stand on the chart.

    References
    ----------
    Provost & Murray, The Health Care Data Guide, selecting the appropriate chart; Laney 2002 for
    variation beyond chance.
    """
    if not isinstance(kind_of_data, str) or kind_of_data not in KINDS:
        raise UnknownNameError(
            f"{shown(kind_of_data)} is no kind of data; expected one of {', '.join(KINDS)}",
            argument="kind_of_data",
        )
    n = None if n_points is None else _read_count(n_points)
    numbers = None if values is None else read_numbers("values", values)[0]
    if numbers is not None:
        n = int(np.count_nonzero(~np.isnan(numbers)))
        if n == 0:
            numbers = None
    full = _SUGGEST[kind_of_data](numbers, denominators)
    if n is not None and n < FIRM_LIMITS_MINIMUM and kind_of_data != "subgroups":
        return Suggestion(
            "run",
            f"There {'is 1 point' if n == 1 else f'are {n} points'}; limits are firm from {FIRM_LIMITS_MINIMUM} on. Until then a "
            f"run chart shows what there is. Later: {full.reason}",
            (full.chart, *full.alternatives),
        )
    return full


def _read_count(n_points: Any) -> int:
    if (
        isinstance(n_points, bool)
        or not isinstance(n_points, (int, np.integer))
        or not 0 <= n_points <= sys.maxsize
    ):
        raise InvalidValueError(
            f"expected a whole number, 0 or more, found {shown(n_points)}", argument="n_points"
        )
    return int(n_points)


def _proportion(values: FloatArray | None, denominators: Any) -> Suggestion:
    if values is None or denominators is None:
        return Suggestion(
            "p",
            "Each point is a part of a whole, so the limits follow from the size of the whole.",
            ("pp", "run"),
        )
    return _attribute(values, denominators, "p", "a part of a whole")


def _rate(values: FloatArray | None, denominators: Any) -> Suggestion:
    if values is None or denominators is None:
        return Suggestion(
            "u",
            "Each point is a number of events over an area of opportunity that may differ.",
            ("up", "run"),
        )
    return _attribute(values, denominators, "u", "a number of events over an opportunity")


def _attribute(values: FloatArray, denominators: Any, chart: str, what: str) -> Suggestion:
    laney = analyze(values, f"{chart}p" if chart == "u" else "pp", denominators=denominators)
    if float(np.nanmean(values)) < RARE:
        return Suggestion(
            "g",
            "Events are rare: most points would be 0 and have no lower limit. Count the cases "
            "from one event to the next, or the days (t chart), instead.",
            ("t", chart),
        )
    sigma_z = laney.phases[-1].sigma_z
    if sigma_z is not None and sigma_z > OVERDISPERSED:
        return Suggestion(
            laney.chart,
            f"Each point is {what}, and points vary {sigma_z:.1f} times as much as chance "
            "explains; Laney's chart allows for that.",
            (chart, "i", "run"),
        )
    return Suggestion(
        chart,
        f"Each point is {what}, and points vary about as much as chance explains.",
        (laney.chart, "run"),
    )


def _count(values: FloatArray | None, denominators: Any) -> Suggestion:
    if denominators is not None:
        raise InvalidValueError(
            "counts with denominators are a rate or a proportion; say which",
            argument="denominators",
        )
    if _checked(values, "c") and float(np.nanmean(values)) < RARE:
        return Suggestion(
            "t",
            "Events are rare: most points would be 0. Measure the time from one event to the next "
            "instead.",
            ("g", "c"),
        )
    return Suggestion(
        "c",
        "Each point counts events while the opportunity stays the same.",
        ("i", "run"),
    )


def _checked(values: FloatArray | None, chart: str) -> TypeGuard[FloatArray]:
    """Whether there are values; they must be able to stand on the chart."""
    if values is None:
        return False
    analyze(values, chart)
    return True


def _single(values: FloatArray | None, denominators: Any) -> Suggestion:
    if denominators is not None:
        if values is not None:
            analyze(values, "ip", denominators=denominators)
        return Suggestion(
            "ip",
            "Each point is a value over a denominator that differs; its limits allow for that.",
            ("i", "run"),
        )
    return Suggestion(
        "i",
        "Each point is one value; the limits follow from the differences of neighbors. An mr "
        "chart beside it shows these differences.",
        ("run",),
    )


def _subgroups(values: FloatArray | None, denominators: Any) -> Suggestion:
    del values, denominators
    return Suggestion(
        "xbar",
        "Each point is the mean of several values; an s chart beside it shows their spread.",
        ("s", "r"),
    )


def _cases(values: FloatArray | None, denominators: Any) -> Suggestion:
    del denominators
    _checked(values, "g")
    return Suggestion("g", "Each point counts the cases from one rare event to the next.", ("run",))


def _time(values: FloatArray | None, denominators: Any) -> Suggestion:
    del denominators
    _checked(values, "t")
    return Suggestion("t", "Each point is the time from one rare event to the next.", ("run",))


_SUGGEST: Final = {
    "proportion": _proportion,
    "rate": _rate,
    "count": _count,
    "single value": _single,
    "subgroups": _subgroups,
    "cases between events": _cases,
    "time between events": _time,
}
