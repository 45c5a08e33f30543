"""What tests share: an application with an empty, migrated database, and the fixed cast."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
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
