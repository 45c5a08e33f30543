"""What a series takes, period by period and number by number. Asks no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean

from app import clock
from app.errors import ServiceError
from app.measures import periods, values
from app.measures.kinds import between_is_cases
from app.measures.models import DataKind, Frequency, Measure, Series

EARLIEST = date(1950, 1, 1)
LONGEST_GAP = timedelta(days=3660)


class AlreadyEnteredError(ServiceError):
    """The period has its data; they can be corrected."""

    def __init__(self, message: str, period: date) -> None:
        super().__init__(message, field="period")
        self.period = period


def already(period: date, frequency: Frequency) -> AlreadyEnteredError:
    """The refusal of a second value for one period."""
    name = periods.name(period, frequency)
    if frequency is Frequency.EVENT:
        return AlreadyEnteredError(
            f"An event is stored for {name} already. If there were more, correct how many there "
            "were on that day.",
            period,
        )
    return AlreadyEnteredError(f"{name} has its data already.", period)


def check_period(series: Series, period: date, first: date | None) -> None:
    """Refuse a period that takes no data; `first` is the earliest that has some."""
    frequency = series.measure.frequency
    end = periods.last_day(period, frequency)
    if series.measure.retired_at is not None:
        raise ServiceError(
            "This measure is retired; what is stored can be read and corrected.", field="period"
        )
    if end > clock.today() and frequency is Frequency.EVENT:
        raise ServiceError(
            "That day is still to come. Enter an event once it has happened.", field="period"
        )
    if end > clock.today():
        raise ServiceError(
            f"{periods.name(period, frequency)} is not over yet. "
            f"Enter it from {end:%B} {end.day}, {end.year}.",
            field="period",
        )
    if series.ended_on is not None and period > series.ended_on:
        raise ServiceError("The team stopped collecting these data before then.", field="period")
    if period < EARLIEST or (first is not None and period < first - LONGEST_GAP):
        raise ServiceError("That is too long ago to stand on this chart.", field="period")


def needs_cases(measure: Measure, denominator: float | None) -> bool:
    """Whether the cases since the event before are missing, if there was one before."""
    return between_is_cases(measure.chart) and denominator is None


def checked(
    measure: Measure,
    value: float,
    denominator: float | None,
    raw: Sequence[float] | None,
    *,
    follows: bool,
) -> tuple[float, float | None, list[float] | None]:
    """The numbers as the measure keeps them; refused where it does not take them.

    `follows` says whether an event is stored from before this one.
    """
    kept = None
    if measure.data_kind is DataKind.SUBGROUP:
        kept = list(raw or (value,))
        value = fmean(kept)
    elif measure.data_kind is not DataKind.EVENTS and not measure.has_denominator:
        denominator = None
    refused = values.check(measure, value, denominator)
    if kept is not None:
        refused |= values.check_raw(measure, kept)
    if follows and needs_cases(measure, denominator):
        refused[values.VALUE] = "Enter the cases since the event before; this chart shows them."
    for field, sentence in refused.items():
        raise ServiceError(sentence, field=field)
    return value, denominator, kept
