"""What was changed on a chart, by whom, when, from what to what, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.audit.queries import about
from app.measures import periods, told
from app.measures.addresses import series_url
from app.measures.many import CORRECTED
from app.measures.models import Series
from app.measures.removing import removed_values

MOST = 40
REMOVED = "remove value"
ACTIONS = {
    "start measure": "took the measure up",
    "stop reporting": "stopped reporting",
    "resume reporting": "took reporting up again",
    "remove value": "removed a value",
    "put value back": "put a value back",
    "leave point out": "left a point out",
    "take point back": "took a point back in",
    "start phase": "started a phase",
    "change phase": "changed a phase",
    "remove phase": "removed a phase",
    "add annotation": "added an annotation",
    "change annotation": "changed an annotation",
    "remove annotation": "removed an annotation",
    "put annotation back": "put an annotation back",
    "sign off chart": "signed the chart off",
    "ask about chart": "asked about the chart",
    "withdraw question": "withdrew a question about the chart",
    "answer about chart": "answered the coach",
}


@dataclass(frozen=True, slots=True)
class ChartChange:
    """One change of a chart."""

    at: datetime
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    """What, before, after; either may be empty."""
    why: str
    undo: str = ""
    """Where it is undone, by who may enter data; empty where it cannot be."""


def changes_of(
    series: Series, *, audited: bool = True, may_enter: bool = False
) -> tuple[ChartChange, ...]:
    """The changes of a chart, the latest first, with the corrections of its values.

    One query, and one more where a value was removed that could be put back; none where nothing
    was `audited`.
    """
    entries = list(about(series, MOST)) if audited else []
    undo = {}
    if may_enter and any(entry.action == REMOVED for entry in entries):
        undo = {
            each.at: series_url(series, "measures.put_back", period=each.period.isoformat())
            for each in removed_values(series)
        }
    found = [
        ChartChange(
            entry.at,
            entry.actor,
            ACTIONS.get(entry.action, entry.action),
            entry.changes,
            entry.why,
            undo.get(entry.at, "") if entry.action == REMOVED else "",
        )
        for entry in entries
        if entry.action != CORRECTED  # its corrections are told one by one
    ]
    return tuple(sorted([*found, *_corrections(series)], key=lambda each: each.at, reverse=True))


def _corrections(series: Series) -> list[ChartChange]:
    found = []
    for observation in series.observations:
        if not observation.corrections:
            continue
        name = periods.name(observation.period, series.measure.frequency)
        after = told.stored(observation)
        for each in reversed(observation.corrections):
            before = told.replaced(each, series.measure, observation.period)
            who = each.corrected_by.name if each.corrected_by else "somebody"
            changed = ((name, before, after),)
            found.append(
                ChartChange(each.corrected_at, who, "corrected a value", changed, each.reason)
            )
            after = before
    return found
