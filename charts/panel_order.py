"""Panels of small multiples, and how they follow each other."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from charts.meaning import Status, reading
from qi.results import Analysis

_RANK = {
    status: rank
    for rank, status in enumerate(
        (Status.IMPROVEMENT, Status.CONCERN, Status.SPECIAL, Status.NO_SIGNAL, Status.TOO_YOUNG,
         Status.NO_DATA)
    )
}  # fmt: skip


class Order(Enum):
    """How panels follow each other."""

    SIGNAL = "signal"
    ALPHABET = "alphabet"
    VALUE = "value"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Panel:
    """One series of a comparison.

    Parameters
    ----------
    name : str
        Name of the team, or its code.
    analysis : Analysis
        Its chart in numbers.
    href : str
        Where it leads.
    """

    name: str
    analysis: Analysis
    href: str = ""


def ordered(panels: Iterable[Panel], order: Order) -> tuple[Panel, ...]:
    """Bring panels into an order that is not a league table unless asked for.

    Parameters
    ----------
    panels : iterable of Panel
        In any order.
    order : Order
        By signal: improving, concern, special, no signal, too young; inside a group the longest
        signal first, then by name. By value: the latest one, the highest first, missing ones last.
    """
    given = list(panels)
    if order is Order.GIVEN:
        return tuple(given)
    if order is Order.ALPHABET:
        return tuple(sorted(given, key=lambda panel: panel.name.casefold()))
    if order is Order.VALUE:
        return tuple(sorted(given, key=lambda panel: (-_latest(panel.analysis), panel.name)))
    reads = {id(panel): reading(panel.analysis) for panel in given}

    def rank(panel: Panel) -> tuple[int, int, str]:
        read = reads[id(panel)]
        length = len(read.signal.indices) if read.signal else 0
        return _RANK[read.status], -length, panel.name.casefold()

    return tuple(sorted(given, key=rank))


def _latest(analysis: Analysis) -> float:
    known = analysis.values[np.isfinite(analysis.values)]
    return float(known[-1]) if len(known) else -math.inf
