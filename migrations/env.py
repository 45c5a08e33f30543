"""How Alembic reaches the database: through the application."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from flask import current_app

from app.database import UtcDateTime

db = current_app.extensions["migrate"].db


def render_item(kind, item, _autogenerate_context):
    """Write the application's own types as what they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run what is asked in one transaction."""
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    if sqlite and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        if sqlite:
            # Changing a table means copying and dropping it, which would delete what refers to it.
            driver.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
            # SQLite changes tables in transactions too, as this application opens it.
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RuntimeError(f"A row of {broken[0]} refers to one that is not there.")
        if sqlite:
            driver.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database, not as a script of SQL.")
run()
