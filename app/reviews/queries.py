"""What pages ask about reviews."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import User
from app.extensions import db
from app.measures.models import Measure, Series
from app.networks.models import Network
from app.reviews.better import BetterChart, better_for
from app.reviews.models import ChartReview, Outcome
from app.standings import words
from app.standings.facts import Signal, read
from app.standings.models import SeriesStanding
from app.teams.models import Team


def reviews_of(series_id: int) -> list[ChartReview]:
    """Every review of a chart, the latest first. One query."""
    query = (
        select(ChartReview)
        .where(ChartReview.series_id == series_id)
        .options(joinedload(ChartReview.by), joinedload(ChartReview.answered_by))
        .order_by(ChartReview.at.desc(), ChartReview.id.desc())
    )
    return list(db.session.scalars(query))


def reviews_of_team(team_id: int) -> list[ChartReview]:
    """Every review of a team's charts, the oldest first. One query."""
    return _with_series(select(ChartReview).where(Series.team_id == team_id))


def standing_of(series_id: int) -> SeriesStanding | None:
    """What is kept of a chart."""
    query = select(SeriesStanding).where(SeriesStanding.series_id == series_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def open_questions(team_ids: Collection[int]) -> list[ChartReview]:
    """The questions that wait for these teams' answers, the oldest first. One query."""
    return _with_series(
        select(ChartReview).where(
            Series.team_id.in_(team_ids),
            ChartReview.outcome == Outcome.ASKED,
            ChartReview.answered_at.is_(None),
            ChartReview.withdrawn_at.is_(None),
        )
    )


def charts_asked_for(network_ids: Collection[int]) -> list[ChartReview]:
    """The better charts that coaches asked for on the networks' shared measures. One query.

    They wait until the measure has the chart, or the question is withdrawn.
    """
    return _with_series(
        select(ChartReview).where(
            Measure.network_id.in_(network_ids),
            Measure.team_id.is_(None),
            Measure.retired_at.is_(None),
            ChartReview.outcome == Outcome.ASKED,
            ChartReview.better_chart.is_not(None),
            ChartReview.better_chart != Measure.chart,
            ChartReview.withdrawn_at.is_(None),
        )
    )


def signed_off_since(team_ids: Collection[int], day: date) -> list[ChartReview]:
    """What coaches signed off in these teams since a day, the oldest first. One query."""
    return _with_series(
        select(ChartReview).where(
            Series.team_id.in_(team_ids),
            ChartReview.outcome == Outcome.SIGNED_OFF,
            ChartReview.at >= datetime.combine(day, time(), UTC),
        )
    )


def answers_to(user: User, team_ids: Collection[int]) -> list[ChartReview]:
    """What the teams answered to a coach's questions, the oldest first. One query.

    A coach who has reviewed the chart since then has gone on already.
    """
    later = aliased(ChartReview)
    gone_on = (
        select(later.id)
        .where(
            later.series_id == ChartReview.series_id,
            later.by_id == user.id,
            later.at > ChartReview.answered_at,
        )
        .exists()
    )
    return _with_series(
        select(ChartReview).where(
            Series.team_id.in_(team_ids),
            ChartReview.by_id == user.id,
            ChartReview.answered_at.is_not(None),
            ~gone_on,
        )
    )


def _with_series(query: object) -> list[ChartReview]:
    found = (
        query.join(ChartReview.series)  # type: ignore[attr-defined]  # a select of reviews
        .join(Series.measure)
        .join(Series.team)
        .join(Network, Team.network_id == Network.id)
        .options(
            contains_eager(ChartReview.series).contains_eager(Series.measure),
            contains_eager(ChartReview.series)
            .contains_eager(Series.team)
            .contains_eager(Team.network),
            joinedload(ChartReview.by),
            joinedload(ChartReview.answered_by),
        )
        .order_by(ChartReview.at, ChartReview.id)
    )
    return list(db.session.scalars(found))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chart to read: what is new on it since the coach read it last."""

    series: Series
    verdict: str
    direction: str | None
    new: tuple[str, ...]
    """The signals that are new, in words."""
    since: datetime | None
    """When the coach read it last."""
    better: BetterChart | None
    concern: bool

    @property
    def why(self) -> str:
        """Why it is to be read."""
        if self.new:
            return self.new[0]
        if self.since is None:
            return "Not read yet"
        return "New data"


def queue(user: User, team_ids: Collection[int]) -> list[Waiting]:
    """The charts of a coach's teams with signals or data that are new since they read them last.

    Concerns first, then other new signals, then charts that call for another kind, then new data.
    Two queries.
    """
    rows = db.session.execute(
        select(Series, SeriesStanding)
        .join(SeriesStanding, SeriesStanding.series_id == Series.id)
        .join(Series.measure)
        .join(Series.team)
        .join(Network, Team.network_id == Network.id)
        .where(Series.team_id.in_(team_ids), SeriesStanding.points > 0)
        .where(Measure.retired_at.is_(None))
        .options(
            contains_eager(Series.measure),
            contains_eager(Series.team).contains_eager(Team.network),
        )
        .order_by(Team.name, Series.position, Series.id)
    ).all()
    read_at = _last_read(user, (series.id for series, _ in rows))
    found = []
    for series, standing in rows:
        since = read_at.get(series.id)
        if since is not None and standing.changed_at <= since:
            continue
        # What is too young to judge has marks on its chart, but no signal to speak of.
        judged = standing.signals if standing.verdict != "too_young" else []
        new = _new([read(each) for each in judged], since)
        found.append(
            Waiting(
                series=series,
                verdict=standing.verdict,
                direction=standing.direction,
                new=tuple(words.told(each, series.measure.frequency) for each in new),
                since=since,
                better=better_for(series.measure.chart, standing),
                concern=any(each.verdict == "concern" for each in new),
            )
        )
    return sorted(
        found,
        key=lambda each: (
            not each.concern,
            not each.new,
            each.better is None,
            each.since is not None,
        ),
    )


def _last_read(user: User, series_ids: Iterable[int]) -> dict[int, datetime]:
    query = (
        select(ChartReview.series_id, func.max(ChartReview.at))
        .where(ChartReview.by_id == user.id, ChartReview.series_id.in_(list(series_ids)))
        .group_by(ChartReview.series_id)
    )
    return dict(db.session.execute(query).all())


def _new(signals: Iterable[Signal], since: datetime | None) -> list[Signal]:
    """The signals that hold and that the coach has not read yet."""
    return [each for each in signals if each.current and (since is None or each.seen_at > since)]
