"""Bringing standings up to date with the data. Flushes, never commits.

Rows are locked in the order of their numbers and only here, right before a commit: of two people who
store values of one series at once, the second waits and then reads what the first has stored.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.extensions import db
from app.measures.models import Series
from app.measures.series import display
from app.standings.facts import Outcome, Signal, known_since, read
from app.standings.loading import Held, Moments, load, moments
from app.standings.many import outcomes_of
from app.standings.models import SeriesStanding
from charts.meaning import Meaning, side_meaning
from qi.results import Side

BATCH = 2000
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
    entered = moments(new) if new else {}
    for each in held:
        before = kept.get(each.series_id)
        if before is None:
            continue
        known = entered.get(each.series_id) or ((date.min, at),)
        now = _content(each, outcomes[each.series_id], before, known)
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


def _content(held: Held, outcome: Outcome, before: Row[Any], entered: Moments) -> dict[str, Any]:
    """A row as it should be; `entered` says since when its data have been there."""
    method, inputs = held.method_print, held.inputs
    changed = (before.method, before.inputs) != (method, inputs)
    known = known_since(
        _signals(held, outcome, entered) if outcome.marks else (),
        [read(each) for each in before.signals],
    )
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
        "changed_at": entered[-1][1] if changed else before.changed_at,
    }


def _signals(held: Held, outcome: Outcome, entered: Moments) -> Iterator[Signal]:
    """The signals of an outcome, each by its days and since when it is known."""
    axis = held.axis
    better = Side(held.method.direction) if held.method.direction else None
    days, seen = zip(*entered, strict=True)
    for mark in outcome.marks:
        meaning = side_meaning(mark.side, better)
        detected = axis[mark.detected]
        yield Signal(
            rule=mark.rule,
            direction=mark.side.value if mark.side else None,
            first=axis[mark.first],
            last=axis[mark.last],
            detected=detected,
            verdict="change" if meaning is Meaning.SPECIAL else meaning.value,
            current=mark.last == outcome.counted,
            seen_at=seen[bisect_right(days, detected) - 1],
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
