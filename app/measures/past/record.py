"""A series' records as what stands on its chart now and every change that led there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from app.catalog.fields import content_of
from app.catalog.history import Revision
from app.measures.models import Annotation, Observation, Series, SeriesPhase
from app.measures.past import keeping
from app.measures.past.models import Mark, SeriesChange
from app.measures.past.state import (
    ANNOTATION,
    BASELINE,
    DEFINITION,
    EXCLUSION,
    PHASE,
    VALUE,
    Change,
    Key,
    State,
    Value,
    state_at,
)

MARKS = {
    Mark.EXCLUSION: EXCLUSION,
    Mark.PHASE: PHASE,
    Mark.BASELINE: BASELINE,
    Mark.ANNOTATION: ANNOTATION,
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure's definition as it was: its version and every field by its name."""

    version: int
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """What stands on a chart now, and its changes."""

    now: dict[Key, Any]
    changes: tuple[Change, ...]

    def at(self, moment: datetime) -> State:
        """What stood there at a moment."""
        return state_at(self.now, self.changes, moment)


def record_of(
    series: Series,
    notes: Sequence[Annotation],
    marked: Sequence[SeriesChange],
    revisions: Sequence[Revision],
) -> Record:
    """Read what is recorded of a series.

    Its observations with their corrections and its phases are loaded; `notes` are all its
    annotations, removed ones too, `marked` every kept change in order.
    """
    now: dict[Key, Any] = {}
    changes: list[Change] = []
    for each in series.observations:
        _add(now, changes, (VALUE, str(each.id)), past_values(each))
        if each.excluded_because is not None:
            content = keeping.exclusion_content(each.excluded_because)
            now[EXCLUSION, str(each.id)] = content
    for removed in (each for each in marked if each.mark is Mark.REMOVED_VALUE):
        changes += _removed(removed)
    changes += _marks(series, marked)
    for phase in series.phases:
        now[PHASE, phase.starts_on.isoformat()] = keeping.phase_content(phase)
    if series.baseline_points is not None:
        now[BASELINE, ""] = keeping.baseline_content(series.baseline_points)
    for note in notes:
        if note.removed_at is None:
            now[ANNOTATION, str(note.id)] = keeping.note_content(note)
    changes += _begun(series.phases, notes, changes)
    changes += _defined(revisions)
    now[DEFINITION, ""] = Definition(series.measure.definition_version, content_of(series.measure))
    return Record(now, tuple(changes))


def past_values(observation: Observation) -> list[tuple[datetime, Value]]:
    """What an observation was from each moment on, the earliest first; its corrections are loaded."""
    each, period = observation, observation.period
    found = [Value(period, each.value, each.denominator, _raw(each.raw), each.note)]
    since = []
    for was in reversed(observation.corrections):
        since.append(was.corrected_at)
        period = was.old_period or period
        found.append(
            Value(period, was.old_value, was.old_denominator, _raw(was.old_raw), was.old_note)
        )
    since.append(observation.entered_at)
    return list(zip(reversed(since), reversed(found), strict=True))


def _raw(raw: Iterable[float] | None) -> tuple[float, ...] | None:
    return None if raw is None else tuple(raw)


def _add(
    now: dict[Key, Any], changes: list[Change], key: Key, past: list[tuple[datetime, Value]]
) -> None:
    changes += _steps(key, past)
    now[key] = past[-1][1]


def _steps(key: Key, past: Sequence[tuple[datetime, Value]]) -> Iterator[Change]:
    before = None
    for when, value in past:
        yield Change(when, key, before, value)
        before = value


def removed_values(content: Mapping[str, Any]) -> list[tuple[datetime, Value]]:
    """What a removed observation was from each moment on, as it is kept."""
    period = date.fromisoformat(content["period"])
    last = (content["value"], content["denominator"], content["raw"], content["note"])
    found = [Value(period, last[0], last[1], _raw(last[2]), last[3])]
    since = []
    for was in reversed(content["corrections"]):
        since.append(datetime.fromisoformat(was["at"]))
        period = date.fromisoformat(was["period"]) if was["period"] else period
        found.append(Value(period, was["value"], was["denominator"], _raw(was["raw"]), was["note"]))
    since.append(datetime.fromisoformat(content["at"]))
    return list(zip(reversed(since), reversed(found), strict=True))


def _removed(removed: SeriesChange) -> Iterator[Change]:
    """Every change of a value that is there no more; another may have its number by now."""
    content = removed.before or {}
    key, past = (VALUE, f"removed {removed.id}"), removed_values(content)
    yield from _steps(key, past)
    yield Change(removed.at, key, past[-1][1], None)
    if content["excluded"] is not None:
        excluded = keeping.exclusion_content(content["excluded"])
        yield Change(removed.at, (EXCLUSION, key[1]), excluded, None)


def _marks(series: Series, marked: Sequence[SeriesChange]) -> Iterator[Change]:
    owners = _Owners(series, marked)
    for each in marked:
        if each.mark is Mark.REMOVED_VALUE:
            continue
        thing = owners.of(each) if each.mark is Mark.EXCLUSION else each.which
        yield Change(each.at, (MARKS[each.mark], thing), each.before, each.after)


class _Owners:
    """Whose exclusion a record tells of: a database may give a removed value's number again."""

    def __init__(self, series: Series, marked: Sequence[SeriesChange]) -> None:
        self.removed = [each for each in marked if each.mark is Mark.REMOVED_VALUE]

    def of(self, change: SeriesChange) -> str:
        """The thing as `record_of` names it."""
        after = (
            each for each in self.removed if each.thing == change.thing and each.at > change.at
        )
        first = min(after, key=lambda each: each.at, default=None)
        return change.which if first is None else f"removed {first.id}"


def _begun(
    phases: Sequence[SeriesPhase], notes: Sequence[Annotation], changes: Sequence[Change]
) -> list[Change]:
    """When phases and annotations came and went that were marked before changes were kept."""
    first: dict[Key, Change] = {}
    for change in changes:
        first.setdefault(change.key, change)
    found = []
    for phase in phases:
        key = (PHASE, phase.starts_on.isoformat())
        if key not in first:
            found.append(Change(phase.created_at, key, None, keeping.phase_content(phase)))
    for note in notes:
        key, content = (ANNOTATION, str(note.id)), keeping.note_content(note)
        if key not in first:
            found.append(Change(note.created_at, key, None, content))
            if note.removed_at is not None:
                found.append(Change(note.removed_at, key, content, None))
        elif first[key].before is not None:
            found.append(Change(note.created_at, key, None, first[key].before))
    for key, change in first.items():
        if key[0] == PHASE and change.before is not None:
            began = datetime.fromisoformat(change.before["at"])
            found.append(Change(began, key, None, change.before))
    return found


def _defined(revisions: Sequence[Revision]) -> list[Change]:
    """The changes of the definition; what it said at first holds for all time before."""
    return [
        Change(
            now.at,
            (DEFINITION, ""),
            Definition(was.version, was.content),
            Definition(now.version, now.content),
        )
        for was, now in pairwise(revisions)
    ]
