"""The demo, loaded once: its tests only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from app.demo import services
from app.extensions import db
from app.imports.progress import silently
from tests.databases import Sqlite, close, settings


@pytest.fixture(scope="session")
def loaded(sqlite_databases: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with the demo data, loaded on the tests' fixed day."""
    url = sqlite_databases.copy()
    app = create_app(settings(url, tmp_path_factory.mktemp("demo")))
    with app.app_context():
        assert services.load(silently)
        db.session.commit()
        close()
    yield app
    sqlite_databases.drop(url)


@pytest.fixture
def demo(loaded: Flask) -> Iterator[Flask]:
    with loaded.app_context():
        yield loaded
        close()
