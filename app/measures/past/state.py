"""What stood on a chart at a moment, from what stands there now and every change since. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

Key: TypeAlias = tuple[str, str]
"""A kind of thing and which one: ("value", "7"), ("phase", "2025-04-01"), ("definition", "")."""

VALUE, EXCLUSION, PHASE, BASELINE = "value", "exclusion", "phase", "baseline"
ANNOTATION, DEFINITION = "annotation", "definition"


@dataclass(frozen=True, slots=True)
class Value:
    """A stored value as it was."""

    period: date
    value: float
    denominator: float | None = None
    raw: tuple[float, ...] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became another; None is that it was not there."""

    at: datetime
    key: Key
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class State:
    """What stood on a chart at a moment."""

    things: Mapping[Key, Any]
    undated: frozenset[Key] = frozenset()
    """What stood there without a record of when it came: it may have come later."""

    def of(self, kind: str) -> dict[str, Any]:
        """The things of one kind, by what tells them apart."""
        return {which: thing for (each, which), thing in self.things.items() if each == kind}


def state_at(now: Mapping[Key, Any], changes: Iterable[Change], moment: datetime) -> State:
    """Return what stood there at `moment`, a change of that very moment included.

    Parameters
    ----------
    now : mapping of Key to content
        What stands there now.
    changes : iterable of Change
        Every change that is recorded, in the order in which they were made where two share a
        moment.
    moment : datetime
        Aware.

    Returns
    -------
    State
        The things with their contents. Later changes are taken back from the last one on, so
        what no record tells of is taken to have stood there always, and is named `undated`.
    """
    ordered = sorted(changes, key=lambda change: change.at)
    things = dict(now)
    for change in reversed(ordered):
        if change.at <= moment:
            break
        if change.before is None:
            things.pop(change.key, None)
        else:
            things[change.key] = change.before
    came = {change.key for change in ordered if change.before is None and change.at <= moment}
    return State(things, frozenset(things.keys() - came))


@dataclass(frozen=True, slots=True)
class Difference:
    """How many things of a kind came, went or became another between two states."""

    came: int = 0
    went: int = 0
    changed: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.came + self.went + self.changed


def differences(then: State, now: State) -> dict[str, Difference]:
    """Compare two states, kind by kind; a kind without a difference is left out."""
    kinds = sorted({kind for kind, _ in (*then.things, *now.things)})
    found = {}
    for kind in kinds:
        was, is_ = then.of(kind), now.of(kind)
        found[kind] = Difference(
            len(is_.keys() - was.keys()),
            len(was.keys() - is_.keys()),
            sum(was[key] != is_[key] for key in was.keys() & is_.keys()),
        )
    return {kind: each for kind, each in found.items() if each.all}
