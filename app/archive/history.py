"""The audit in an archive: the same events and words, sealed anew wherever they stand.

A link's digest covers numbers that mean something in one installation only: the chain's name, who
acted, what was changed. So the chain is sealed three times over the same events: where it was
written, in the archive, and where it is loaded. Each time the chain before is checked first, and a
broken one is not carried on. The words of an event, and with them their digest, stay as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.archive.errors import ArchiveError
from app.archive.numbers import Numbers
from app.audit.chain import detail_digest, event_digest
from app.audit.models import AuditDetail, AuditEvent
from app.extensions import db

FILE = "audit.jsonl"
CHAIN = "archive"
"""The chain's name while it is in an archive."""
WORDS = ("salt", "actor_name", "thing_name", "before", "after", "why")

Number = Callable[[str, int], int]


def rows(chain: str, numbers: Numbers) -> Iterator[dict[str, Any]]:
    """The chain's events as rows of an archive."""
    events = db.session.scalars(
        sa.select(AuditEvent)
        .options(joinedload(AuditEvent.detail))
        .where(AuditEvent.chain == chain)
        .order_by(AuditEvent.number)
        .execution_options(yield_per=500)
    )
    previous = ""
    for event in events:
        sealed = _sealed(event, CHAIN, previous, numbers.number)
        previous = sealed.digest
        detail = event.detail
        yield {
            "number": sealed.number,
            "at": sealed.at.isoformat(timespec="microseconds"),
            "actor_id": sealed.actor_id,
            "action": sealed.action,
            "thing_kind": sealed.thing_kind,
            "thing_id": sealed.thing_id,
            "detail_digest": sealed.detail_digest,
            "digest": sealed.digest,
            "words": {name: getattr(detail, name) for name in WORDS} if detail else None,
        }


def events(
    given: Iterable[dict[str, Any]], chain: str, number: Number
) -> Iterator[tuple[AuditEvent, AuditDetail | None]]:
    """The events of an archive, checked, and sealed for the chain that they are to be in."""
    before, previous = "", ""
    for count, row in enumerate(given, start=1):
        try:
            event, detail = _event(row, before)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArchiveError(f"{FILE}, line {count}, is not an event of an audit.") from error
        holds = (
            event.number == count
            and event_digest(event) == row["digest"]
            and (detail is None or detail_digest(detail) == event.detail_digest)
        )
        if not holds:
            raise ArchiveError(
                f"The audit in the archive does not hold: event {count} was changed after it was "
                "sealed. Nothing was stored."
            )
        before = row["digest"]
        sealed = _sealed(event, chain, previous, number)
        previous = sealed.digest
        yield sealed, detail


def _sealed(event: AuditEvent, chain: str, previous: str, number: Number) -> AuditEvent:
    """The same event as a link of another chain."""
    sealed = AuditEvent(
        chain=chain,
        number=event.number,
        at=event.at,
        actor_id=None if event.actor_id is None else number("user", event.actor_id),
        action=event.action,
        thing_kind=event.thing_kind,
        thing_id=None if event.thing_id is None else number(event.thing_kind, event.thing_id),
        detail_digest=event.detail_digest,
        previous=previous,
    )
    sealed.digest = event_digest(sealed)
    return sealed


def _event(row: dict[str, Any], previous: str) -> tuple[AuditEvent, AuditDetail | None]:
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    event = AuditEvent(
        chain=CHAIN,
        number=row["number"],
        at=at,
        actor_id=row["actor_id"],
        action=str(row["action"])[:60],
        thing_kind=str(row["thing_kind"])[:40],
        thing_id=row["thing_id"],
        detail_digest=str(row["detail_digest"]),
        previous=previous,
    )
    for value in (event.actor_id, event.thing_id):
        if value is not None and not isinstance(value, int):
            raise TypeError("A number of a row is a whole number.")
    words = row["words"]
    return event, None if words is None else AuditDetail(**{name: words[name] for name in WORDS})
