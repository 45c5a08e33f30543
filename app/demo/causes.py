"""What the invented teams say caused the signals on their charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

from app.accounts.models import User
from app.causes.models import Cause, SignalCause
from app.demo.files import Record
from app.demo.when import Calendar
from app.extensions import db
from app.measures.models import Series
from app.pdsa.models import Cycle


def keep_causes(
    records: Iterable[Record],
    series: Mapping[str, Series],
    cycles: Mapping[int, Cycle],
    people: Mapping[str, User],
    calendar: Calendar,
) -> None:
    """Store each record's cause; its month is one that the signal covers."""
    for each in records:
        month = calendar.month(each["month"])
        cause = SignalCause(
            series=series[each["measure"]],
            side=each["side"],
            first=month,
            last=month,
            cause=Cause(each["cause"]),
            note=calendar.text(each.get("note", "")),
            cycles=[cycles[number] for number in each.get("cycles", ())],
            decided_by=people[each["by"]],
            decided_at=datetime.combine(calendar.day(each["on"]), time(15, 30), UTC),
        )
        if "confirmed" in each:
            cause.confirmed_by = people[each["confirmed"]]
            cause.confirmed_at = datetime.combine(
                calendar.day(each["confirmed_on"]), time(9, 0), UTC
            )
        db.session.add(cause)
