"""The grid as it is shown: rows of cells, what was typed into them, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.grid.columns import NOTE, ON, WHOLE, Column, Group
from app.grid.window import Window
from app.identifiers import Suspicion
from app.measures import periods
from app.measures.forms import plain, typed
from app.measures.models import Frequency, Measure, Observation, Series
from app.measures.values import DENOMINATOR, EVENTS, Entered
from app.strata.models import Breakdown, StratumObservation

LONGEST_REASON = 500


@dataclass(slots=True)
class Cell:
    """One cell, as it was typed."""

    name: str
    """Its name in the form, and its id on the page."""
    column: Column
    typed: str
    stored: str
    """What is stored, as somebody would type it."""
    errors: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether it differs from what is stored."""
        return self.typed != self.stored


@dataclass(slots=True)
class Line:
    """One period, or one event."""

    key: str
    period: date | None
    """The period; of an event the day that is typed, once it can be read."""
    name: str
    short: str
    cells: list[Cell]
    known: Observation | None = None
    parts_known: dict[int, StratumObservation] = field(default_factory=dict)
    entered: Entered | None = None
    parts: dict[int, Entered] = field(default_factory=dict)
    changed: bool = False
    """Whether what was typed differs from what is stored, and is to be stored."""
    warnings: list[str] = field(default_factory=list)
    conflict: str = ""
    """What somebody else stored while this was typed."""

    def cell(self, part: str, group: str = WHOLE) -> Cell | None:
        """The cell of a column; None where the measure has none."""
        found = (c for c in self.cells if c.column.group == group and c.column.part == part)
        return next(found, None)

    def text(self, part: str, group: str = WHOLE) -> str:
        """What is typed in a cell; nothing where there is none."""
        cell = self.cell(part, group)
        return cell.typed if cell else ""

    @property
    def note(self) -> str:
        """The note as it is typed."""
        return self.text(NOTE)

    @property
    def is_wrong(self) -> bool:
        """Whether a cell is refused."""
        return any(cell.errors for cell in self.cells)

    @property
    def is_doubted(self) -> bool:
        """Whether a warning waits for a word in the note."""
        return bool(self.warnings) and not self.note

    @property
    def texts(self) -> list[str]:
        """What is stored, cell by cell."""
        return [cell.stored for cell in self.cells]

    def refuse(self, part: str, sentence: str, group: str = WHOLE) -> None:
        """Put a sentence at a cell; at the first where there is none such."""
        cell = self.cell(part, group) or self.cells[0]
        if sentence not in cell.errors:
            cell.errors.append(sentence)


@dataclass(slots=True)
class Grid:
    """The whole grid."""

    series: Series
    breakdown: Breakdown | None
    groups: tuple[Group, ...]
    window: Window
    lines: list[Line]
    reason: str = ""
    confirmed: bool = False
    """Whether somebody says that no note tells who a patient is."""
    reason_error: str = ""
    error: str = ""
    """What is wrong with all of it."""
    suspicions: tuple[Suspicion, ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure."""
        return self.series.measure

    @property
    def is_event(self) -> bool:
        """Whether the rows are events."""
        return self.measure.frequency is Frequency.EVENT

    @property
    def columns(self) -> list[Column]:
        """Every column."""
        return [column for group in self.groups for column in group.columns]

    @property
    def word(self) -> str:
        """What a row is: month, week, quarter or event."""
        return self.measure.frequency.value

    @property
    def changed(self) -> list[Line]:
        """The lines that would be stored."""
        return [line for line in self.lines if line.changed]

    @property
    def corrections(self) -> list[Line]:
        """Those that would take the place of something stored."""
        return [line for line in self.changed if line.known or line.parts_known]

    @property
    def has_stored(self) -> bool:
        """Whether a change could be a correction."""
        return any(line.known or line.parts_known for line in self.lines)

    @property
    def conflicts(self) -> list[Line]:
        """The lines that somebody else changed meanwhile."""
        return [line for line in self.lines if line.conflict]

    @property
    def doubted(self) -> list[Line]:
        """The lines whose warnings wait for a note."""
        return [line for line in self.lines if line.is_doubted]

    @property
    def is_suspected(self) -> bool:
        """Whether a note looks as if it tells who a patient is, and nobody said otherwise."""
        return bool(self.suspicions) and not self.confirmed

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be stored of it yet."""
        return bool(
            self.error
            or self.reason_error
            or self.doubted
            or self.is_suspected
            or any(line.is_wrong for line in self.lines)
        )

    @property
    def wrong(self) -> Iterator[tuple[Line, Cell, str]]:
        """Every refusal with its line and cell."""
        for line in self.lines:
            for cell in line.cells:
                for sentence in cell.errors:
                    yield line, cell, sentence

    @property
    def served(self) -> str:
        """What is stored, by line; it comes back with the form, so that others' changes are seen."""
        return json.dumps({line.key: line.texts for line in self.lines if any(line.texts)})

    @property
    def draft_key(self) -> str:
        """Name under which the device keeps what is typed until it is stored."""
        by = self.breakdown.id if self.breakdown else 0
        return f"grid:{self.series.id}:{by}"


def cells_of(
    key: str,
    groups: tuple[Group, ...],
    known: Observation | None,
    parts: dict[int, StratumObservation],
    measure: Measure,
) -> list[Cell]:
    """The cells of one line, filled with what is stored."""
    found = []
    for group in groups:
        for column in group.columns:
            stored = _stored(column, known, parts, measure)
            found.append(Cell(f"{key}.{column.group}.{column.part}", column, stored, stored))
    return found


def _stored(
    column: Column,
    known: Observation | None,
    parts: dict[int, StratumObservation],
    measure: Measure,
) -> str:
    if column.part == NOTE:
        return _note(known, parts)
    if column.group != WHOLE:
        part = parts.get(int(column.group))
        if part is None:
            return ""
        return plain(part.denominator if column.part == DENOMINATOR else part.value)
    if known is None:
        return ""
    found = {
        DENOMINATOR: plain(known.denominator),
        EVENTS: plain(known.value),
        ON: known.period.isoformat(),
    }
    return found[column.part] if column.part in found else typed(measure, known)


def _note(known: Observation | None, parts: dict[int, StratumObservation]) -> str:
    notes = [known.note if known else "", *(part.note for part in parts.values())]
    # One line, as a cell holds it.
    return " ".join(next((note for note in notes if note), "").split())


def named(period: date, frequency: Frequency) -> str:
    """A row's name: short for months, so that it fits beside its numbers."""
    if frequency is Frequency.MONTH:
        return f"{period:%b %Y}"
    if frequency is Frequency.WEEK:
        return f"{period:%b} {period.day}, {period.year}"
    return periods.name(period, frequency)
