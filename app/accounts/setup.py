"""How people sign in: Flask-Security with argon2 and sessions that the server can end."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_security import SQLAlchemyUserDatastore

from app.accounts.models import User
from app.extensions import db, security


def init_app(app: Flask) -> None:
    """Set up accounts."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of the hash
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_REGISTER_BLUEPRINT=False,
    )
    datastore: Any = SQLAlchemyUserDatastore(db, User, None)
    security.init_app(app, datastore, register_blueprint=False)
