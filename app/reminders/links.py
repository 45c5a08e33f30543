"""Links that work without signing in: to one's calendar, and out of the mail."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app import audit
from app.accounts.models import User
from app.accounts.sessions import digest
from app.clock import now
from app.extensions import db
from app.reminders.models import CalendarFeed

SALT = "reminders: out of the mail"


def make_feed(user: User) -> str:
    """Give a person's calendar a new secret address, and end the one before; the secret."""
    token = secrets.token_urlsafe(32)
    feed = db.session.get(CalendarFeed, user.id)
    if feed is None:
        feed = CalendarFeed(user_id=user.id)
        db.session.add(feed)
    feed.token_digest, feed.made_at = digest(token), now()
    audit.record(user, "make calendar address", user, network=None)
    return token


def end_feed(user: User) -> None:
    """Let the calendar's address lead nowhere."""
    feed = db.session.get(CalendarFeed, user.id)
    if feed is not None:
        db.session.delete(feed)
        audit.record(user, "end calendar address", user, network=None)


def owner_of_feed(token: str) -> User | None:
    """Whose calendar a secret opens; nobody's where the account is closed."""
    query = (
        sa.select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.token_digest == digest(token), User.active)
    )
    return db.session.scalar(query)


def way_out(user: User) -> str:
    """The token of a person's link out of the mail. It is signed, and works in old mail too."""
    return str(_serializer().dumps(user.id))


def whose_way_out(token: str) -> User | None:
    """Whose link a token is; None for one that was not made here."""
    try:
        user_id = _serializer().loads(token)
    except BadData:
        return None
    return db.session.get(User, user_id) if isinstance(user_id, int) else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT)
