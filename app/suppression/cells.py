"""A cell of a table, the counts that can be read from it, and when one of them is small."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

THRESHOLDS = (5, 8, 11)
"""The thresholds that a network chooses from."""
DEFAULT_THRESHOLD = 11


class Kind(enum.Enum):
    """What a cell's two numbers count, which decides what can be read from them."""

    PART_OF_WHOLE = "some of those counted"
    RATE = "events over what they happened in"
    COUNT = "events"


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one part of the population: its count, and out of how many."""

    value: float
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a count is small.

    A count is small from 1 to `threshold` − 1; zero is not. With the threshold 11 this is the
    policy of the Centers for Medicare & Medicaid Services, which asks that no cell of 1 to 10 is
    reported or can be derived, from percentages or otherwise, names zero as no violation, and
    counts those left out of a number as a cell of their own.

    References
    ----------
    CMS Cell Size Suppression Policy, version of May 8, 2017.
    https://www.hhs.gov/guidance/document/cms-cell-suppression-policy
    """

    kind: Kind
    threshold: int = DEFAULT_THRESHOLD
    smallest_denominator: float = 0
    """The denominator below which the measure shows nothing, where that is stricter."""


def counts(cell: Cell, kind: Kind) -> tuple[float, ...]:
    """Return the counts that a reader of the cell knows.

    Of a part of a whole these are those counted and those not counted: 38 of 40 tells of 2.
    """
    if kind is Kind.COUNT or cell.denominator is None:
        return (cell.value,)
    if kind is Kind.RATE:
        return (cell.value, cell.denominator)
    return (cell.value, cell.denominator - cell.value)


def is_small(cell: Cell, rule: Rule) -> bool:
    """Return whether a cell may not be shown."""
    if any(0 < count < rule.threshold for count in counts(cell, rule.kind)):
        return True
    below = cell.denominator
    return below is not None and 0 < below < max(rule.threshold, rule.smallest_denominator)


def total(cells: Iterable[Cell], kind: Kind) -> tuple[float, ...]:
    """Return the sums of the counts of several cells."""
    return tuple(
        sum(each) for each in zip(*(counts(cell, kind) for cell in cells), strict=True)
    ) or tuple(0.0 for _ in counts(Cell(0, 0), kind))
