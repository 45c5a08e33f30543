"""Signals that are new to a person, and that they have seen them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.measures.charts import SeriesChart
from app.measures.models import SeenSignal
from app.measures.reading import SignalLine


@dataclass(frozen=True, slots=True)
class NewSignal:
    """A signal on a team's chart that the person has not looked at yet."""

    series_id: int
    key: str
    title: str
    sentence: str
    verdict: str
    direction: str | None
    team_name: str
    measure_name: str
    url: str


def new_signals(user: User, charts: Iterable[SeriesChart]) -> list[NewSignal]:
    """The strongest signal that still holds at each chart's latest point, where it is new. One query."""
    charts = [chart for chart in charts if any(line.current for line in chart.signals)]
    seen = seen_by(user, [chart.series.id for chart in charts])
    found = []
    for chart in charts:
        line = next(line for line in chart.signals if line.current)
        if not was_seen(line, seen.get(chart.series.id, [])):
            found.append(_new(chart, line))
    return found


def seen_by(user: User, series_ids: Iterable[int]) -> dict[int, list[tuple[str, date]]]:
    """The signals of these series that a person has seen: rule and first period. One query."""
    seen: dict[int, list[tuple[str, date]]] = {}
    for series_id, key in db.session.execute(
        select(SeenSignal.series_id, SeenSignal.signal).where(
            SeenSignal.user_id == user.id,
            SeenSignal.series_id.in_(list(series_ids)),
        )
    ):
        rule, _, first = key.rpartition(" ")
        seen.setdefault(series_id, []).append((rule, date.fromisoformat(first)))
    return seen


def mark_seen(user: User, seen: Iterable[tuple[int, str]]) -> int:
    """Remember that a person has seen signals, by series and key; says how many were new."""
    wanted = {(series_id, key) for series_id, key in seen if _is_key(key)}
    known = {
        (series_id, key)
        for series_id, key in db.session.execute(
            select(SeenSignal.series_id, SeenSignal.signal).where(
                SeenSignal.user_id == user.id,
                SeenSignal.series_id.in_([series_id for series_id, _ in wanted]),
            )
        )
    }
    new = wanted - known
    db.session.add_all(
        SeenSignal(user_id=user.id, series_id=series_id, signal=key) for series_id, key in new
    )
    db.session.flush()
    return len(new)


def was_seen(line: SignalLine, seen: list[tuple[str, date]]) -> bool:
    """Whether a signal is among those that somebody has seen."""
    # The first point of a run may move when the center line does; it is still the same signal.
    return any(
        rule == line.rule and line.first <= first <= line.last for rule, first in seen
    ) or line.key in {f"{rule} {first.isoformat()}" for rule, first in seen}


def _is_key(key: str) -> bool:
    rule, _, first = key.rpartition(" ")
    try:
        date.fromisoformat(first)
    except ValueError:
        return False
    return bool(rule) and len(key) <= 80


def _new(chart: SeriesChart, line: SignalLine) -> NewSignal:
    return NewSignal(
        series_id=chart.series.id,
        key=line.key,
        title=line.title,
        sentence=line.sentence,
        verdict=line.verdict,
        direction=line.direction,
        team_name=chart.series.team.name,
        measure_name=chart.measure.name,
        url=chart.href,
    )
