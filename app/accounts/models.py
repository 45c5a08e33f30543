"""People who sign in, and the sessions they have open."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_security import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import now
from app.database import UtcDateTime
from app.extensions import Model


class User(Model, UserMixin):
    """A person with an account. What they may do follows from their memberships."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(255), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    password: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    demo_role: Mapped[str | None] = mapped_column(sa.String(120))
    """What the person is in the demonstration, such as "Team lead, Northgate Home Visits";
    in demo mode anybody may sign in as them."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class UserSession(Model):
    """A signed-in browser. Ending it ends every copy of its cookie."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class SignInAttempt(Model):
    """A guess at a password, counted before it is checked and forgotten when it was right."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        sa.Index(None, "account", "at"),
        sa.Index(None, "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(sa.String(64))
    """Digest of the email address typed, whether or not it has an account."""
    address: Mapped[str] = mapped_column(sa.String(64))
    """Where the guess came from, on the network."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
