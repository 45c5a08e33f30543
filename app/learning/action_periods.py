"""The action periods of a network's sessions, as flags on every chart of the network."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from flask import g
from sqlalchemy import select

from app.extensions import db
from app.learning.models import LearningSession, Status
from app.measures.models import Measure
from app.measures.series import position_in
from charts import Annotation
from qi.results import Analysis

SOON = timedelta(days=45)
"""An end is not flagged where the next action period begins so soon after it."""


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


def action_flags(measure: Measure, analysis: Analysis) -> list[Annotation]:
    """Where action periods begin and end, inside the chart; everybody sees them."""
    found = action_periods(measure.network_id)
    begins = [each.first for each in found]
    flags = [Annotation(each.first, f"Action period {each.number}") for each in found]
    flags += [
        Annotation(each.last, f"Action period {each.number} ends")
        for each in found
        if not any(each.last <= day <= each.last + SOON for day in begins)
    ]
    frequency = measure.frequency
    return [
        flag
        for flag in flags
        if 0 <= position_in(analysis.x, flag.date, frequency) < len(analysis.x)
    ]
