"""The fields of a measure's definition: their names, and which of them say what the numbers mean."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.measures.catalog import BETTER
from app.measures.kinds import CHART_NAMES, KINDS
from app.measures.models import Measure
from app.measures.passport import RULE_NAMES
from app.templating import long_date, number


@dataclass(frozen=True, slots=True)
class Item:
    """A field of the definition.

    Parameters
    ----------
    name : str
        Its name on the measure.
    label : str
        What people call it.
    means : bool
        Whether other numbers are meant where it changes, so that the version rises.
    worded : bool
        Whether it is prose, of which the wording alone may change.
    """

    name: str
    label: str
    means: bool = False
    worded: bool = False


ITEMS = (
    Item("name", "Name"),
    Item("role", "Role"),
    Item("purpose", "Purpose"),
    Item("definition", "Operational definition", means=True, worded=True),
    Item("data_kind", "Kind of data", means=True),
    Item("numerator_label", "Numerator", means=True, worded=True),
    Item("denominator_label", "Denominator", means=True, worded=True),
    Item("inclusions", "Who or what is included", means=True, worded=True),
    Item("exclusions", "Who or what is left out", means=True, worded=True),
    Item("unit", "Unit", means=True, worded=True),
    Item("multiplier", "Multiplier", means=True),
    Item("direction", "Better"),
    Item("target", "Target"),
    Item("target_on", "Target date"),
    Item("frequency", "How often"),
    Item("due_days", "Due, days after the period"),
    Item("source", "Source", means=True, worded=True),
    Item("collector", "Collected by"),
    Item("sampling", "Sampling", means=True, worded=True),
    Item("chart", "Chart"),
    Item("rules", "Rules"),
    Item("baseline_points", "Baseline, points"),
    Item("sharing", "Who sees it"),
    Item("smallest_denominator", "Smallest number shown"),
    Item("link", "Full specification"),
)
BY_NAME = {item.name: item for item in ITEMS}
STRATEGIES = "strategies"
NAMES: dict[str, dict[str, str]] = {
    "data_kind": {kind.value: facts.name for kind, facts in KINDS.items()},
    "direction": {direction.value: name for direction, name in BETTER.items()},
    "chart": CHART_NAMES,
    "sharing": {"choice": "as each team chooses", "blinded": "by a code"},
    "rules": {"default": "The chart’s own", **RULE_NAMES},
}
"""What stored values are called, where that is not what they are."""


def content_of(measure: Measure) -> dict[str, Any]:
    """The whole definition as JSON keeps it."""
    found = {item.name: _plain(getattr(measure, item.name)) for item in ITEMS}
    found[STRATEGIES] = sorted(strategy.name for strategy in measure.strategies)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs between two states of a definition."""

    label: str
    before: str
    after: str
    means: bool


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two contents, in words, in the order of the fields."""
    found = [
        Change(item.label, words(item.name, was), words(item.name, now), item.means)
        for item in ITEMS
        if (was := before.get(item.name)) != (now := after.get(item.name))
    ]
    was, now = before.get(STRATEGIES) or [], after.get(STRATEGIES) or []
    if was != now:
        found.append(Change("Strategies", "; ".join(was), "; ".join(now), means=False))
    return tuple(found)


def words(name: str, value: Any) -> str:
    """A stored value as people read it; nothing where it is empty."""
    if value is None or value == "":
        return ""
    if name == "target_on":
        return long_date(date.fromisoformat(value))
    told = NAMES.get(name, {}).get(value)
    if told is not None:
        return told
    return str(number(value)) if isinstance(value, (int, float)) else str(value)
