"""Who a program acts for: its bearer token, and how many wrong ones are let pass.

A browser's cookie says nothing under /api/v1, so that no other site can have one write there.
A right token always passes: it is too long to be guessed. Wrong ones are counted by address, so
that a program that keeps sending one hears of it and burdens nobody.
"""

from __future__ import annotations

import math
from datetime import timedelta

from flask import Request, g, request

from app import access
from app.accounts import throttle
from app.accounts.models import User
from app.api.models import ApiToken
from app.api.scopes import Scope
from app.api.tokens import services
from app.clock import now
from app.database import SAFE_METHODS
from app.extensions import db
from app.problems import SCOPE, Fault, Problem

LONGEST = 200
BEARER = "bearer "


def user_of(asked: Request) -> User | None:
    """The person whose token a request carries; for Flask-Login."""
    secret = _secret(asked)
    token = services.find(secret) if secret else None
    if token is None:
        return None
    if token.network_id is not None:
        access.narrow(token.user, token.network_id)
    if asked.method in SAFE_METHODS:
        services.note_use(token)
    else:  # holds the write lock already
        token.last_used_at = now()
    g.api_token = token
    return token.user


def token() -> ApiToken:
    """The token of the request being answered."""
    found: ApiToken = g.api_token
    return found


def refuse() -> None:
    """Refuse a request without a token that works; a wrong one is counted."""
    if not _secret(request):
        raise Problem(
            401,
            "There is no token in this request.",
            [Fault("Authorization", "It is missing.", "Bearer ctl_...", "header")],
        )
    db.session.rollback()
    # The request may be one that reads; the count is a write.
    db.session.connection(execution_options={"writes": True})
    guess = throttle.store(f"api token from {request.remote_addr}", "")
    db.session.commit()
    wait = throttle.wait_of(guess)
    if wait is not None:
        throttle.forget(guess)
        db.session.commit()
        raise _too_many(wait)
    raise Problem(
        401,
        "This token does not work: it is wrong, revoked or expired.",
        [Fault("Authorization", "No token that works is like this one.", place="header")],
    )


def need(scope: Scope) -> None:
    """Refuse a token that does not have this scope."""
    if scope not in token().scopes:
        raise Problem(403, f"The token “{token().name}” has no scope “{scope.value}”.", kind=SCOPE)


def _too_many(wait: timedelta) -> Problem:
    seconds = math.ceil(wait.total_seconds())
    return Problem(
        429,
        f"Too many wrong tokens came from this address. Try again in {seconds} seconds.",
        headers={"Retry-After": str(seconds)},
    )


def _secret(asked: Request) -> str:
    header = asked.headers.get("Authorization", "")
    if not header.lower().startswith(BEARER):
        return ""
    return header[len(BEARER) :].strip()[:LONGEST]
