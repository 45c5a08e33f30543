"""The table of recent values: the latest periods or events, with what was noted and corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.measures import periods, told
from app.measures.addresses import period_urls
from app.measures.models import DataKind, Measure, Observation, Series
from app.measures.series import calendar_of, display, gaps_between, rows_of
from app.templating import number
from charts.formats import number_format


@dataclass(frozen=True, slots=True)
class Recent:
    """One period or event; without an observation it is a gap."""

    period: date
    name: str
    observation: Observation | None
    cells: tuple[str, ...]
    """Its numbers, one a column of the head."""
    remarks: tuple[str, ...]
    href: str
    point_href: str = ""
    """The point on the chart; empty for a gap."""


def head(measure: Measure) -> tuple[tuple[str, str], ...]:
    """Headings of the numbers, each with its class."""
    if measure.data_kind is DataKind.EVENTS:
        return (("Days since the one before", "number"), ("Cases", "number"))
    if measure.data_kind is DataKind.SUBGROUP:
        return ((measure.numerator_label or "Values", ""), ("Mean", "number"))
    if not measure.has_denominator:
        return (("Value", "number"),)
    unit = "Percent" if measure.unit == "%" else measure.unit.capitalize() or "Value"
    return tuple(
        (label, "number") for label in (measure.numerator_label, measure.denominator_label, unit)
    )


def between(series: Series, first: date, last: date) -> tuple[date, ...]:
    """The periods, gaps included, or the events from one to another."""
    days = [each.period for each in series.observations if first <= each.period <= last]
    return calendar_of(days, series.measure.frequency) if days else ()


def span(series: Series) -> int:
    """Periods from the first to the last value, gaps included, or events."""
    return len(between(series, date.min, date.max))


def latest(series: Series, count: int) -> tuple[Recent, ...]:
    """The last periods or events, the latest first; gaps stay in view."""
    if not count:
        return ()
    by_period = {each.period: each for each in series.observations}
    cells = _cells(series)
    leads = _Leads(
        enter=period_urls(series, "measures.show", _anchor="entry"),
        correct=period_urls(series, "measures.correct", _anchor="correct"),
        point=period_urls(series, "points.show"),
    )
    shown = reversed(between(series, date.min, date.max)[-count:])
    return tuple(_row(series, day, by_period.get(day), cells, leads) for day in shown)


def remarks_of(observation: Observation) -> tuple[str, ...]:
    """Its note, why it is left out, and what was stored before."""
    remarks = [observation.note] if observation.note else []
    if observation.series.measure.data_kind is DataKind.EVENTS and observation.value > 1:
        remarks.insert(0, f"{number(observation.value)} events on this day")
    if observation.excluded_because:
        remarks.append(f"Left out of the limits: {observation.excluded_because}")
    return (*remarks, *history(observation))


def history(observation: Observation) -> Sequence[str]:
    """What was stored before, why it was corrected, by whom and when; the latest first."""
    found = []
    for each in reversed(observation.corrections):
        was = told.replaced(each, observation.series.measure, observation.period)
        who = each.corrected_by.name if each.corrected_by else "somebody"
        day = f"{each.corrected_at:%B} {each.corrected_at.day}, {each.corrected_at.year}"
        found.append(f"was {was}: {each.reason} ({who}, {day})")
    return found


@dataclass(frozen=True, slots=True)
class _Leads:
    """Where a row leads, by its day."""

    enter: Callable[[date], str]
    correct: Callable[[date], str]
    point: Callable[[date], str]


def _row(
    series: Series,
    day: date,
    observation: Observation | None,
    cells: dict[date, tuple[str, ...]],
    leads: _Leads,
) -> Recent:
    name = periods.name(day, series.measure.frequency)
    if observation is None:
        return Recent(day, name, None, (), (), leads.enter(day))
    return Recent(
        period=day,
        name=name,
        observation=observation,
        cells=cells[day],
        remarks=remarks_of(observation),
        href=leads.correct(day),
        point_href=leads.point(day),
    )


def _cells(series: Series) -> dict[date, tuple[str, ...]]:
    """The numbers of each observation as its columns show them."""
    measure, stored = series.measure, series.observations
    if measure.data_kind is DataKind.EVENTS:
        days = gaps_between(rows_of(series), cases=False)
        return {
            each.period: (number(gap) or "–", number(each.denominator) or "–")
            for each, gap in zip(stored, days, strict=True)
        }
    shown = [display(measure, each.value, each.denominator) for each in stored]
    formats = number_format([value or 0.0 for value in shown], measure.unit)
    results = ["" if value is None else formats.data(value) for value in shown]
    return {
        each.period: _numbers(measure, each, result)
        for each, result in zip(stored, results, strict=True)
    }


def _numbers(measure: Measure, observation: Observation, result: str) -> tuple[str, ...]:
    if measure.data_kind is DataKind.SUBGROUP:
        return told.stored(observation), result
    if not measure.has_denominator:
        return (number(observation.value),)
    return number(observation.value), number(observation.denominator), result
