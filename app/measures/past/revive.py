"""A series as it was: records made anew from an earlier state, which no session ever holds.

Charts, tables, passports and files are then made of them as of the series of today.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.catalog.fields import ITEMS
from app.extensions import db
from app.measures.models import Annotation, Measure, Observation, Series, SeriesPhase
from app.measures.past.record import Definition
from app.measures.past.state import (
    ANNOTATION,
    BASELINE,
    DEFINITION,
    EXCLUSION,
    PHASE,
    VALUE,
    State,
)


def series_then(series: Series, state: State) -> Series:
    """The series with the values, marks and definition of `state`."""
    baseline = state.things.get((BASELINE, ""))
    then = Series(
        id=series.id,
        team_id=series.team_id,
        measure_id=series.measure_id,
        position=series.position,
        ended_on=series.ended_on,
        ended_because=series.ended_because,
        baseline_points=baseline["points"] if baseline else None,
        version=series.version,
    )
    # Set without a word to the session: it would take them for new records.
    set_committed_value(then, "team", series.team)
    set_committed_value(then, "measure", _measure(series.measure, state))
    set_committed_value(then, "observations", _observations(then, state))
    set_committed_value(then, "phases", _phases(then, state))
    set_committed_value(then, "annotations", _annotations(then, state))
    return then


def _measure(measure: Measure, state: State) -> Measure:
    definition: Definition = state.things[DEFINITION, ""]
    columns = inspect(Measure).column_attrs
    fields: dict[str, Any] = {each.key: getattr(measure, each.key) for each in columns}
    names = {item.name for item in ITEMS}
    for name, stored in definition.content.items():
        if name in names:
            fields[name] = _read(stored, Measure.__table__.c[name].type)
    fields["definition_version"] = definition.version
    fields["definition_starts"] = {
        number: day
        for number, day in measure.definition_starts.items()
        if int(number) <= definition.version
    }
    then = Measure(**fields)
    set_committed_value(then, "network", measure.network)
    set_committed_value(then, "team", measure.team)
    return then


def _read(stored: Any, column: Any) -> Any:
    """A field as the model holds it, from what JSON kept of it."""
    if stored is None:
        return None
    kind = column.python_type
    if issubclass(kind, Enum):
        return kind(stored)
    return date.fromisoformat(stored) if kind is date else stored


def _observations(then: Series, state: State) -> list[Observation]:
    excluded = state.of(EXCLUSION)
    found = []
    for which, value in state.of(VALUE).items():
        each = Observation(
            series_id=then.id,
            period=value.period,
            value=value.value,
            denominator=value.denominator,
            raw=list(value.raw) if value.raw is not None else None,
            note=value.note,
            excluded_because=excluded[which]["because"] if which in excluded else None,
        )
        set_committed_value(each, "series", then)
        set_committed_value(each, "corrections", [])
        found.append(each)
    return sorted(found, key=lambda each: each.period)


def _phases(then: Series, state: State) -> list[SeriesPhase]:
    found = []
    for day, content in state.of(PHASE).items():
        each = SeriesPhase(
            series_id=then.id,
            starts_on=date.fromisoformat(day),
            label=content["label"],
            reason=content["reason"],
            baseline_points=content["baseline"],
            created_by_id=content["by"],
            created_at=datetime.fromisoformat(content["at"]),
        )
        by = content["by"]
        set_committed_value(each, "created_by", db.session.get(User, by) if by else None)
        set_committed_value(each, "series", then)
        found.append(each)
    return sorted(found, key=lambda each: each.starts_on)


def _annotations(then: Series, state: State) -> list[Annotation]:
    found = []
    for which, content in state.of(ANNOTATION).items():
        each = Annotation(
            id=int(which),
            series_id=then.id,
            on=date.fromisoformat(content["on"]),
            text=content["text"],
        )
        set_committed_value(each, "series", then)
        found.append(each)
    return sorted(found, key=lambda each: (each.on, each.id))
