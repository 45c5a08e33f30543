"""The engagement plan: who does what next with whom, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.stakeholders.models import EngagementAction, Stakeholder


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A stakeholder's next action."""

    person: Stakeholder
    late: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Open actions, the most urgent first; then what was done, the latest first."""

    open: tuple[PlanRow, ...]
    done: tuple[EngagementAction, ...]
    without: int
    """How many have no next action."""


def plan_of(people: Sequence[Stakeholder], done: Sequence[EngagementAction], today: date) -> Plan:
    """The plan of a team whose stakeholders are `people`."""
    with_action = [each for each in people if each.next_action]
    with_action.sort(key=lambda each: (each.next_action_on or date.max, each.id))
    return Plan(
        open=tuple(
            PlanRow(each, each.next_action_on is not None and each.next_action_on < today)
            for each in with_action
        ),
        done=tuple(done),
        without=len(people) - len(with_action),
    )
