"""What a signal means: improvement, concern, or special without good or bad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from qi.results import Analysis, Side, Signal, Variation

SERIES_RULES = frozenset({"runs", "crossings"})
"""Rules about a whole phase: they say something of the series, not of single points."""

MIN_USEFUL = 10
"""Useful points from which a chart is old enough to be judged."""

_SPECIAL = frozenset(
    {
        Variation.SPECIAL_CAUSE,
        Variation.SPECIAL_CAUSE_HIGH,
        Variation.SPECIAL_CAUSE_LOW,
        Variation.MIXED,
    }
)
_STRENGTH = ("outside", "shift", "trend", "two of three", "inner third", "crossings", "runs")


class Meaning(Enum):
    """What a signal says about the process, given which way is better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    SPECIAL = "special"


class Status(Enum):
    """What a whole chart says now."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    SPECIAL = "special"
    NO_SIGNAL = "no signal"
    TOO_YOUNG = "too young"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chart says now, for an icon, a caption and the order of a comparison.

    Parameters
    ----------
    status : Status
        What it says.
    arrow : Side or None
        Direction of the data, up or down; None without a signal that has one.
    signal : Signal or None
        The signal that the status rests on: the strongest that reaches the latest point;
        successive points outside one limit are one signal.
    n_points : int
        Values that there are in the latest phase.
    all_equal : bool
        Whether they are all the same.
    beyond : int
        Points of the signal that lie outside the limits.
    """

    status: Status
    arrow: Side | None
    signal: Signal | None
    n_points: int
    all_equal: bool = False
    beyond: int = 0


def direction_of(analysis: Analysis) -> Side | None:
    """Which way is better, as the analysis was told; None where neither is."""
    return {"up": Side.UP, "down": Side.DOWN}.get(str(analysis.options.get("direction")))


def signal_meaning(signal: Signal, direction: Side | None) -> Meaning:
    """Return the meaning of one signal.

    Parameters
    ----------
    signal : Signal
        A signal; one without a side has no good or bad.
    direction : Side or None
        Which way is better.
    """
    return side_meaning(signal.side, direction)


def side_meaning(side: Side | None, direction: Side | None) -> Meaning:
    """Return the meaning of a signal on one side."""
    if side is None or direction is None:
        return Meaning.SPECIAL
    return Meaning.IMPROVEMENT if side is direction else Meaning.CONCERN


def point_meanings(analysis: Analysis, direction: Side | None) -> Mapping[int, Meaning]:
    """Return the meaning of each point that carries a signal.

    Parameters
    ----------
    analysis : Analysis
        A chart in numbers.
    direction : Side or None
        Which way is better.

    Returns
    -------
    mapping of int to Meaning
        Points in signals of contrary meaning are special without good or bad.
    """
    found: dict[int, Meaning] = {}
    for signal in analysis.signals:
        if signal.rule in SERIES_RULES:
            continue
        meaning = signal_meaning(signal, direction)
        for index in signal.indices:
            found[index] = meaning if found.get(index, meaning) is meaning else Meaning.SPECIAL
    return found


def strength(signal: Signal) -> tuple[int, int]:
    """Sort key: stronger rules first, then longer signals."""
    return rule_strength(signal.rule), -len(signal.indices)


def rule_strength(rule: str) -> int:
    """Sort key: stronger rules first."""
    return _STRENGTH.index(rule) if rule in _STRENGTH else len(_STRENGTH)


def reading(analysis: Analysis) -> Reading:
    """Return what a chart says now.

    Parameters
    ----------
    analysis : Analysis
        A chart in numbers.

    Returns
    -------
    Reading
        Rests on the verdict of the analysis; where that is mixed or has no direction, special.
    """
    phase = next((p for p in reversed(analysis.phases) if p.n_points), None)
    n_points = phase.n_points if phase else 0
    verdict = analysis.verdict.variation
    if phase is None:
        return Reading(Status.NO_DATA, None, None, 0)
    if verdict.is_improvement:
        status = Status.IMPROVEMENT
    elif verdict.is_concern:
        status = Status.CONCERN
    elif verdict in _SPECIAL:
        status = Status.SPECIAL
    else:
        old = n_points >= MIN_USEFUL and (phase.all_equal or verdict is Variation.COMMON_CAUSE)
        status = Status.NO_SIGNAL if old else Status.TOO_YOUNG
        return Reading(status, None, None, n_points, phase.all_equal)
    latest = _latest_signal(analysis)
    if latest is None:
        return Reading(status, None, None, n_points)
    return Reading(status, latest.side, latest, n_points, beyond=beyond(analysis, latest))


def joined(analysis: Analysis) -> tuple[Signal, ...]:
    """Return the signals, successive points outside one limit joined into one signal.

    A point that is missing or does not count stands in nobody's way; one inside the limits ends
    the excursion.
    """
    if sum(signal.rule == "outside" for signal in analysis.signals) < 2:
        return analysis.signals
    counted = np.cumsum(analysis.included)
    found: list[Signal] = []
    latest: dict[tuple[Side | None, int], int] = {}
    for signal in analysis.signals:
        key = (signal.side, signal.phase)
        at = latest.get(key) if signal.rule == "outside" else None
        if at is not None and counted[signal.start] == counted[found[at].indices[-1]] + 1:
            indices = (*found[at].indices, *signal.indices)
            found[at] = replace(found[at], indices=indices, stop=signal.stop)
            continue
        if signal.rule == "outside":
            latest[key] = len(found)
        found.append(signal)
    return tuple(found)


def beyond(analysis: Analysis, signal: Signal) -> int:
    """Count the points of a signal that lie outside the limit on its side."""
    limits = {Side.UP: analysis.upper, Side.DOWN: analysis.lower}
    if signal.side is None:
        return 0
    sign = 1 if signal.side is Side.UP else -1
    at = list(signal.indices)
    excess = sign * (analysis.values[at] - limits[signal.side][at])
    return int(np.sum(excess > analysis.tolerance))


def _latest_signal(analysis: Analysis) -> Signal | None:
    """Return the strongest sided signal that reaches the latest point."""
    sided = [signal for signal in joined(analysis) if signal.side is not None]
    last = max((signal.indices[-1] for signal in sided), default=0)
    return min(
        (signal for signal in sided if signal.indices[-1] == last), key=strength, default=None
    )
