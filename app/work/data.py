"""Values that are due, on My work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import url_for

from app.measures import due, periods
from app.measures.charts import SeriesChart, series_chart
from app.measures.entry import EntryRow, due_words, entry_row
from app.measures.models import Series
from app.teams.models import Team
from app.templating import short_date

SOON = timedelta(days=2)
"""What is due within this time is work; what comes later is a list."""
COMING = timedelta(days=31)

LaterRow = tuple[str, str, str, bool]
"""What comes up, where it leads, when, and whether it is time."""
Dated = tuple[date, LaterRow]
"""A row with the day that it is listed by."""


@dataclass(frozen=True, slots=True)
class DataItem:
    """A value that is due, with its entry row and its chart."""

    team: Team
    chart: SeriesChart
    entry: EntryRow
    title: str
    eyebrow: str
    now: bool
    waiting: int
    """Periods that are over and have no data yet."""


def data_items(series: Sequence[Series], today: date) -> tuple[list[DataItem], list[Dated]]:
    """What is due now with its entry row, and what falls due within a month."""
    found: list[tuple[date, Series]] = []
    for each in series:
        if due.expects(each, today):
            period = due.next_period(each, today)
            found.append((due.due_on(period, each.measure), each))
    found.sort(key=lambda pair: (pair[0], pair[1].measure.name))
    now = [_item(each, day, today) for day, each in found if day <= today + SOON]
    horizon = today + COMING
    later = [
        (day, (_named(each, today), _link(each), short_date(day), False))
        for day, each in found
        if today + SOON < day <= horizon
    ]
    return now, later


def _item(series: Series, day: date, today: date) -> DataItem:
    words = due_words(day, today)
    return DataItem(
        team=series.team,
        chart=series_chart(series, size="compact", flags=()),
        # The line above the heading says when it is due; once is enough.
        entry=replace(entry_row(series, today, back="work"), due=""),
        title=_named(series, today),
        eyebrow=words[0].upper() + words[1:],
        now=day <= today,
        waiting=_waiting(series, today),
    )


def _waiting(series: Series, today: date) -> int:
    frequency = series.measure.frequency
    newest = periods.latest_complete(today, frequency)
    return periods.count_between(due.next_period(series, today), newest, frequency) + 1


def _named(series: Series, today: date) -> str:
    period = due.next_period(series, today)
    name = periods.name(period, series.measure.frequency)
    return f"{series.measure.name}, {name.removesuffix(f' {today.year}').removesuffix(f' {today.year - 1}')}"


def _link(series: Series) -> str:
    return url_for(
        "measures.show",
        network_slug=series.team.network.slug,
        team_slug=series.team.slug,
        measure_slug=series.measure.slug,
        _anchor="entry",
    )


def overdue(series: Series, today: date) -> bool:
    if series.ended_on is not None and series.ended_on < today:
        return False
    return due.due_on(due.next_period(series, today), series.measure) < today
