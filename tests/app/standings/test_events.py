"""Several events of one day: what is kept of a chart is what its page draws, a point for each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.measures.charts import series_chart
from app.measures.models import DataKind, Direction, Frequency, Observation, Series
from app.standings.many import WORTH
from app.standings.models import SeriesStanding
from tests.factories import make_measure, make_series, make_team

FIRST = date(2025, 1, 6)
DAYS = [*(10 * k for k in range(12)), *(110 + 40 * k for k in range(1, 10)), 480]
"""Ten days from event to event, then forty nine times, then ten once more."""
ON_LAST = 3
"""Events on the last day: no days lie between them."""


def events(measure, team):
    series = make_series(team, measure)
    for day in DAYS:
        count = ON_LAST if day == DAYS[-1] else 1
        series.observations.append(Observation(period=FIRST + timedelta(days=day), value=count))
    return series


def kept_of(series: Series):
    table = SeriesStanding.__table__
    query = sa.select(table).where(table.c.series_id == series.id)
    return db.session.execute(query).one()


@pytest.mark.parametrize("teams", [1, WORTH])
def test_each_event_of_a_day_is_a_point(cast, teams):
    measure = make_measure(
        cast.network,
        "falls",
        data_kind=DataKind.EVENTS,
        frequency=Frequency.EVENT,
        chart="t",
        rules="default",
        unit="days",
        multiplier=1.0,
        direction=Direction.UP,
    )
    several = [events(measure, make_team(cast.network, f"ward-{n}")) for n in range(teams)]
    db.session.commit()
    for series in several:
        kept = kept_of(series)
        # Of 24 events the first opens the clock, and between two of one day half a day is taken.
        assert kept.points == len(DAYS) + ON_LAST - 1 - 1 == 23
        assert kept.latest_value == 0.5
        assert kept.latest_period == FIRST + timedelta(days=480)
        page = series_chart(series, flags=())
        assert (kept.verdict, kept.direction) == (page.verdict, page.direction)
        told = {(line.rule, line.first, line.last) for line in page.signals}
        assert {
            (each["rule"], date.fromisoformat(each["first"]), date.fromisoformat(each["last"]))
            for each in kept.signals
        } == told
        assert told
