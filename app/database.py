"""The declarative base, column types shared by every feature, and how SQLite is opened."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from flask import has_request_context, request
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Base(DeclarativeBase):
    """Base of every model."""

    metadata = sa.MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC, on databases with and without time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone; use app.clock.now().")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(values: type[enum.Enum], name: str) -> sa.Enum:
    """Column type that stores an enum's values as text, held to them by a CHECK constraint."""
    return sa.Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def sqlite_module() -> Any:
    """The SQLite driver: the bundled newer SQLite where its wheel exists, else Python's own."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return import_module("sqlite3")


def engine_options(url: str) -> dict[str, Any]:
    """Arguments for create_engine that fit the database behind `url`."""
    if url.startswith("sqlite"):
        return {"module": sqlite_module(), "connect_args": {"timeout": 10}}
    return {"pool_pre_ping": True}


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite keep its promises: WAL, full sync, foreign keys, and write locks taken at once.

    A deferred transaction that turns from reading to writing loses updates under concurrency,
    so everything but a safe request, or what says that it only `reads`, begins with the write
    lock.
    """

    @sa.event.listens_for(engine, "connect")
    def _open(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        said = connection.get_execution_options()
        reading = has_request_context() and request.method in SAFE_METHODS
        reading = said.get("reads") or (reading and not said.get("writes"))
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
