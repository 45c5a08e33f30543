"""Every change of a cycle: who, when, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.audit.chain import COMMAND_LINE
from app.extensions import db
from app.pdsa.models import Cycle, CycleTask, Prediction
from app.pdsa.records import CycleChange
from app.pdsa.wording import came, foretold, read_where
from app.templating import long_date

LABELS = {
    "title": "Title",
    "change_idea": "Change idea",
    "objective": "What we want to learn",
    "questions": "Questions",
    "predictions": "Predictions",
    "to_do": "Tasks",
    "tasks": "More about who, where and when",
    "data_plan": "Data collection",
    "measure": "Measure",
    "owner": "Owner",
    "starts_on": "Starts",
    "ends_on": "Ends",
    "scale": "Scale",
    "reach": "Scale in words",
    "conditions": "Conditions",
    "as_planned": "Carried out as planned",
    "observations": "What we saw",
    "problems": "Problems and surprises",
    "outcomes": "What came of the predictions",
    "results": "What the data showed",
    "comparison": "Compared with before",
    "learned": "What we learned",
    "decision": "Decision",
    "changes": "What changes",
    "decided_on": "Decided on",
}
"""The fields that history keeps, in the order of the worksheet."""

NAMED = {"change_idea": "text", "measure": "name", "owner": "name"}
"""Fields that refer to something, and what that is called by."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One change as people read it."""

    at: datetime
    who: str
    action: str
    fields: tuple[tuple[str, str, str], ...]
    """Label, before, after; in the order of the worksheet."""


def snapshot(cycle: Cycle) -> dict[str, str]:
    """What a cycle says now, in words, by field; empty fields are left out."""
    said = {field: _field(cycle, field) for field in LABELS}
    return {field: words for field, words in said.items() if words}


def keep(
    cycle: Cycle, before: Mapping[str, str], *, actor: User | None, action: str
) -> CycleChange | None:
    """Keep what changed in `cycle` since `before`; nothing, where nothing did.

    The words stay with the team; the network's audit gets the names of the fields.
    """
    after = snapshot(cycle)
    fields = [field for field in LABELS if before.get(field) != after.get(field)]
    if not fields and action == "edit cycle":
        return None
    change = CycleChange(
        cycle=cycle,
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else COMMAND_LINE,
        action=action,
        before={field: before[field] for field in fields if field in before},
        after={field: after[field] for field in fields if field in after},
    )
    db.session.add(change)
    changed = ", ".join(LABELS[field].lower() for field in fields)
    audit.record(
        actor,
        action,
        cycle,
        network=cycle.team.network,
        after={"fields": changed} if changed else None,
    )
    return change


def history_of(cycle: Cycle) -> tuple[Changed, ...]:
    """A cycle's changes, the latest first."""
    query = select(CycleChange).where(CycleChange.cycle_id == cycle.id)
    return tuple(
        _changed(each) for each in db.session.scalars(query.order_by(CycleChange.id.desc()))
    )


def _changed(change: CycleChange) -> Changed:
    fields = tuple(
        (label, change.before.get(field, ""), change.after.get(field, ""))
        for field, label in LABELS.items()
        if field in change.before or field in change.after
    )
    return Changed(change.at, change.actor_name, change.action, fields)


def _field(cycle: Cycle, field: str) -> str:
    if field == "predictions":
        return "\n".join(_predicted(each) for each in cycle.predictions)
    if field == "outcomes":
        return "\n".join(_came(each) for each in cycle.predictions if _came(each))
    if field == "to_do":
        return "\n".join(_task(each) for each in cycle.to_do)
    value = getattr(cycle, field)
    if field in NAMED and value is not None:
        value = getattr(value, NAMED[field])
    return _words(value)


def _predicted(prediction: Prediction) -> str:
    sure = f"{prediction.confidence}% sure" if prediction.confidence else ""
    return "; ".join(part for part in (foretold(prediction), read_where(prediction), sure) if part)


def _came(prediction: Prediction) -> str:
    score = prediction.judged_as.value if prediction.judged_as else ""
    return "; ".join(part for part in (came(prediction), score) if part)


def _task(task: CycleTask) -> str:
    who = task.owner.name if task.owner else ""
    by = f"by {long_date(task.due_on)}" if task.due_on else ""
    done = f"done {long_date(task.done_on)}" if task.done_on else ""
    return ", ".join(part for part in (task.text, who, by, done) if part)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value).capitalize()
    if isinstance(value, date):
        return long_date(value)
    return str(value)
