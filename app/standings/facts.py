"""What is kept of an analysis: plain values that follow from a series' data and its method. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from app.measures.series import Method
from charts.meaning import rule_strength
from qi.constants import FIRM_LIMITS_MINIMUM
from qi.results import Side
from qi.rules.rulesets import RULE_SETS
from qi.suggest import OVERDISPERSED, RARE

FORMAT = 1
"""Rises where what is kept of an analysis changes, so that old rows are known."""
WITH_LANEY = {"p": "pp", "u": "up"}
"""Charts whose limits know only of chance, each with the one that allows for more variation."""
COUNTING = frozenset({"p", "pp", "np", "u", "up", "c"})
"""Charts that count events."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal on a chart, and since when it is known."""

    rule: str
    direction: str | None
    first: date
    last: date
    detected: date
    verdict: str
    current: bool
    """Whether it holds at the latest point."""
    seen_at: datetime
    """When the data first showed it here."""

    @property
    def key(self) -> str:
        """Rule and first period, as `app.measures.reading.SignalLine` has it."""
        return f"{self.rule} {self.first.isoformat()}"

    def written(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "rule": self.rule,
            "direction": self.direction,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "detected": self.detected.isoformat(),
            "verdict": self.verdict,
            "current": self.current,
            "seen_at": self.seen_at.isoformat(),
        }

    def is_same(self, other: Signal) -> bool:
        """Whether both are one signal: its ends may move with the center line."""
        same = (self.rule, self.direction) == (other.rule, other.direction)
        return same and self.first <= other.last and other.first <= self.last


def read(written: dict[str, Any]) -> Signal:
    """Read a signal as it is kept."""
    return Signal(
        rule=written["rule"],
        direction=written["direction"],
        first=date.fromisoformat(written["first"]),
        last=date.fromisoformat(written["last"]),
        detected=date.fromisoformat(written["detected"]),
        verdict=written["verdict"],
        current=written["current"],
        seen_at=datetime.fromisoformat(written["seen_at"]),
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A signal by the positions of its points; successive ones outside one limit are one."""

    rule: str
    side: Side | None
    first: int
    last: int
    detected: int

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        """From the latest back; of those that end together those with a side, the strongest first."""
        return (-self.last, self.side is None, rule_strength(self.rule), self.first)


def ranked(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in the order of their ranks."""
    return tuple(sorted(marks, key=lambda mark: mark.rank))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an analysis says, by positions on its axis."""

    verdict: str
    direction: str | None
    value: float | None
    """The latest value that is plotted, in display units."""
    counted: int | None
    """Position of the latest point that counts."""
    points: int
    marks: tuple[Mark, ...] = ()
    """In the order of their ranks."""
    sigma_z: float | None = None
    events: float | None = None


NOTHING = Outcome("too_young", None, None, None, 0)
"""What is said of a series without values."""


@lru_cache(maxsize=4096)
def method_print(method: Method) -> str:
    """The fingerprint of a method, with the version of its rule set."""
    known = RULE_SETS.get(method.rules)
    version = known.version if known else ""
    # Where a target lies moves no signal.
    said = repr((FORMAT, replace(method, target=None), version))
    return digest(said.encode())


def digest(*parts: bytes) -> str:
    """A short fingerprint of some bytes."""
    found = hashlib.blake2b(digest_size=8)
    for part in parts:
        found.update(part)
    return found.hexdigest()


def known_since(signals: Iterable[Signal], before: Sequence[Signal]) -> tuple[Signal, ...]:
    """Let each signal that was known before keep the moment at which it was first seen."""
    found = []
    for each in signals:
        seen = [was.seen_at for was in before if was.is_same(each)]
        found.append(replace(each, seen_at=min(seen)) if seen else each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Better:
    """A chart that would suit the data better, and why."""

    why: str
    """ "too few", "rare" or "overdispersed"."""
    charts: tuple[str, ...]
    """Names in `qi`, the best first."""


def better_chart(
    chart: str, points: int, events: float | None, sigma_z: float | None
) -> Better | None:
    """The chart that the data call for instead of their own; None where it suits them.

    By the thresholds of `qi.suggest`: limits are firm from 12 points on, fewer than one event a
    point is rare, and points that vary 1.2 times as much as chance explains are over-dispersed.
    """
    if chart == "run" or not points:
        return None
    if events is not None and events < RARE and points >= FIRM_LIMITS_MINIMUM:
        return Better("rare", ("g", "t"))
    if points < FIRM_LIMITS_MINIMUM and chart not in {"g", "t"}:
        return Better("too few", ("run",))
    if chart in WITH_LANEY and sigma_z is not None and sigma_z > OVERDISPERSED:
        return Better("overdispersed", (WITH_LANEY[chart],))
    return None
