"""A person's tokens, and the answers that are kept for requests that come again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.api.scopes import Scope
from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model
from app.networks.models import Network


class ApiToken(Model):
    """A token with which a program acts for a person; of the token only its digest is kept."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id", ondelete="CASCADE"))
    """The only network that it opens; None is all of the person's."""
    name: Mapped[str] = mapped_column(sa.String(80))
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    ending: Mapped[str] = mapped_column(sa.String(8))
    """Its last characters, by which the person knows it again."""
    scope_names: Mapped[list[str]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
    network: Mapped[Network | None] = relationship()

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it may be used for."""
        return frozenset(Scope(name) for name in self.scope_names)

    @property
    def is_open(self) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and self.expires_at > now()


class ApiAnswer(Model):
    """The answer to a write that named an Idempotency-Key, given again when it is sent again."""

    __tablename__ = "api_answer"
    __table_args__ = (sa.UniqueConstraint("token_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(sa.ForeignKey("api_token.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(200))
    request_digest: Mapped[str] = mapped_column(sa.String(64))
    """Of method, address, conditions and body: a key belongs to one request."""
    status: Mapped[int] = mapped_column(default=0)
    """0 while the request is being answered, which no other transaction sees."""
    headers: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    body: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
