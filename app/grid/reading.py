"""What was typed into the grid: read, checked, and compared with what is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import itemgetter

from app.errors import ServiceError
from app.grid import taking
from app.grid.columns import NOTE, ON
from app.grid.lines import has_other_numbers, read
from app.grid.opening import opened
from app.grid.sheet import LONGEST_REASON, Cell, Grid, Line
from app.grid.window import Window
from app.identifiers import suspicions
from app.measures import accepting
from app.measures.many import Wish
from app.measures.models import Frequency, Series
from app.measures.plausible import doubts
from app.measures.replacing import NEEDS_REASON
from app.measures.series import Row, rows_of
from app.measures.values import VALUE
from app.plain_fields import tidy
from app.strata.models import Breakdown
from app.strata.queries import rows_by_stratum


def filled(
    series: Series, breakdown: Breakdown | None, window: Window, form: Mapping[str, str]
) -> Grid:
    """The grid with what was typed, every refusal and warning at its place."""
    grid = opened(series, breakdown, window)
    served = taking.served(form.get("served", ""))
    grid.reason = tidy(form.get("reason"))
    grid.confirmed = form.get("not_a_patient") == "y"
    for line in grid.lines:
        taking.take(line, form, served.get(line.key))
        if any(cell.changed for cell in line.cells):
            read(grid, line)
    _check_days(grid)
    _doubt(grid)
    if grid.corrections and not grid.reason:
        grid.reason_error = NEEDS_REASON
    elif len(grid.reason) > LONGEST_REASON:
        grid.reason_error = f"Keep the reason under {LONGEST_REASON} characters."
    notes = [cell.typed for line in grid.lines for cell in line.cells if _is_new_note(cell)]
    grid.suspicions = suspicions([*notes, grid.reason])
    return grid


def _doubt(grid: Grid) -> None:
    """Put at each line what is doubtful about its numbers; what is stored is doubted no more."""
    other = {line.period: line for line in grid.changed if has_other_numbers(line)}
    rows = [row for row in typed_rows(grid) if row.period in other]
    for period, sentences in doubts(grid.series, rows_of(grid.series), rows).items():
        other[period].warnings += sentences
    if grid.breakdown is not None:
        _doubt_parts(grid, grid.breakdown)


def _doubt_parts(grid: Grid, breakdown: Breakdown) -> None:
    """The same of each group, beside what is stored of that group. One query, if any is typed."""
    by_key: dict[int, dict[date, Line]] = defaultdict(dict)
    for line in grid.changed:
        for key, entered in line.parts.items():
            known = line.parts_known.get(key)
            same = known is not None and (known.value, known.denominator) == (
                entered.value,
                entered.denominator,
            )
            if line.period is not None and not same and not line.is_wrong:
                by_key[key][line.period] = line
    if not by_key:
        return
    stored = rows_by_stratum(grid.series, breakdown)
    names = {each.id: each.name for each in breakdown.strata}
    for key, lines in by_key.items():
        rows = [
            Row(period, line.parts[key].value, line.parts[key].denominator)
            for period, line in sorted(lines.items(), key=itemgetter(0))
        ]
        for period, sentences in doubts(grid.series, stored.get(key, []), rows).items():
            lines[period].warnings += [f"{names[key]}: {each}" for each in sentences]


def wishes(grid: Grid) -> list[Wish]:
    """What the changed lines are to hold of the whole team."""
    return [wish for line in grid.changed if (wish := _wish(line)) is not None]


def typed_rows(grid: Grid) -> list[Row]:
    """The lines that would be stored, as rows of the chart."""
    found = []
    for wish in wishes(grid):
        left_out = wish.known is not None and wish.known.excluded_because is not None
        entered = wish.entered
        found.append(Row(wish.period, entered.value, entered.denominator, left_out, entered.raw))
    return found


def _wish(line: Line) -> Wish | None:
    if line.entered is None or line.period is None or line.is_wrong:
        return None
    note, known = line.cell(NOTE), line.known
    unchanged = note is None or not note.changed
    text = known.note if known is not None and unchanged else line.note
    return Wish(line.period, line.entered, text, known)


def _check_days(grid: Grid) -> None:
    """Refuse periods that take no data, and two events of one day."""
    series = grid.series
    stored = {each.period: each for each in series.observations}
    earliest = min([*stored, *(line.period for line in grid.changed if line.period)], default=None)
    first = min(stored, default=None)
    taken: dict[date, Line] = {}
    for line in grid.lines:
        if line.period is None or not (line.changed or line.known):
            continue
        if line.changed:
            _check_day(
                grid,
                line,
                line.period,
                first,
                follows=earliest is not None and earliest < line.period,
            )
        other = stored.get(line.period) if grid.is_event else None
        if other is not None and line.known is not other:
            _refuse_twice(line, taken.get(line.period))
        elif line.period in taken:
            _refuse_twice(line, taken[line.period])
        taken.setdefault(line.period, line)


def _check_day(grid: Grid, line: Line, day: date, first: date | None, *, follows: bool) -> None:
    try:
        if line.known is None or line.known.period != day:
            accepting.check_period(grid.series, day, first)
        if line.entered is not None:
            entered = line.entered
            accepting.checked(
                grid.measure, entered.value, entered.denominator, entered.raw, follows=follows
            )
    except ServiceError as error:
        part = ON if error.field == "period" and grid.is_event else error.field or VALUE
        line.refuse(part, error.message)


def _refuse_twice(line: Line, other: Line | None) -> None:
    """Refuse the second event of a day, at the line that was typed."""
    if not line.changed and other is not None:
        line = other
    if line.period is not None:
        line.refuse(ON, accepting.already(line.period, Frequency.EVENT).message)


def _is_new_note(cell: Cell) -> bool:
    return cell.column.part == NOTE and cell.changed
