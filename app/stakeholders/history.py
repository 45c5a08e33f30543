"""How a stakeholder moved and changed, as a page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from app.stakeholders.models import Stakeholder
from app.stakeholders.words import ACTIONS, change_words, direction, place_words
from charts.stakeholder_map import quadrant


@dataclass(frozen=True, slots=True)
class Move:
    """A judged position, and how it differs from the one before."""

    on: date
    where: str
    quadrant: str
    direction: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed what, when."""

    at: datetime
    by: str
    action: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Positions and changes, the latest first."""

    moves: tuple[Move, ...]
    changes: tuple[Change, ...]


def history_of(stakeholder: Stakeholder, people: Mapping[int, str]) -> History:
    """The history of a stakeholder loaded by `queries.with_history`; `people` are names by id."""
    moves = [
        Move(
            later.on,
            place_words(later.support, later.importance),
            quadrant(later.support, later.importance).value,
            direction(earlier, later) or "as before",
            later.note,
            later.set_by.name if later.set_by else "",
        )
        for earlier, later in pairwise([None, *stakeholder.positions])
        if later is not None
    ]
    changes = tuple(
        Change(
            each.at,
            each.by.name if each.by else "",
            ACTIONS.get(each.action, each.action.capitalize()),
            change_words(each, people),
        )
        for each in stakeholder.changes
    )
    return History(tuple(reversed(moves)), changes)
