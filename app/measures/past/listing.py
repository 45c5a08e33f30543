"""The history of a chart as a list: every change, who made it, when, why, from what to what."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from app.audit.queries import about
from app.catalog.history import Revision
from app.measures import periods, told
from app.measures.changes import ACTIONS
from app.measures.models import Measure, Series
from app.measures.past.models import Mark, SeriesChange
from app.measures.past.record import past_values, removed_values
from app.measures.past.state import Value
from app.strata.models import StratumObservation

SOMEBODY = "somebody"
MOST = 100_000
"""Entries of the audit that one chart can have."""

FromTo = tuple[str, str, str]
"""What, before, after; either of these may be empty."""


class Kind(enum.Enum):
    """What a change is about; the value stands in addresses."""

    VALUE = "values"
    GROUP = "groups"
    EXCLUSION = "left-out"
    PHASE = "phases"
    ANNOTATION = "annotations"
    DEFINITION = "definition"
    REPORTING = "reporting"
    REVIEW = "reviews"


KIND_NAMES = {
    Kind.VALUE: "Values",
    Kind.GROUP: "Values by group",
    Kind.EXCLUSION: "Points left out",
    Kind.PHASE: "Phases and baselines",
    Kind.ANNOTATION: "Annotations",
    Kind.DEFINITION: "Definition and rules",
    Kind.REPORTING: "Reporting",
    Kind.REVIEW: "Chart reviews",
}
OF_ACTION = {
    "leave point out": Kind.EXCLUSION,
    "take point back": Kind.EXCLUSION,
    "start phase": Kind.PHASE,
    "change phase": Kind.PHASE,
    "remove phase": Kind.PHASE,
    "add annotation": Kind.ANNOTATION,
    "change annotation": Kind.ANNOTATION,
    "remove annotation": Kind.ANNOTATION,
    "put annotation back": Kind.ANNOTATION,
    "remove value": Kind.VALUE,
    "put value back": Kind.VALUE,
    "sign off chart": Kind.REVIEW,
    "ask about chart": Kind.REVIEW,
    "answer about chart": Kind.REVIEW,
    "withdraw question": Kind.REVIEW,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One change."""

    at: datetime
    who: str
    kind: Kind
    what: str
    changes: tuple[FromTo, ...] = ()
    why: str = ""


def listed(
    series: Series,
    marked: Sequence[SeriesChange],
    revisions: Sequence[Revision],
    cells: Sequence[StratumObservation],
    names: dict[int, str],
) -> tuple[Listed, ...]:
    """Every change, the latest first. One query, for the audit.

    Parameters
    ----------
    series : Series
        Its observations with their corrections are loaded.
    marked : sequence of SeriesChange
        Those that removed a value tell what it was before.
    revisions : sequence of Revision
        The measure's.
    cells : sequence of StratumObservation
        The values by group with their corrections.
    names : dict of int to str
        The names of the people who entered and corrected.
    """
    found = [
        *_marks(series),
        *_values(series, names),
        *_removed(series.measure, marked, names),
        *_groups(series.measure, cells, names),
        *_definition(series.measure, revisions),
    ]
    return tuple(sorted(_together(found), key=lambda each: each.at, reverse=True))


def _marks(series: Series) -> Iterator[Listed]:
    for entry in about(series, MOST):
        kind = OF_ACTION.get(entry.action, Kind.REPORTING)
        what = ACTIONS.get(entry.action, entry.action)
        yield Listed(entry.at, entry.actor, kind, what, entry.changes, entry.why)


def _values(series: Series, names: dict[int, str]) -> Iterator[Listed]:
    for each in series.observations:
        people = [each.entered_by_id, *(was.corrected_by_id for was in each.corrections)]
        reasons = ["", *(was.reason for was in each.corrections)]
        yield from _steps(series.measure, past_values(each), people, reasons, names)


