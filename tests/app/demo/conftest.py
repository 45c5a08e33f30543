"""The demo, loaded once by its command: its tests only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from app import create_app
from tests.databases import Sqlite, close, settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """An application with the demo data, and what was said as they were loaded."""

    app: Flask
    said: str


@pytest.fixture(scope="session")
def loaded(sqlite_databases: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The demo, loaded on the tests' fixed day."""
    url = sqlite_databases.copy()
    app = create_app(settings(url, tmp_path_factory.mktemp("demo")))
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["demo", "load"])
        assert done.exit_code == 0, done.output
        close()
    yield Loaded(app, done.output)
    sqlite_databases.drop(url)


@pytest.fixture
def demo(loaded: Loaded) -> Iterator[Flask]:
    with loaded.app.app_context():
        yield loaded.app
        close()
