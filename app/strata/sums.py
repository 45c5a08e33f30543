"""Whether the strata of a period add up to the whole. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.measures.values import Entered
from app.templating import number

NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Sums:
    """What strata add up to beside what the whole says."""

    more: tuple[str, ...] = ()
    """Sentences where they add up to more, which cannot be."""
    less: tuple[str, ...] = ()
    """Sentences where they add up to less, which may be so."""


def sums_of(whole: Entered, parts: Iterable[Entered], *, numerator: str, denominator: str) -> Sums:
    """Add up the strata, numerators and denominators apart."""
    found = list(parts)
    pairs = [(numerator or "values", sum(each.value for each in found), whole.value)]
    if whole.denominator is not None:
        below = sum(each.denominator or 0 for each in found)
        pairs.append((denominator or "denominators", below, whole.denominator))
    more = [_said(*pair) for pair in pairs if pair[1] > pair[2] + NEAR]
    less = [_said(*pair) for pair in pairs if pair[1] < pair[2] - NEAR]
    return Sums(tuple(more), tuple(less))


def _said(label: str, added: float, whole: float) -> str:
    return f"{label}: these add up to {number(added)}, the whole team says {number(whole)}."
