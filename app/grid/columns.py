"""The columns of the grid, which follow from the measure's kind of data and its strata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.measures.kinds import kind_of
from app.measures.models import DataKind, Frequency, Measure
from app.measures.values import DENOMINATOR, EVENTS, LONGEST_NOTE, VALUE
from app.strata.models import Stratum

ON, NOTE = "on", "note"
WHOLE = "whole"
LONGEST = {ON: 40, VALUE: 40, DENOMINATOR: 40, EVENTS: 10, NOTE: LONGEST_NOTE}
LONGEST_LIST = 4000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: whose numbers, and which of them."""

    group: str
    """`WHOLE`, or the id of a stratum."""
    part: str
    label: str
    spoken: str
    """The label with the group's name, for who hears it and for messages."""
    kind: str = "number"
    """How it is typed: number, list, date or text."""

    @property
    def longest(self) -> int:
        """Characters that it takes."""
        return LONGEST_LIST if self.kind == "list" else LONGEST[self.part]


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of the whole team, or of one stratum."""

    key: str
    name: str
    columns: tuple[Column, ...]


def groups_of(measure: Measure, strata: Iterable[Stratum] = ()) -> tuple[Group, ...]:
    """The groups of columns: the whole team, each stratum, and the note by itself."""
    divided = list(strata)
    whole = _numbers(measure, WHOLE, "Whole team" if divided else "")
    if measure.frequency is Frequency.EVENT:
        on = Column(WHOLE, ON, "Date", "Date", kind="date")
        whole = (on, *whole, Column(WHOLE, EVENTS, "Events that day", "Events that day"))
    groups = [Group(WHOLE, "Whole team", whole)]
    groups += [
        Group(str(each.id), each.name, _numbers(measure, str(each.id), each.name))
        for each in divided
    ]
    note = Column(WHOLE, NOTE, "Note", "Note", kind="text")
    return (*groups, Group(NOTE, "", (note,)))


def _numbers(measure: Measure, key: str, name: str) -> tuple[Column, ...]:
    label = measure.numerator_label or kind_of(measure).value_label
    if measure.data_kind is DataKind.EVENTS:
        label = kind_of(measure).value_label
    kind = "list" if measure.data_kind is DataKind.SUBGROUP else "number"
    columns = [Column(key, VALUE, label, _spoken(name, label), kind)]
    if measure.has_denominator:
        below = measure.denominator_label or "Out of"
        columns.append(Column(key, DENOMINATOR, below, _spoken(name, below)))
    return tuple(columns)


def _spoken(name: str, label: str) -> str:
    return f"{name}, {label}" if name else label
