"""Databases for tests: an empty one with every table, copied for each test from a template."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app import create_app
from app.extensions import db
from tests.run import MISSING_POSTGRESQL, POSTGRESQL_URL

TODAY = "2026-02-05"
CHEAP_HASH = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
"""The least that argon2 takes; what depends on its cost asks for `dear_passwords`."""


def settings(url: str, instance: Path) -> dict[str, Any]:
    """Settings of an application under test."""
    return {
        "TESTING": True,
        "INSTANCE": str(instance),
        "SECRET_KEY": "tests",
        "SECURITY_PASSWORD_SALT": "tests",
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH,
        "SQLALCHEMY_DATABASE_URI": url,
        "SESSION_COOKIE_SECURE": False,
        "WTF_CSRF_ENABLED": False,  # tests/architecture/test_access.py turns it on
        "TODAY": TODAY,
        "PACK_AT_ONCE": True,
    }


def create_tables(url: str, instance: Path) -> None:
    """Make every table of the models in the empty database at `url`."""
    app = create_app(settings(url, instance))
    with app.app_context():
        db.create_all()
        close()


def close() -> None:
    """Close every connection of the application whose context this is."""
    db.session.remove()
    db.engine.dispose()


class Sqlite:
    """Templates and copies as files."""

    copies_fast = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite"
        self.kept: dict[str, Path] = {}
        create_tables(f"sqlite:///{self.template}", folder)

    def empty(self) -> str:
        """URL of a new database without tables."""
        return f"sqlite:///{self.folder / f'{uuid4().hex}.sqlite'}"

    def copy(self) -> str:
        """URL of a new database with every table."""
        return self.refill(self.empty())

    def refill(self, url: str, name: str = "") -> str:
        """Put an empty database with every table where one was, or what was kept as `name`."""
        shutil.copy(self.kept.get(name, self.template), sa.make_url(url).database or "")
        return url

    def keep(self, url: str, name: str) -> None:
        """Keep a copy of a database that nobody has open."""
        path = self.folder / f"{name}.sqlite"
        shutil.copy(sa.make_url(url).database or "", path)
        self.kept[name] = path

    def put_away(self, url: str) -> None:
        """Leave a database that is refilled for the next test."""
        self.drop(url)

    def drop(self, url: str) -> None:
        path = Path(sa.make_url(url).database or "")
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            (self.folder / name).unlink(missing_ok=True)


class Postgresql:
    """Templates and copies as databases of the server that the test command started."""

    copies_fast = False
    """Copying one takes the server a third of a second, emptying one a tenth of that."""

    def __init__(self, folder: Path) -> None:
        given = os.environ.get(POSTGRESQL_URL)
        if given is None:
            if os.environ.get("CI") == "true":
                pytest.fail(MISSING_POSTGRESQL)
            pytest.skip("no PostgreSQL server; `make test` starts one where it is installed")
        self.server = sa.make_url(given)
        self.engine = sa.create_engine(self.server, isolation_level="AUTOCOMMIT")
        self.template: str | None = None
        self.kept: dict[str, str] = {}
        self.emptied: dict[str, sa.Connection] = {}
        self.folder = folder

    def _url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)

    def _create(self, template: str, name: str = "") -> str:
        name = name or f"test_{uuid4().hex}"
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def empty(self) -> str:
        return self._url(self._create("template0"))

    def copy(self) -> str:
        """URL of a new database with every table."""
        return self._url(self._create(self._filled()))

    def refill(self, url: str, name: str = "") -> str:
        """Put an empty database with every table where one was, or what was kept as `name`."""
        if name in self.kept:
            self.drop(url)
            self._create(self.kept[name], sa.make_url(url).database or "")
        elif url in self.emptied and self._is_whole(url):
            self._empty(url)
        else:
            self.drop(url)
            self._create(self._filled(), sa.make_url(url).database or "")
            engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
            self.emptied[url] = engine.connect()
        return url

    def _is_whole(self, url: str) -> bool:
        """Whether no test took away a table or renamed a column."""
        found = self.emptied[url].exec_driver_sql(
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND attnum > 0 AND NOT attisdropped"
        )
        tables = db.metadata.sorted_tables
        whole = {(table.name, column.name) for table in tables for column in table.columns}
        return {tuple(row) for row in found} == whole

    def _empty(self, url: str) -> None:
        """Take every row out of a database, and let its numbers begin at 1 again."""
        connection = self.emptied[url]
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        tables = db.metadata.sorted_tables[::-1]
        for at in sorted(connection.scalars(_with_rows(len(tables)))):
            connection.execute(sa.delete(tables[at]))
        connection.exec_driver_sql(
            "SELECT setval(oid::regclass, 1, false) FROM pg_class"
            " WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        )

    def keep(self, url: str, name: str) -> None:
        """Keep a copy of a database that nobody has open."""
        self.kept[name] = self._create(sa.make_url(url).database or "")

    def _filled(self) -> str:
        if self.template is None:
            name = self._create("template0")
            create_tables(self._url(name), self.folder)
            self.template = name
        return self.template

    def put_away(self, url: str) -> None:
        """Leave a database that is refilled for the next test."""

    def drop(self, url: str) -> None:
        if url in self.emptied:
            self.emptied.pop(url).close()
        with self.engine.connect() as connection:
            name = sa.make_url(url).database
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        for url in [*self.emptied]:
            self.drop(url)
        for name in filter(None, (self.template, *self.kept.values())):
            self.drop(self._url(name))
        self.engine.dispose()


@cache
def _with_rows(count: int) -> sa.CompoundSelect[tuple[int]]:
    """A query for which of the `count` tables have rows: a table's number, owners after owned."""
    tables = db.metadata.sorted_tables[::-1]
    assert len(tables) == count
    return sa.union_all(
        *(
            sa.select(sa.literal(at)).where(sa.exists(sa.select(1).select_from(table)))
            for at, table in enumerate(tables)
        )
    )
