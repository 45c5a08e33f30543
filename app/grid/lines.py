"""One line of the grid: its texts read as numbers, every refusal at its cell."""

from __future__ import annotations

from app.errors import ServiceError
from app.grid.columns import NOTE, ON
from app.grid.sheet import Grid, Line
from app.measures import values
from app.measures.models import Measure, Observation
from app.measures.values import DENOMINATOR, EVENTS, VALUE, Entered
from app.plain_fields import read_day
from app.strata.entering import check_sums
from app.strata.models import StratumObservation

EMPTIED = (
    "A stored value cannot be emptied here. Put {stored} back, or correct it; a point can be left "
    "out on the chart."
)
LEAVE_EMPTY = "Leave the cell empty where there is no value."


def read(grid: Grid, line: Line) -> None:
    """Read one line that was changed; refusals stand at its cells."""
    for cell in line.cells:
        if len(cell.typed) > cell.column.longest:
            cell.errors.append(f"Keep this under {cell.column.longest} characters.")
    numbers = [cell for cell in line.cells if cell.column.part != NOTE]
    if not any(cell.typed for cell in numbers):
        _read_empty(line)
        return
    if grid.is_event:
        _read_day(line)
    _read_whole(grid.measure, line)
    if grid.breakdown is not None:
        _read_parts(grid, line)
    line.changed = _differs(line)


def _differs(line: Line) -> bool:
    """Whether a line says anything else than what is stored; "1,021" is 1021."""
    note = line.cell(NOTE)
    if line.is_wrong or (note is not None and note.changed):
        return True
    return has_other_numbers(line) or any(
        key not in line.parts_known or _numbers(line.parts_known[key]) != _entered(entered)
        for key, entered in line.parts.items()
    )


def has_other_numbers(line: Line) -> bool:
    """Whether the whole team's numbers, or the day of an event, differ from what is stored."""
    known, entered = line.known, line.entered
    if known is None or entered is None:
        return True
    return (
        known.period != line.period
        or known.raw != (list(entered.raw) if entered.raw else None)
        or _numbers(known) != _entered(entered)
    )


def _numbers(stored: Observation | StratumObservation) -> tuple[float, float | None]:
    return stored.value, stored.denominator


def _entered(entered: Entered) -> tuple[float, float | None]:
    return entered.value, entered.denominator


def _read_empty(line: Line) -> None:
    for cell in line.cells:
        if cell.stored and cell.column.part != NOTE:
            cell.errors.append(EMPTIED.format(stored=cell.stored))
    if line.note and not line.is_wrong:
        line.refuse(VALUE, "A note needs its number. Enter a number, or take the note out.")


def _read_whole(measure: Measure, line: Line) -> None:
    cells = [cell for part in (VALUE, DENOMINATOR, EVENTS) if (cell := line.cell(part))]
    emptied = [cell for cell in cells if cell.stored and not cell.typed]
    if line.known is not None and not any(cell.changed for cell in cells):
        known = line.known  # what is written out may have lost digits
        line.entered = Entered(known.value, known.denominator, tuple(known.raw or ()) or None)
        return
    line.entered, refused = values.read(
        measure, line.text(VALUE), line.text(DENOMINATOR), line.text(EVENTS)
    )
    for part, sentence in refused.items():
        line.refuse(part, _said(line.text(part), sentence))
    for cell in emptied:
        if cell.errors:
            cell.errors = [EMPTIED.format(stored=cell.stored)]


def _said(text: str, sentence: str) -> str:
    """A refusal; what stands for "nothing" in a sheet is told to be left out."""
    empty = text and not any(sign.isdigit() for sign in text)
    return f"{sentence} {LEAVE_EMPTY}" if empty else sentence


def _read_day(line: Line) -> None:
    line.period = None
    text = line.text(ON)
    if not text:
        line.refuse(ON, "Enter the day on which it happened.")
        return
    try:
        line.period = read_day(text)
    except ValueError as error:
        line.refuse(ON, str(error))


def _read_part(measure: Measure, line: Line, key: str) -> Entered | None:
    """Read one stratum of a line; None where nothing is entered of it."""
    known = line.parts_known.get(int(key))
    cells = [cell for cell in line.cells if cell.column.group == key]
    value, below = line.text(VALUE, key), line.text(DENOMINATOR, key)
    if known is not None and not any(cell.changed for cell in cells):
        return Entered(*_numbers(known))
    if not value and not below:
        if known is not None:
            line.refuse(VALUE, EMPTIED.format(stored=cells[0].stored), key)
        return None
    if measure.has_denominator and below == "0" and value in {"", "0"}:
        # Nobody of this group was there: a zero that is shown, and divides nothing.
        return Entered(0.0, 0.0)
    entered, refused = values.read(measure, value, below)
    for part, sentence in refused.items():
        line.refuse(part, _said(line.text(part, key), sentence), key)
    return entered


def _read_parts(grid: Grid, line: Line) -> None:
    """Read the strata of a line, and whether they add up."""
    for group in grid.groups[1:-1]:
        part = _read_part(grid.measure, line, group.key)
        if part is not None:
            line.parts[int(group.key)] = part
    if line.entered is None or line.is_wrong or not line.parts:
        return
    try:
        check_sums(grid.measure, line.entered, line.parts.values(), line.note)
    except ServiceError as error:
        if error.field == NOTE:
            line.refuse(NOTE, f"{error.message} Say here who is missing.")
        else:
            line.refuse(VALUE, f"{error.message} Groups cannot hold more than all together.")
