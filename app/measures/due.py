"""What data wait to be entered, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.measures import periods
from app.measures.models import Frequency, Measure, Observation, Series
from app.networks.models import Network
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class Due:
    """The next period of a series that has no data yet."""

    series_id: int
    team_id: int
    team_name: str
    measure_name: str
    period: date
    period_name: str
    due_on: date
    overdue: bool
    waiting: int
    """Periods that are over and wait, this one included."""
    ended: bool
    """Whether the team collects these data no longer."""
    frequency: Frequency
    url: str


def after(last: date | None, measure: Measure, today: date) -> date:
    """The period that follows the last one entered; for a new series the latest that is over."""
    if last is None:
        return periods.latest_complete(today, measure.frequency)
    return periods.step(last, measure.frequency)


def expects(series: Series, today: date) -> bool:
    """Whether values of a series fall due: events come when they come, and some series ended."""
    measure = series.measure
    over = series.ended_on is not None and series.ended_on < today
    return not over and measure.retired_at is None and measure.frequency is not Frequency.EVENT


def next_period(series: Series, today: date) -> date:
    """The period whose data are to be entered next, over or not; today for the next event."""
    if series.measure.frequency is Frequency.EVENT:
        return today
    last = max((each.period for each in series.observations), default=None)
    return after(last, series.measure, today)


def due_on(period: date, measure: Measure) -> date:
    """The day by which a period's data are expected."""
    return periods.last_day(period, measure.frequency) + timedelta(days=measure.due_days)


def due_for(team_ids: Iterable[int], today: date) -> list[Due]:
    """What waits to be entered for these teams: overdue first, then by date. One query."""
    found = [each for each in _all_for(team_ids, today) if each.waiting > 0]
    return sorted(found, key=lambda due: (not due.overdue, due.due_on, due.team_name))


def next_for(team_ids: Iterable[int], today: date) -> list[Due]:
    """The next period of every series that still runs, over or not, by date. One query."""
    found = [each for each in _all_for(team_ids, today) if not each.ended]
    return sorted(found, key=lambda due: (due.due_on, due.team_name, due.measure_name))


def _all_for(team_ids: Iterable[int], today: date) -> list[Due]:
    found = (waiting_of(series, last, today) for series, last in _with_last(team_ids))
    return [each for each in found if each is not None]


def waiting_of(series: Series, last: date | None, today: date) -> Due | None:
    """What waits of a series whose `last` period with data is known; None where nothing can."""
    measure = series.measure
    if measure.retired_at is not None or measure.frequency is Frequency.EVENT:
        return None
    period = after(last, measure, today)
    newest = periods.latest_complete(today, measure.frequency)
    if series.ended_on is not None:
        newest = min(newest, periods.start_of(series.ended_on, measure.frequency))
    waiting = periods.count_between(period, newest, measure.frequency) + 1
    return _due(series, period, max(0, waiting), today)


def _with_last(team_ids: Iterable[int]) -> list[tuple[Series, date | None]]:
    last = (
        select(Observation.series_id, func.max(Observation.period).label("period"))
        .join(Series, Series.id == Observation.series_id)
        .where(Series.team_id.in_(list(team_ids)))
        .group_by(Observation.series_id)
        .subquery()
    )
    query = (
        select(Series, last.c.period)
        .join(Series.measure)
        .join(Series.team)
        .join(Network, Team.network_id == Network.id)
        .outerjoin(last, last.c.series_id == Series.id)
        .where(Series.team_id.in_(list(team_ids)))
        .options(
            contains_eager(Series.measure),
            contains_eager(Series.team).contains_eager(Team.network),
        )
        .order_by(Series.team_id, Series.position, Series.id)
    )
    return [(series, period) for series, period in db.session.execute(query)]


def _due(series: Series, period: date, waiting: int, today: date) -> Due:
    measure, team = series.measure, series.team
    by = due_on(period, measure)
    return Due(
        series_id=series.id,
        team_id=team.id,
        team_name=team.name,
        measure_name=measure.name,
        period=period,
        period_name=periods.name(period, measure.frequency),
        due_on=by,
        overdue=today > by,
        waiting=waiting,
        ended=series.ended_on is not None and series.ended_on < today,
        frequency=measure.frequency,
        url=url_for(
            "measures.show",
            network_slug=team.network.slug,
            team_slug=team.slug,
            measure_slug=measure.slug,
            _anchor="entry",
        ),
    )
