"""The action periods of a network's sessions, as bars along the axis of every chart of the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import g
from sqlalchemy import select

from app.extensions import db
from app.learning.models import LearningSession, Status
from app.templating import long_date
from charts import Span


class ActionPeriod(NamedTuple):
    """The time between two sessions, in which teams test what they committed to."""

    number: int
    first: date
    last: date


def action_periods(network_id: int) -> tuple[ActionPeriod, ...]:
    """The network's action periods by date: one query, asked once a request."""
    known = _known()
    if network_id not in known:
        query = (
            select(LearningSession.action_from, LearningSession.action_until)
            .where(
                LearningSession.network_id == network_id,
                LearningSession.status != Status.PREPARING,
                LearningSession.action_from.is_not(None),
                LearningSession.action_until.is_not(None),
            )
            .order_by(LearningSession.action_from, LearningSession.number)
        )
        rows = db.session.execute(query).all()
        known[network_id] = tuple(
            ActionPeriod(number, first, last)
            for number, (first, last) in enumerate(rows, 1)
            if first is not None and last is not None
        )
    return known[network_id]


def there_are_none(network_id: int) -> None:
    """Spare this request the query: somebody who asked for more has seen that there are none."""
    _known().setdefault(network_id, ())


def _known() -> dict[int, tuple[ActionPeriod, ...]]:
    known: dict[int, tuple[ActionPeriod, ...]] = g.setdefault("action_periods", {})
    return known


def action_spans(network_id: int) -> tuple[Span, ...]:
    """The action periods as charts mark them; everybody sees them."""
    return tuple(
        Span(each.first, each.last, f"Action period {each.number}", str(each.number))
        for each in action_periods(network_id)
    )


def bars_words(spans: Sequence[Span]) -> str:
    """What the bars along the axes of small charts are, in a sentence; "" where there are none."""
    if not spans:
        return ""
    told = "; ".join(
        f"{each.short}, {long_date(each.first)} to {long_date(each.last)}" for each in spans
    )
    return f"Bars along the axis mark action period{'s' if len(spans) > 1 else ''} {told}."
