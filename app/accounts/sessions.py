"""Sessions that the server can end: the cookie holds a random token, the database its digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from app.accounts.models import User, UserSession
from app.clock import now
from app.extensions import db

log = structlog.get_logger()

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is known when a session was last used; each update is a write."""


_OPEN = (
    sa.select(UserSession)
    .options(joinedload(UserSession.user))
    .where(UserSession.token_digest == sa.bindparam("digest"), UserSession.ended_at.is_(None))
)


def digest(token: str) -> str:
    """What is stored of a token. Tokens are long and random, so that one round suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_for(user: User) -> str:
    """Open a session for `user`; the token that the browser keeps."""
    token = secrets.token_urlsafe(32)
    db.session.add(UserSession(user=user, token_digest=digest(token)))
    db.session.flush()
    return token


def find(token: str) -> UserSession | None:
    """The open session of `token`: not ended, not idle or held too long, its person active."""
    row = db.session.scalar(_OPEN, {"digest": digest(token)})
    if row is None or not row.user.active:
        return None
    idle: timedelta = current_app.config["SESSION_IDLE"]
    absolute: timedelta = current_app.config["SESSION_ABSOLUTE"]
    at = now()
    if at - row.last_seen_at > idle or at - row.created_at > absolute:
        return None
    return row


def end(token: str) -> None:
    """End the session of `token`, and with it every copy of its cookie."""
    _end(UserSession.token_digest == digest(token))


def end_all(user: User) -> None:
    """End every session of `user`."""
    _end(UserSession.user_id == user.id)


def _end(which: sa.ColumnElement[bool]) -> None:
    db.session.execute(
        sa.update(UserSession).where(which, UserSession.ended_at.is_(None)).values(ended_at=now())
    )


def note_seen(row: UserSession) -> None:
    """Store, every few minutes, that a session is in use.

    The note has a transaction of its own, since the request's may only read. It can wait: where
    the database is busy the next request takes it up.
    """
    at = now()
    if at - row.last_seen_at < SEEN_EVERY:
        return
    try:
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(
                sa.update(UserSession)
                .where(UserSession.id == row.id, UserSession.last_seen_at < at)
                .values(last_seen_at=at)
            )
    except OperationalError as error:
        log.warning("session not noted as seen", error=str(error.orig))