def _removed(
    measure: Measure, marked: Sequence[SeriesChange], names: dict[int, str]
) -> Iterator[Listed]:
    for each in marked:
        if each.mark is Mark.REMOVED_VALUE and each.before:
            corrections = each.before["corrections"]
            people = [each.before["by"], *(was["by"] for was in corrections)]
            reasons = ["", *(was["reason"] for was in corrections)]
            yield from _steps(measure, removed_values(each.before), people, reasons, names)


def _steps(
    measure: Measure,
    past: Sequence[tuple[datetime, Value]],
    people: Sequence[int | None],
    reasons: Sequence[str],
    names: dict[int, str],
) -> Iterator[Listed]:
    before: Value | None = None
    for (when, value), person, why in zip(past, people, reasons, strict=True):
        changed = []
        name, was = periods.name(value.period, measure.frequency), _told(measure, before)
        if was != (is_ := _told(measure, value)):
            changed.append((name, was, is_))
        noted = before.note if before else ""
        if noted != value.note:
            changed.append((f"{name}, note", noted, value.note))
        what = "corrected a value" if before else "entered a value"
        yield Listed(when, names.get(person or 0, SOMEBODY), Kind.VALUE, what, tuple(changed), why)
        before = value


def _told(measure: Measure, value: Value | None) -> str:
    if value is None:
        return ""
    return told.numbers(measure, value.value, value.denominator, value.raw, value.period)


def _groups(
    measure: Measure, cells: Iterable[StratumObservation], names: dict[int, str]
) -> Iterator[Listed]:
    for cell in cells:
        name = f"{periods.name(cell.period, measure.frequency)}, {cell.stratum.name}"
        steps = [(each.old_value, each.old_denominator) for each in cell.corrections]
        steps.append((cell.value, cell.denominator))
        made = [(cell.entered_at, cell.entered_by_id, "")]
        made += [
            (each.corrected_at, each.corrected_by_id, each.reason) for each in cell.corrections
        ]
        before = ""
        for (when, person, why), step in zip(made, steps, strict=True):
            after, what = (
                told.numbers(measure, *step),
                "corrected a value" if before else "entered a value",
            )
            who = names.get(person or 0, SOMEBODY)
            yield Listed(when, who, Kind.GROUP, what, ((name, before, after),), why)
            before = after


def _definition(measure: Measure, revisions: Sequence[Revision]) -> Iterator[Listed]:
    for each in revisions:
        if each.number == 1:
            continue
        what = (
            f"changed the definition to version {each.version}"
            if each.raised
            else "changed the definition"
        )
        if each.starts_on is not None:
            what += f", from {periods.name(each.starts_on, measure.frequency)}"
        changed = tuple((one.label, one.before, one.after) for one in each.changes)
        yield Listed(each.at, each.who or SOMEBODY, Kind.DEFINITION, what, changed, each.reason)


def _together(found: Iterable[Listed]) -> Iterator[Listed]:
    """What one person entered at one moment, such as an imported sheet, is one change."""

    def act(each: Listed) -> tuple[object, ...]:
        return (each.at, each.who, each.kind.value, each.what, each.why)

    for _, group in groupby(sorted(found, key=act), act):
        several = list(group)
        if len(several) == 1 or several[0].kind not in {Kind.VALUE, Kind.GROUP}:
            yield from several
            continue
        what = several[0].what.replace("a value", f"{len(several)} values")
        changes = tuple(change for each in several for change in each.changes)
        yield replace(several[0], what=what, changes=changes)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which changes are asked for."""

    kind: Kind | None = None
    person: str = ""

    def keeps(self, each: Listed) -> bool:
        """Whether a change is asked for."""
        return self.kind in {None, each.kind} and self.person in {"", each.who}


def read_filter(kind: str, person: str) -> Filter:
    """Read a filter from an address; an unknown kind asks for all."""
    known = {each.value: each for each in Kind}
    return Filter(known.get(kind), person)
