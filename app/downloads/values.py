"""The values of a measure as columns of a table: what was entered, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from app.measures.models import DataKind, Measure
from app.measures.series import Row, display, gaps_between
from app.tables import book
from app.tables.csvfile import plain

LEFT_OUT = "left out of the limits"


def columns(measure: Measure) -> tuple[book.Column, ...]:
    """The period and the numbers of one row."""
    if measure.data_kind is DataKind.EVENTS:
        numbers = ("days since the one before", "cases since the one before", "events that day")
        return (*book.dates("date"), *book.numbers(*numbers))
    name = measure.numerator_label or "value"
    own = f"{measure.name} ({measure.unit})" if measure.unit else measure.name
    if measure.data_kind is DataKind.SUBGROUP:
        return (*book.dates("period"), *book.text(name), *book.numbers(own))
    entered = [name]
    if measure.has_denominator:
        entered.append(measure.denominator_label or "denominator")
    return (*book.dates("period"), *book.numbers(*entered, own))


def cells(measure: Measure, rows: Sequence[Row]) -> list[book.Row]:
    """The period and the numbers of each row, in order."""
    if measure.data_kind is DataKind.EVENTS:
        days = gaps_between(rows, cases=False)
        return [
            (row.period, gap, row.denominator, row.value)
            for row, gap in zip(rows, days, strict=True)
        ]
    return [(row.period, *numbers(measure, row)) for row in rows]


def numbers(measure: Measure, row: Row) -> book.Row:
    """The numbers of one row that is no event."""
    if measure.data_kind is DataKind.SUBGROUP:
        return "; ".join(plain(value) for value in row.raw or ()), row.value
    shown = display(measure, row.value, row.denominator)
    if measure.has_denominator:
        return row.value, row.denominator, shown
    return row.value, shown
