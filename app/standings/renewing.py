"""Bringing standings up to date with the data. Flushes, never commits.

Rows are locked in the order of their numbers and only here, right before a commit: of two people who
store values of one series at once, the second waits and then reads what the first has stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.extensions import db
from app.measures.models import Series
from app.measures.series import display
from app.standings.facts import Mark, Outcome, Signal, known_since, read
from app.standings.loading import Held, entries, load
from app.standings.many import outcomes_of
from app.standings.models import SeriesStanding
from charts.meaning import Meaning, signal_meaning
from qi.results import Side
from qi.results import Signal as Found

BATCH = 2000
Entries = Sequence[tuple[date, datetime]]
"""Periods, each with the moment at which it was entered."""
RECENT = 3
"""Periods that together say where a series is now; as `app.aims.progress` has it."""
TABLE: Any = SeriesStanding.__table__
KEPT = tuple(column.name for column in TABLE.columns if column.name != "series_id")
_UPDATE = (
    update(TABLE)
    .where(TABLE.c.series_id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in KEPT})
)


def renew(series_ids: Iterable[int]) -> int:
    """Bring the standings of these series up to date; says how many were not."""
    wanted = sorted(set(series_ids))
    at = clock.now()
    return sum(_renew(wanted[start : start + BATCH], at) for start in range(0, len(wanted), BATCH))


def _renew(series_ids: Sequence[int], at: datetime) -> int:
    kept = _locked(series_ids)
    if len(kept) < len(series_ids):
        _open(set(series_ids) - kept.keys())
        kept = _locked(series_ids)
    held = load(series_ids)
    outcomes = outcomes_of(held)
    changed = []
    new = [key for key, row in kept.items() if not row.method]
    entered = entries(new) if new else {}
    for each in held:
        before = kept.get(each.series_id)
        if before is None:
            continue
        entered_at = entered.get(each.series_id, []) if not before.method else None
        now = _content(each, outcomes[each.series_id], before, at, entered_at)
        if any(now[name] != getattr(before, name) for name in KEPT):
            changed.append({"key": each.series_id} | {f"new_{k}": v for k, v in now.items()})
    if changed:
        db.session.connection().execute(_UPDATE, changed)
    return len(changed)


def _locked(series_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """The rows as they are kept, held until the commit."""
    query = (
        select(TABLE)
        .where(TABLE.c.series_id.in_(series_ids))
        .order_by(TABLE.c.series_id)
        .with_for_update()
    )
    return {row.series_id: row for row in db.session.connection().execute(query)}


def _open(missing: Iterable[int]) -> None:
    """Make rows for series that have none yet; a method that no series has marks them as new."""
    there = db.session.scalars(select(Series.id).where(Series.id.in_(list(missing))))
    rows = [
        {"series_id": key, "points": 0, "verdict": "", "signals": [], "method": "", "inputs": ""}
        | {"changed_at": clock.now()}
        for key in sorted(there)
    ]
    if rows:
        db.session.connection().execute(_insert().on_conflict_do_nothing(), rows)


def _insert() -> Any:
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return kind.insert(TABLE)


def _content(
    held: Held, outcome: Outcome, before: Row[Any], at: datetime, entered: Entries | None
) -> dict[str, Any]:
    """A row as it should be; of a new one `entered` says when each period came."""
    method, inputs = held.method_print, held.inputs
    changed = (before.method, before.inputs) != (method, inputs)
    if entered:
        # What was stored before anybody kept standings was known when it was stored.
        at = max(when for _, when in entered)
    marks = sorted(outcome.marks, key=lambda mark: mark.rank)
    signals = [_signal(held, mark, outcome, at, entered) for mark in marks]
    known = known_since(signals, [read(each) for each in before.signals])
    return {
        "latest_period": held.days[-1] if held.days else None,
        "latest_value": outcome.value,
        "recent": _recent(held),
        "points": outcome.points,
        "verdict": outcome.verdict,
        "direction": outcome.direction,
        "signals": [each.written() for each in known],
        "sigma_z": outcome.sigma_z,
        "events": outcome.events,
        "method": method,
        "inputs": inputs,
        "changed_at": at if changed else before.changed_at,
    }


def _signal(
    held: Held, mark: Mark, outcome: Outcome, at: datetime, entered: Entries | None
) -> Signal:
    detected = held.day_at(mark.detected)
    found = Found(mark.rule, mark.first, mark.last + 1, (), mark.side, 0, mark.detected)
    better = Side(held.method.direction) if held.method.direction else None
    meaning = signal_meaning(found, better)
    if entered:
        at = max((when for day, when in entered if day <= detected), default=at)
    return Signal(
        rule=mark.rule,
        direction=mark.side.value if mark.side else None,
        first=held.day_at(mark.first),
        last=held.day_at(mark.last),
        detected=detected,
        verdict="change" if meaning is Meaning.SPECIAL else meaning.value,
        current=mark.last == outcome.counted,
        seen_at=at,
    )


def _recent(held: Held) -> float | None:
    """The last periods together: pooled where there are denominators, else their mean."""
    counted = (~held.excluded).nonzero()[0][-RECENT:]
    if not counted.size:
        return None
    total = float(held.values[counted].sum())
    below = held.denominators[counted]
    below = below[below == below]  # noqa: PLR0124  # NaN is where none is
    if below.size:
        return display(held.measure, total, float(below.sum()))
    return display(held.measure, total / counted.size, None)
