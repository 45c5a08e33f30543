"""What pages ask about the causes of signals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.causes.cards import Card, cards_of
from app.causes.models import SignalCause
from app.extensions import db
from app.measures.charts import SeriesChart, nearby
from app.pdsa.queries import CycleFlag

_CAUSES = (
    select(SignalCause)
    .where(SignalCause.series_id.in_(bindparam("series", expanding=True)))
    .options(
        joinedload(SignalCause.decided_by),
        joinedload(SignalCause.confirmed_by),
        selectinload(SignalCause.cycles),
    )
    .order_by(SignalCause.id)
)


def causes_of(series_ids: Iterable[int]) -> dict[int, list[SignalCause]]:
    """What was said of the signals of these series. Two queries."""
    found: dict[int, list[SignalCause]] = defaultdict(list)
    for each in db.session.scalars(_CAUSES, {"series": list(series_ids)}):
        found[each.series_id].append(each)
    return found


def card_on(chart: SeriesChart, side: str, day: date) -> Card | None:
    """The card of a chart that covers that day on that side; None where there is no signal."""
    decisions = causes_of([chart.series.id]).get(chart.series.id, [])
    cards = cards_of(chart.signals, decisions)
    return next((card for card in cards if card.covers(side, day)), None)


@dataclass(frozen=True, slots=True)
class Suspects:
    """What may have caused a signal: what stands just before it, and the team's other cycles."""

    near: tuple[CycleFlag, ...]
    events: tuple[tuple[date, str], ...]
    others: tuple[CycleFlag, ...]


def suspects_of(chart: SeriesChart, card: Card) -> Suspects:
    """Sort the team's cycles and the chart's annotations by whether they stand just before."""
    told = nearby(chart, card.first)
    links = {href for _, _, href in told if href}
    near = tuple(flag for flag in chart.flags if flag.href in links)
    others = tuple(flag for flag in chart.flags if flag.href not in links and flag.on <= card.last)
    return Suspects(
        near=tuple(sorted(near, key=lambda flag: flag.on, reverse=True)),
        events=tuple((day, what) for day, what, href in told if not href),
        others=tuple(sorted(others, key=lambda flag: flag.on, reverse=True)),
    )
