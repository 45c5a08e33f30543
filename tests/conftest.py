"""What tests share: an application with an empty, migrated database, and the fixed cast."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.accounts import sessions
from app.accounts.models import User
from app.accounts.setup import TOKEN_KEY
from app.extensions import db
from tests.factories import Cast, make_cast
from tests.page import PageClient

TODAY = "2026-02-05"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that every test starts from."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    app = create_app(settings(path))
    with app.app_context():
        db.create_all()
        db.session.remove()
        db.engine.dispose()
    return path


def settings(path: Path) -> dict[str, Any]:
    return {
        "TESTING": True,
        "INSTANCE": str(path.parent),
        "SECRET_KEY": "tests",
        "SECURITY_PASSWORD_SALT": "tests",
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}",
        "SESSION_COOKIE_SECURE": False,
        "WTF_CSRF_ENABLED": False,  # tests/architecture/test_access.py turns it on
        "TODAY": TODAY,
    }


@pytest.fixture
def app(empty_database: Path, tmp_path: Path) -> Iterator[Flask]:
    path = tmp_path / "test.sqlite"
    shutil.copy(empty_database, path)
    app = create_app(settings(path))
    app.test_client_class = PageClient
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser in which nobody is signed in."""
    return new_client(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], PageClient]:
    """Sign a person in, without the cost of a password: `sign_in(cast.alice).get("/work")`."""

    def opened(user: User) -> PageClient:
        token = sessions.open_for(user)
        db.session.commit()
        client = new_client(app)
        with client.session_transaction() as cookie:
            cookie[TOKEN_KEY] = token
        return client

    return opened


def new_client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client
