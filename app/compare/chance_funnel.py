"""The funnel beside the comparison: open teams at their size, and what chance gives there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

import qi
from app.compare.choosing import Chosen
from app.compare.drawing import Drawing
from app.compare.reads import Read
from app.measures import periods
from app.measures.models import DataKind, Frequency, Measure
from charts import PHONE, svg
from charts.funnel import funnel_chart, funnel_of
from qi.comparison import Adjust
from qi.results import Side

LATEST = {Frequency.WEEK: 12, Frequency.MONTH: 6, Frequency.QUARTER: 4}
"""Periods added up where none were chosen."""
FEWEST = 3
"""Units below which a funnel compares nothing."""


@dataclass(frozen=True, slots=True)
class FunnelPart:
    """The funnel with its words."""

    svg: Markup
    sentence: str
    adjusted: str


def funnel_part(
    measure: Measure, read: Sequence[Read], drawing: Drawing, chosen: Chosen
) -> FunnelPart | None:
    """Lay out the funnel; None where data have no size. Teams under a code are not in it."""
    if not measure.has_denominator:
        return None
    days = _window(measure, drawing.newest, chosen)
    units = [
        (each, *found)
        for each in read
        if not each.seen.coded and (found := _sum(each, days))[1] > 0
    ]
    if len(units) < FEWEST or days is None:
        return None
    kind = "proportion" if measure.data_kind is DataKind.PROPORTION else "rate"
    names = [each.seen.team.team_id for each, *_ in units]
    tops, sizes = [top for _, top, _ in units], [size for *_, size in units]
    adjust: Adjust | None = chosen.adjust
    result = qi.funnel(tops, sizes, adjust, kind=kind, names=names)  # type: ignore[arg-type]  # a literal
    span = _span(measure, days)
    own = {each.seen.team.team_id for each, *_ in units if each.own}
    funnel = funnel_of(
        result,
        title=measure.name,
        unit=measure.unit,
        multiplier=measure.multiplier,
        counted=f"{measure.denominator_label or 'Denominator'}, {span}",
        direction=Side(measure.direction.value) if measure.direction else None,
        own=own,
        hrefs={each.seen.team.team_id: drawing.href(each) for each, *_ in units},
    )
    label = {str(each.seen.team.team_id): each.seen.label for each, *_ in units}
    funnel = replace(
        funnel, units=tuple(replace(unit, name=label[unit.name]) for unit in funnel.units)
    )
    beyond = sum(abs(unit.zone) == 2 for unit in funnel.units)
    view = funnel_chart(funnel, size=replace(PHONE, name="column", plot_height=230))
    return FunnelPart(
        svg(view, uid="funnel"), _sentence(beyond, len(units)), _adjusted(adjust, result)
    )


def _window(measure: Measure, newest: date | None, chosen: Chosen) -> tuple[date, date] | None:
    """First and last period that are added up."""
    if newest is None:
        return None
    if chosen.first is not None:
        return chosen.first, newest
    back = LATEST.get(measure.frequency)
    if back is None:
        return date.min, newest
    last = periods.slot(newest, measure.frequency)
    return periods.grid(last - back + 1, 1, measure.frequency)[0], newest


def _sum(each: Read, days: tuple[date, date] | None) -> tuple[float, float]:
    if days is None:
        return 0.0, 0.0
    rows = [
        row
        for row in each.seen.team.rows
        if days[0] <= row.period <= days[1] and row.denominator and not row.excluded
    ]
    return sum(row.value for row in rows), sum(row.denominator or 0 for row in rows)


def _span(measure: Measure, days: tuple[date, date]) -> str:
    last = periods.name(days[1], measure.frequency)
    if days[0] == date.min:
        return f"up to {last}"
    return f"{periods.name(days[0], measure.frequency)} to {last}"


def _sentence(beyond: int, units: int) -> str:
    if not beyond:
        return f"None of {units} teams is beyond the 99.8% limits: chance is reason enough."
    teams = "1 team is" if beyond == 1 else f"{beyond} teams are"
    return f"{teams} beyond the 99.8% limits, where chance alone is an unlikely reason."


def _adjusted(adjust: Adjust | None, result: qi.Funnel) -> str:
    if adjust is None:
        return "Limits are those of chance alone, not widened for how teams differ."
    if adjust == "multiplicative":
        if result.phi <= 1:
            return "Teams differ by no more than chance, so limits are not widened."
        return (
            "Widened, because teams differ by more than chance (over-dispersion "
            f"{result.phi:.1f}): all limits by its root."
        )
    return "Widened by a variance between teams, which leaves the largest the most room."
