"""The form of one period: the whole team and every stratum, read, checked and shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.measures import periods, values
from app.measures.models import Measure, Observation, Series
from app.measures.queries import observation_of
from app.measures.values import Entered
from app.plain_fields import tidy
from app.strata import queries
from app.strata.models import Breakdown, StratumObservation
from app.strata.sums import Sums, sums_of
from app.templating import number

WHOLE = "whole"


@dataclass(slots=True)
class Line:
    """One line of the form, as it was typed."""

    key: str
    name: str
    value: str
    denominator: str
    stored: str
    """What is stored, in words; empty where nothing is."""
    errors: dict[str, str] = field(default_factory=dict)
    entered: Entered | None = None


@dataclass(slots=True)
class Sheet:
    """The form of one period."""

    series: Series
    breakdown: Breakdown
    period: date
    lines: list[Line]
    seen: str
    """The versions of what is stored, as the form was opened."""
    note: str = ""
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    conflict: bool = False
    less: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The period's name."""
        return periods.name(self.period, self.series.measure.frequency)

    @property
    def has_stored(self) -> bool:
        """Whether a change of this would be a correction."""
        return any(line.stored for line in self.lines)

    @property
    def is_refused(self) -> bool:
        """Whether something has to be looked at again."""
        return bool(self.errors) or any(line.errors for line in self.lines)

    @property
    def whole(self) -> Line:
        """The whole team's line."""
        return self.lines[0]

    def parts(self) -> dict[int, Entered]:
        """What was entered of each stratum, by its id."""
        return {int(line.key): line.entered for line in self.lines[1:] if line.entered is not None}

    def refuse(self, name: str | None, message: str) -> None:
        """Put a refusal beside the line or field that it names."""
        which, _, key = (name or "").partition("-")
        line = next((each for each in self.lines if key and each.key == key), None)
        if line is not None:
            line.errors[which] = message
        else:
            self.errors[name if name in {"note", "reason"} else "sum"] = message


def blank(series: Series, breakdown: Breakdown, period: date) -> Sheet:
    """The form with what is stored of the period."""
    whole = observation_of(series, period)
    cells = {each.stratum_id: each for each in queries.cells_at(series, breakdown, period)}
    lines = [_line(WHOLE, "Whole team", whole)]
    for stratum in breakdown.strata:
        cell = cells.get(stratum.id)
        if stratum.retired_at is None or cell is not None:
            lines.append(_line(str(stratum.id), stratum.name, cell))
    found = [("whole", whole), *((str(key), cell) for key, cell in sorted(cells.items()))]
    seen = " ".join(f"{key}:{each.version}" for key, each in found if each is not None)
    note = next((each.note for each in cells.values() if each.note), "")
    return Sheet(series, breakdown, period, lines, seen, note=note)


def filled(series: Series, breakdown: Breakdown, period: date, form: Mapping[str, str]) -> Sheet:
    """The form with what was typed, checked; refusals stand beside their fields."""
    sheet = blank(series, breakdown, period)
    measure = series.measure
    for line in sheet.lines:
        line.value = tidy(form.get(f"value-{line.key}"))[:40]
        line.denominator = tidy(form.get(f"denominator-{line.key}"))[:40]
        typed = line.value or line.denominator
        if typed or line.key == WHOLE:
            line.entered, line.errors = _read(measure, line)
    sheet.note, sheet.reason = tidy(form.get("note"))[:2000], tidy(form.get("reason"))[:2000]
    if form.get("seen", "") != sheet.seen:
        sheet.conflict = True
    whole, parts = sheet.whole.entered, sheet.parts()
    if not parts and not any(line.errors for line in sheet.lines):
        sheet.errors["sum"] = "Enter the groups beside the whole team."
    if whole is not None and not any(line.errors for line in sheet.lines):
        _check_sums(sheet, whole, parts)
    return sheet


def _read(measure: Measure, line: Line) -> tuple[Entered | None, dict[str, str]]:
    nobody = line.key != WHOLE and line.value in {"", "0"} and line.denominator == "0"
    if measure.has_denominator and nobody:
        # Nobody of this group was there: a zero that is shown, and divides nothing.
        return Entered(0.0, 0.0), {}
    entered, refused = values.read(measure, line.value, line.denominator)
    return entered, dict(refused)


def _check_sums(sheet: Sheet, whole: Entered, parts: Mapping[int, Entered]) -> None:
    measure = sheet.series.measure
    found: Sums = sums_of(
        whole,
        parts.values(),
        numerator=measure.numerator_label,
        denominator=measure.denominator_label,
    )
    if found.more:
        sheet.errors["sum"] = (
            " ".join(found.more) + " Groups cannot hold more than all together: mend one of them."
        )
    elif found.less and parts:
        sheet.less = found.less
        if not sheet.note:
            sheet.errors["note"] = (
                " ".join(found.less)
                + " Say who is missing, or enter them under a group such as Unknown."
            )


def _line(key: str, name: str, stored: Observation | StratumObservation | None) -> Line:
    if stored is None:
        return Line(key, name, "", "", "")
    value, below = number(stored.value), number(stored.denominator)
    return Line(key, name, value, below, f"{value} of {below}" if below else value)
