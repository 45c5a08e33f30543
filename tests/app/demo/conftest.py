"""The demo, loaded once: its tests only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.demo import services
from app.extensions import db
from app.imports.services import silently
from tests.databases import Sqlite, close, settings


@pytest.fixture(scope="session")
def demo(sqlite_databases: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with the demo data, loaded on the tests' fixed day."""
    url = sqlite_databases.copy()
    instance: Path = tmp_path_factory.mktemp("demo")
    app = create_app(settings(url, instance))
    with app.app_context():
        assert services.load(silently)
        db.session.commit()
        yield app
        close()
    sqlite_databases.drop(url)
