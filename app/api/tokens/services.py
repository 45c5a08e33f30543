"""Making, finding and revoking tokens. Nothing here commits but what notes their use."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from app import audit
from app.accounts.models import User
from app.accounts.sessions import digest
from app.api.models import ApiToken
from app.api.scopes import Scope
from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import Network

log = structlog.get_logger()

PREFIX = "ctl_"
"""Programs that look for secrets in files know a token by it."""
LIVES = (30, 90, 365)
"""Days after which a token expires, to choose from."""
MOST = 20
"""Open tokens of one person."""
USED_EVERY = timedelta(minutes=5)
"""How exactly it is known when a token was last used by a program that reads."""


def make(
    actor: User,
    name: str,
    scopes: Collection[Scope],
    days: int,
    network: Network | None = None,
) -> tuple[ApiToken, str]:
    """Make a token of `actor`; the record, and the token itself, which nobody can show again."""
    name = name.replace("\x00", "").strip()
    if not name:
        raise ServiceError("Name what will use it, such as “Monthly upload”.", field="name")
    if not scopes:
        raise ServiceError("Tick what it may do.", field="scopes")
    if days not in LIVES:
        raise ServiceError("Choose how long it works.", field="days")
    if len([each for each in of_person(actor) if each.is_open]) >= MOST:
        raise ServiceError(f"You have {MOST} tokens that work. Revoke one that is not used.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=actor,
        network=network,
        name=name,
        token_digest=digest(secret),
        ending=secret[-4:],
        scope_names=sorted(each.value for each in scopes),
        expires_at=now() + timedelta(days=days),
    )
    db.session.add(token)
    db.session.flush()
    audit.record(
        actor,
        "make API token",
        token,
        network=network,
        after={
            "may": ", ".join(token.scope_names),
            "network": network.name if network else "all of the person’s",
            "until": token.expires_at.date().isoformat(),
        },
    )
    return token, secret


def revoke(actor: User, token: ApiToken) -> None:
    """End a token for good."""
    if token.revoked_at is not None:
        return
    token.revoked_at = now()
    db.session.flush()
    audit.record(actor, "revoke API token", token, network=token.network)


def of_person(user: User) -> list[ApiToken]:
    """A person's tokens that are not revoked, the latest first. One query."""
    query = (
        sa.select(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .options(joinedload(ApiToken.network))
        .order_by(ApiToken.id.desc())
    )
    return list(db.session.scalars(query))


def own(user: User, token_id: int) -> ApiToken | None:
    """A person's own token that is not revoked."""
    return next((each for each in of_person(user) if each.id == token_id), None)


_OPEN = (
    sa.select(ApiToken)
    .options(joinedload(ApiToken.user), joinedload(ApiToken.network))
    .where(ApiToken.token_digest == sa.bindparam("digest"), ApiToken.revoked_at.is_(None))
)


def find(secret: str) -> ApiToken | None:
    """The token that a program sent: not revoked, not expired, its person active. One query."""
    token = db.session.scalar(_OPEN, {"digest": digest(secret)})
    return token if token is not None and token.is_open and token.user.active else None


def note_use(token: ApiToken) -> None:
    """Store, every few minutes, that a token is in use by a program that reads.

    The note has a transaction of its own, since the request's may only read; it can wait.
    """
    at = now()
    if token.last_used_at is not None and at - token.last_used_at < USED_EVERY:
        return
    try:
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(
                sa.update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=at)
            )
    except OperationalError as error:
        log.warning("token not noted as used", error=str(error.orig))
