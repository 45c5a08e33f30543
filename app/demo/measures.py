"""A measure of the invented network."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from app.accounts.models import User
from app.catalog.fields import content_of
from app.catalog.history import FIRST
from app.catalog.models import MeasureRevision
from app.demo.files import Record
from app.demo.when import Calendar
from app.extensions import db
from app.measures.models import DataKind, Direction, Frequency, Measure, MeasureRole, Sharing
from app.networks.models import Network, Strategy
from app.teams.models import Team

FOUNDED = -25
"""The month, counted from that of loading, in which the network wrote its measures down."""


def measure_of(network: Network, record: Record, team: Team | None = None) -> Measure:
    """A measure as the files write it down; with a team, that team's own."""
    apart = {
        "role",
        "kind",
        "direction",
        "frequency",
        "target_on",
        "strategies",
        "revision",
        "sharing",
    }
    measure = Measure(
        network=network,
        team=team,
        role=MeasureRole(record["role"]),
        data_kind=DataKind(record["kind"]),
        direction=Direction(record["direction"]) if "direction" in record else None,
        frequency=Frequency(record.get("frequency", "month")),
        sharing=Sharing(record.get("sharing", "open")),
        **{key: value for key, value in record.items() if key not in apart},
    )
    db.session.add(measure)
    return measure


def tell_shared(
    measure: Measure,
    record: Record,
    strategies: dict[str, Strategy],
    people: dict[str, User],
    calendar: Calendar,
) -> None:
    """What a shared measure says beside its numbers: strategies, target date, earlier definitions."""
    measure.strategies = [strategies[key] for key in record.get("strategies", ())]
    if "target_on" in record:
        measure.target_on = calendar.day(record["target_on"])
    db.session.flush()
    now = content_of(measure)
    revisions = record.get("revision", [])
    states = [now]
    for each in reversed(revisions):
        was = {name: calendar.text(text) for name, text in each["was"].items()}
        states.insert(0, states[0] | was)
    _keep(measure, 1, states[0], FIRST).changed_at = datetime.combine(
        calendar.month(FOUNDED), time(12), UTC
    )
    for number, each in enumerate(revisions, 2):
        start = calendar.month(each["month"])
        measure.definition_version = number
        measure.definition_starts = measure.definition_starts | {str(number): start.isoformat()}
        kept = _keep(measure, number, states[number - 1], calendar.text(each["reason"]), start)
        kept.changed_by = people[each["by"]]
        kept.changed_at = datetime.combine(calendar.day(each["on"]), time(12), UTC)
    db.session.flush()


def _keep(
    measure: Measure, number: int, content: dict[str, Any], reason: str, start: date | None = None
) -> MeasureRevision:
    revision = MeasureRevision(
        measure_id=measure.id,
        number=number,
        definition_version=number,
        starts_on=start,
        content=content,
        reason=reason,
    )
    db.session.add(revision)
    return revision
