"""Who placed and engaged the demo's stakeholders, and when, so that every change can be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

from app.accounts.models import User
from app.stakeholders.models import Stakeholder, StakeholderChange, StakeholderPosition

Told = tuple[date, User | None, str, dict[str, Any], dict[str, Any]]


def tell(stakeholder: Stakeholder) -> None:
    """Keep a change for each step, as if the team had made them one by one, the oldest first."""
    for on, by, action, before, after in sorted(_steps(stakeholder), key=lambda told: told[0]):
        stakeholder.changes.append(
            StakeholderChange(
                at=datetime.combine(on, time(15, 30), UTC),
                by=by,
                action=action,
                before=before,
                after=after,
            )
        )


def _steps(stakeholder: Stakeholder) -> Iterator[Told]:
    for before, after in pairwise([None, *stakeholder.positions]):
        if after is None:
            continue
        if before is None:
            yield after.on, after.set_by, "add", {}, {"name": stakeholder.name}
        yield after.on, after.set_by, "place", _place(before), _place(after)
    for done in stakeholder.done_actions:
        outcome = {"outcome": done.outcome}
        yield done.done_on, done.owner, "done", {"next_action": done.text}, outcome


def _place(position: StakeholderPosition | None) -> dict[str, Any]:
    if position is None:
        return {}
    return {
        "on": position.on.isoformat(),
        "support": position.support,
        "importance": position.importance,
    }
