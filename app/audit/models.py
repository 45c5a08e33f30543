"""The audit: an append-only chain of who did what, and the erasable words that belong to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model


class AuditChain(Model):
    """The end of one chain: each network has one, and what belongs to no network another.

    Appending locks this row, so that events are numbered without gaps.
    """

    __tablename__ = "audit_chain"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    """ "network:7", or "installation"."""
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(sa.String(64), default="")


class AuditEvent(Model):
    """One link of a chain. It holds no names and no values, only their digest."""

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.UniqueConstraint("chain", "number"),
        sa.Index(None, "thing_kind", "thing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(sa.ForeignKey("audit_chain.name"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None]
    """No foreign key: the link stays as it was when the account is gone."""
    action: Mapped[str] = mapped_column(sa.String(60))
    thing_kind: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int | None]
    detail_digest: Mapped[str] = mapped_column(sa.String(64))
    previous: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))

    detail: Mapped[AuditDetail | None] = relationship(back_populates="event")


class AuditDetail(Model):
    """The words of an event: names, values, reason. They can be erased; the chain still holds."""

    __tablename__ = "audit_detail"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("audit_event.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(sa.String(32))
    """Keeps erased words from being guessed from their digest."""
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    thing_name: Mapped[str] = mapped_column(sa.String(300))
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    why: Mapped[str] = mapped_column(sa.Text, default="")

    event: Mapped[AuditEvent] = relationship(back_populates="detail")
