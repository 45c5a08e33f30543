"""How places and changes are said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.stakeholders.models import Stakeholder, StakeholderChange, StakeholderPosition
from app.templating import long_date
from charts.stakeholder_map import quadrant

SUPPORT = {
    -2: "−2, opposes",
    -1: "−1, has doubts",
    0: "0, undecided",
    1: "+1, supports",
    2: "+2, champions",
}
IMPORTANCE = {1: "1, low", 2: "2", 3: "3", 4: "4", 5: "5, high"}

LABELS = {
    "name": "name",
    "kind": "kind",
    "constituency": "constituency",
    "lived_experience": "lived experience",
    "what_matters": "what matters to them",
    "concerns": "concerns",
    "commitment": "needed commitment",
    "owner_id": "owner",
    "next_action": "next action",
    "next_action_on": "date of the next action",
}
ACTIONS = {
    "add": "Added",
    "edit": "Changed",
    "place": "Placed",
    "forget position": "Took a position out",
    "done": "Finished an action",
    "reopen": "Opened an action again",
    "remove": "Taken off the map",
    "restore": "Put back",
}


def signed(level: int) -> str:
    """A level of support with its sign: "+1", "−2", "0"."""
    return f"+{level}" if level > 0 else f"−{-level}" if level else "0"


def place_words(support: int, importance: int) -> str:
    """A place: "support +1, importance 4"."""
    return f"support {signed(support)}, importance {importance}"


def stands(stakeholder: Stakeholder) -> str:
    """Where somebody stands, to be read aloud after a move."""
    now = stakeholder.now
    if now is None:
        return f"{stakeholder.name}: not placed yet"
    where = quadrant(now.support, now.importance).value
    return f"{stakeholder.name}: {place_words(now.support, now.importance)}. {where}"


def direction(earlier: StakeholderPosition | None, later: StakeholderPosition) -> str:
    """How somebody moved: "toward support, more important"; "" where they did not."""
    if earlier is None:
        return "first rated"
    parts = []
    if later.support != earlier.support:
        parts.append("toward support" if later.support > earlier.support else "away from support")
    if later.importance != earlier.importance:
        more = later.importance > earlier.importance
        parts.append("more important" if more else "less important")
    return ", ".join(parts)


def change_words(change: StakeholderChange, people: Mapping[int, str]) -> tuple[str, ...]:
    """What a change changed, a line a field."""
    if change.action == "place":
        before = _place(change.before)
        return (f"{_place(change.after)}, was {before}" if before else _place(change.after),)
    if change.action == "forget position":
        return (_place(change.before),)
    if change.action == "done":
        outcome = change.after.get("outcome")
        return (f"{change.before['next_action']}{': ' + outcome if outcome else ''}",)
    return tuple(
        f"{LABELS[name]}: {_value(name, change.before.get(name), people)} → {_value(name, value, people)}"
        for name, value in change.after.items()
        if name in LABELS and change.action in {"edit", "reopen"}
    )


def _place(values: Mapping[str, Any]) -> str:
    if "support" not in values:
        return ""
    day = long_date(date.fromisoformat(values["on"]))
    return f"{place_words(values['support'], values['importance'])} on {day}"


def _value(name: str, value: Any, people: Mapping[int, str]) -> str:
    if value in {None, ""}:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "owner_id":
        return people.get(value, "somebody no longer on the team")
    if name == "next_action_on":
        return long_date(date.fromisoformat(value))
    return f"“{value}”"
