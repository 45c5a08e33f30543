"""Reading a network's audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.audit.chain import chain_name
from app.audit.models import AuditEvent
from app.extensions import Model, db
from app.networks.models import Network

PAGE = 50
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in words."""

    number: int
    at: datetime
    actor: str
    action: str
    thing: str
    changes: tuple[tuple[str, str, str], ...]
    """Field, before, after."""
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the audit, the latest first."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    total: int


def page_of(network: Network, number: int) -> Page:
    """A page of the network's audit."""
    same = AuditEvent.chain == chain_name(network)
    total = db.session.scalar(sa.select(sa.func.count()).where(same)) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    events = db.session.scalars(
        sa.select(AuditEvent)
        .options(joinedload(AuditEvent.detail))
        .where(same)
        .order_by(AuditEvent.number.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return Page(tuple(_entry(event) for event in events), number, pages, total)


def all_of(network: Network) -> Iterator[Entry]:
    """The network's whole audit, the earliest first."""
    events = db.session.scalars(
        sa.select(AuditEvent)
        .options(joinedload(AuditEvent.detail))
        .where(AuditEvent.chain == chain_name(network))
        .order_by(AuditEvent.number)
        .execution_options(yield_per=500)
    )
    return (_entry(event) for event in events)


_ABOUT = (
    sa.select(AuditEvent)
    .options(joinedload(AuditEvent.detail))
    .where(AuditEvent.thing_kind == sa.bindparam("kind"), AuditEvent.thing_id == sa.bindparam("id"))
    .order_by(AuditEvent.id.desc())
    .limit(sa.bindparam("most"))
)


def about(thing: Model, most: int) -> tuple[Entry, ...]:
    """The latest events about one object, the latest first. One query."""
    which = {"kind": str(thing.__tablename__), "id": getattr(thing, "id", None), "most": most}
    events = db.session.scalars(_ABOUT, which)
    return tuple(_entry(event) for event in events)


def _entry(event: AuditEvent) -> Entry:
    detail = event.detail
    if detail is None:
        return Entry(event.number, event.at, ERASED, event.action, ERASED, (), ERASED)
    before, after = detail.before or {}, detail.after or {}
    fields = list(dict.fromkeys([*before, *after]))
    changes = tuple(
        (field.replace("_", " "), _text(before.get(field)), _text(after.get(field)))
        for field in fields
    )
    return Entry(
        event.number,
        event.at,
        detail.actor_name,
        event.action,
        detail.thing_name,
        changes,
        detail.why,
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
