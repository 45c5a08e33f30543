"""How people sign in: Flask-Security's argon2 hashing and sessions that the server can end."""

from __future__ import annotations

from flask import Flask, Request, request, session
from flask_security import RoleMixin, SQLAlchemyUserDatastore

from app import problems
from app.accounts import sessions
from app.accounts.models import User
from app.api import authentication
from app.database import SAFE_METHODS
from app.extensions import db, security

TOKEN_KEY = "_user_id"  # noqa: S105  # where Flask-Login keeps whom the browser belongs to


class NoRole(RoleMixin):
    """Flask-Security wants a role class; what people may do is app.access's to say."""


def init_app(app: Flask) -> None:
    """Set up accounts."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of the hash
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        PERMANENT_SESSION_LIFETIME=app.config["SESSION_ABSOLUTE"],
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    datastore = SQLAlchemyUserDatastore(db, User, NoRole)
    security.init_app(app, datastore, register_blueprint=False)
    security.principal.skip_static = True
    security.login_manager.session_protection = None  # the token is the protection
    security.login_manager.user_loader(load_user)
    security.login_manager.request_loader(_program)


def load_user(token: str) -> User | None:
    """The person behind the cookie's token, while its session is open. The API takes no cookie."""
    if problems.are_wanted():
        return None
    row = sessions.find(token)
    if row is None:
        return None
    if request.method in SAFE_METHODS:  # the others hold the write lock already
        sessions.note_seen(row)
    return row.user


def _program(asked: Request) -> User | None:
    """The person whose token a program sends; pages take none, and Flask-Security's own neither."""
    return authentication.user_of(asked) if problems.are_wanted() else None


def keep(token: str) -> None:
    """Make the browser being answered carry `token`, and nothing of what it carried before."""
    session.clear()
    session.permanent = True
    session[TOKEN_KEY] = token


def kept() -> str | None:
    """The token that the browser being answered carries."""
    return session.get(TOKEN_KEY)
