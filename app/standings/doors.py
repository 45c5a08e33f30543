"""Which series changed: every write passes here, whoever makes it.

What is written in a session is noted as it is flushed or executed, and right before the commit the
standings of those series are brought up to date, in the same transaction: what is stored and what is
said of it can never be told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.extensions import db
from app.measures.models import Measure, Observation, Series, SeriesPhase
from app.standings.renewing import renew

NOTED = "series whose standing is to be renewed"
BY_SERIES: Mapping[Any, str] = {
    Observation.__table__: "series_id",
    SeriesPhase.__table__: "series_id",
    Series.__table__: "id",
}
"""Tables whose rows belong to one series, and the column that says to which."""
METHOD = frozenset(
    {
        "chart",
        "rules",
        "frequency",
        "data_kind",
        "multiplier",
        "direction",
        "baseline_points",
    }
)
"""What of a measure decides how its series are analyzed."""


@dataclass(slots=True)
class Noted:
    """What was changed since the last commit."""

    series: set[int] = field(default_factory=set)
    measures: set[int] = field(default_factory=set)


def _noted(session: Session) -> Noted:
    noted: Noted = session.info.setdefault(NOTED, Noted())
    return noted


def _note_objects(session: Session, _context: Any) -> None:
    for each in (*session.new, *session.dirty, *session.deleted):
        match each:
            case Observation() | SeriesPhase():
                _noted(session).series |= _owners(each)
            case Series() if each not in session.deleted:
                _noted(session).series.add(each.id)
            case Measure() if each in session.dirty and _is_other(each):
                _noted(session).measures.add(each.id)


def _owners(each: Observation | SeriesPhase) -> set[int]:
    """The series that a row belongs to, and the one that it was taken from."""
    state: Any = sa.inspect(each)
    history = state.attrs.series_id.load_history()
    return {key for part in history for key in part or () if key is not None}


def _is_other(measure: Measure) -> bool:
    state: Any = sa.inspect(measure)
    attributes = state.attrs
    return any(attributes[name].history.has_changes() for name in METHOD)


def _note_statement(state: ORMExecuteState) -> None:
    if state.is_select or not (state.is_insert or state.is_update or state.is_delete):
        return
    statement: Any = state.statement
    table: Any = getattr(statement, "table", None)
    column = BY_SERIES.get(table) if table is not None else None
    if column is not None and state.is_insert:
        _noted(state.session).series |= _given(state, column)
    elif column is not None:
        chosen = sa.select(table.c[column]).distinct()
        _noted(state.session).series |= set(_matching(state, chosen))
    elif table is Measure.__table__ and state.is_update:
        _noted(state.session).measures |= set(_matching(state, sa.select(table.c.id)))


def _given(state: ORMExecuteState, column: str) -> set[int]:
    """The series that inserted rows name."""
    given = state.parameters
    rows: Iterable[Any] = given if isinstance(given, list | tuple) else [given or {}]
    found = {row[column] for row in rows if row.get(column) is not None}
    statement: Any = state.statement
    values = getattr(statement, "_values", None) or {}
    for key, value in values.items():
        number = getattr(value, "value", value)
        if getattr(key, "name", key) == column and isinstance(number, int):
            found.add(number)
    return found


def _matching(state: ORMExecuteState, query: Any) -> Iterable[int]:
    """The rows that a statement is about to change."""
    statement: Any = state.statement
    where = statement.whereclause
    if where is not None:
        query = query.where(where)
    return state.session.scalars(query, state.parameters or {})


def _renew(session: Session) -> None:
    if session.in_nested_transaction():
        return
    if session.new or session.dirty or session.deleted:
        session.flush()
    noted: Noted | None = session.info.pop(NOTED, None)
    if noted is None:
        return
    wanted = set(noted.series)
    if noted.measures:
        of_them = sa.select(Series.id).where(Series.measure_id.in_(noted.measures))
        wanted |= set(session.scalars(of_them))
    renew(wanted)


def _forget(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:
        session.info.pop(NOTED, None)


LISTENERS: Mapping[str, Callable[..., Any]] = {
    "after_flush": _note_objects,
    "do_orm_execute": _note_statement,
    "before_commit": _renew,
    "after_soft_rollback": _forget,
}


def init_app() -> None:
    """Watch every session, once for all applications of this process."""
    for name, listener in LISTENERS.items():
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)
