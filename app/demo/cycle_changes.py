"""Who wrote which step of the demo's cycles, and when, so that their history can be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from app.clock import today
from app.extensions import db
from app.pdsa.history import snapshot
from app.pdsa.models import Cycle
from app.pdsa.records import CycleChange

DO = ("as_planned", "observations", "problems")
STUDY = ("outcomes", "results", "comparison", "learned")
ACT = ("decision", "changes", "decided_on")


def tell(cycle: Cycle) -> None:
    """Keep a change for each step of a cycle, as if its owner had written them one by one."""
    said = snapshot(cycle)
    for action, day, fields in _steps(cycle):
        after = {field: words for field, words in said.items() if field in fields}
        if after:
            change = CycleChange(
                cycle=cycle,
                at=datetime.combine(min(day, today()), time(15, 30), UTC),
                actor_id=cycle.owner_id,
                actor_name=cycle.owner.name if cycle.owner else "",
                action=action,
                before={},
                after=after,
            )
            db.session.add(change)


def _steps(cycle: Cycle) -> Iterator[tuple[str, date, frozenset[str]]]:
    first = cycle.created_at.date()
    last = cycle.ends_on or first
    later = frozenset((*DO, *STUDY, *ACT))
    yield "start cycle", first, frozenset(snapshot(cycle)) - later
    yield "edit cycle", last, frozenset(DO)
    yield "edit cycle", last, frozenset(STUDY)
    yield "edit cycle", cycle.decided_on or last, frozenset(ACT)
