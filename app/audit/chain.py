"""Appending to the audit's chains, and checking that nobody changed them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.audit.models import AuditChain, AuditDetail, AuditEvent
from app.clock import now
from app.extensions import Model, db
from app.networks.models import Network

INSTALLATION = "installation"
COMMAND_LINE = "the command line"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a chain found."""

    chain: str
    length: int
    erased: int
    head: str
    fault: str | None
    """The first thing wrong, in words; None where the chain holds."""


def record(
    actor: User | None,
    action: str,
    thing: Model,
    *,
    network: Network | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
    at: datetime | None = None,
) -> AuditEvent:
    """Append what `actor` did to `thing` to the network's chain, in the caller's transaction.

    `actor` None is the command line; `network` None is what belongs to no network. `before` and
    `after` name the fields that changed. `at` is when it was done, where that is not now: in a
    history that is brought along. Nothing is stored until the caller commits.
    """
    db.session.flush()
    end = _locked(chain_name(network))
    salt = secrets.token_hex(16)
    detail = AuditDetail(
        salt=salt,
        actor_name=actor.name if actor else COMMAND_LINE,
        thing_name=_name(thing),
        before=_plain(before),
        after=_plain(after),
        why=why,
    )
    event = AuditEvent(
        chain=end.name,
        number=end.length + 1,
        at=at or now(),
        actor_id=actor.id if actor else None,
        action=action,
        thing_kind=str(thing.__tablename__),
        thing_id=getattr(thing, "id", None),
        detail_digest=detail_digest(detail),
        previous=end.head,
        detail=detail,
    )
    event.digest = event_digest(event)
    end.length, end.head = event.number, event.digest
    db.session.add(event)
    db.session.flush()
    return event


def changes(thing: Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What setting `values` on `thing` would change: as it was, and as it would be."""
    changed = {field: value for field, value in values.items() if getattr(thing, field) != value}
    return {field: getattr(thing, field) for field in changed}, changed


def chain_name(network: Network | None) -> str:
    return f"network:{network.id}" if network else INSTALLATION


def verify(name: str) -> Verdict:
    """Walk the chain `name` from its beginning and say whether each link holds."""
    end = db.session.get(AuditChain, name)
    previous, length, erased, fault = "", 0, 0, None
    events = db.session.scalars(
        sa.select(AuditEvent)
        .options(joinedload(AuditEvent.detail))
        .where(AuditEvent.chain == name)
        .order_by(AuditEvent.number)
        .execution_options(yield_per=500)
    )
    for event in events:
        length += 1
        erased += event.detail is None
        fault = fault or _fault(event, length, previous)
        previous = event.digest
    if fault is None and (end is None or (end.length, end.head) != (length, previous)):
        fault = f"the chain should have {end.length if end else 0} events and has {length}"
    return Verdict(name, length, erased, previous, fault)


def verify_all() -> list[Verdict]:
    """Check every chain."""
    named = sa.union(sa.select(AuditChain.name), sa.select(AuditEvent.chain)).subquery()
    return [verify(name) for name in db.session.scalars(sa.select(named.c[0]).order_by(named.c[0]))]


def _fault(event: AuditEvent, number: int, previous: str) -> str | None:
    if event.number != number:
        return f"event {number} is missing"
    if event.previous != previous:
        return f"event {number} does not follow the one before it"
    if event.digest != event_digest(event):
        return f"event {number} was changed"
    if event.detail is not None and event.detail_digest != detail_digest(event.detail):
        return f"the words of event {number} were changed"
    return None


def _locked(name: str) -> AuditChain:
    """The end of the chain `name`, made where there is none, locked until the caller commits."""
    query = sa.select(AuditChain).where(AuditChain.name == name).with_for_update()
    query = query.execution_options(populate_existing=True)
    end = db.session.scalar(query)
    if end is None:
        try:
            with db.session.begin_nested():
                db.session.add(AuditChain(name=name, length=0, head=""))
        except IntegrityError:
            pass  # another process made it in the same moment
        end = db.session.scalars(query).one()
    return end


def _name(thing: Model) -> str:
    for field in ("name", "title", "email"):
        value = getattr(thing, field, None)
        if isinstance(value, str) and value:
            return value[:300]
    return f"{thing.__tablename__} {getattr(thing, 'id', '')}".strip()


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """`values` as JSON gives them back, so that their digest stays the same."""
    if values is None:
        return None
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), default=_text))
    return plain


def _text(value: object) -> str:
    return str(getattr(value, "value", value))


def _digest(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def detail_digest(detail: AuditDetail) -> str:
    """The digest of an event's words."""
    return _digest(
        detail.salt,
        detail.actor_name,
        detail.thing_name,
        detail.before,
        detail.after,
        detail.why,
    )


def event_digest(event: AuditEvent) -> str:
    """The digest of a link, which holds that of the link before it."""
    return _digest(
        event.previous,
        event.chain,
        event.number,
        event.at.isoformat(timespec="microseconds"),
        event.actor_id,
        event.action,
        event.thing_kind,
        event.thing_id,
        event.detail_digest,
    )
