"""What tests share: an application with an empty database, and the fixed cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, g

from app import create_app
from app.accounts import sessions
from app.accounts.models import User
from app.accounts.setup import TOKEN_KEY
from app.extensions import db
from tests.databases import Postgresql, Sqlite, close, settings
from tests.factories import Cast, find_cast, make_cast
from tests.page import PageClient

CAST = "cast"
"""The fixture of that name, and what the database with it is kept as."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both_databases` on each of them; the rest runs on SQLite."""
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgresql_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgresql]:
    databases = Postgresql(tmp_path_factory.mktemp("postgresql"))
    yield databases
    databases.close()


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Sqlite | Postgresql:
    """Where the test's databases come from."""
    kind = getattr(request, "param", "sqlite")
    databases: Sqlite | Postgresql = request.getfixturevalue(f"{kind}_databases")
    return databases


@pytest.fixture(scope="session")
def sqlite_app(sqlite_databases: Sqlite) -> Flask:
    """One application for all tests on SQLite: making it and its templates outlasts most tests."""
    return tested_app(sqlite_databases.copy(), sqlite_databases.folder)


@pytest.fixture(scope="session")
def postgresql_app(postgresql_databases: Postgresql) -> Flask:
    """The same on PostgreSQL."""
    return tested_app(postgresql_databases.copy(), postgresql_databases.folder)


@pytest.fixture
def app(request: pytest.FixtureRequest, database: Sqlite | Postgresql) -> Iterator[Flask]:
    """An application with an empty database, and with its settings as they were."""
    kind = "sqlite" if isinstance(database, Sqlite) else "postgresql"
    app: Flask = request.getfixturevalue(f"{kind}_app")
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if CAST in request.fixturenames:
        refill_with_cast(app, database, url)
    else:
        database.refill(url)
    kept = dict(app.config)
    with app.app_context():
        yield app
        close()
    app.config.clear()
    app.config.update(kept)
    database.put_away(url)


def refill_with_cast(app: Flask, database: Sqlite | Postgresql, url: str) -> None:
    """Put a database with the cast where one was: making it anew outlasts many a test."""
    if CAST in database.kept:
        database.refill(url, CAST)
        return
    database.refill(url)
    with app.app_context():
        make_cast()
        close()
    if database.copies_fast:
        database.keep(url, CAST)


def tested_app(url: str, instance: Path) -> Flask:
    app = create_app(settings(url, instance))
    app.test_client_class = PageClient
    write_tokens(app)
    return app


def write_tokens(app: Flask) -> None:
    """Write tokens against forgery into pages, as outside tests, but take posts without one."""
    app.config.update(WTF_CSRF_ENABLED=True, WTF_CSRF_CHECK_DEFAULT=False)

    @app.before_request
    def _believe() -> None:
        g.csrf_valid = True


@pytest.fixture
def cast(app: Flask) -> Cast:
    return find_cast()


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
