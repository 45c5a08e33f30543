"""Migrations: numbered, up, down and up again on both databases, and the same as the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import clock, create_app
from app.demo import files, story
from app.demo.when import Calendar
from app.extensions import db
from app.imports.progress import silently
from tests.databases import close, settings

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = ROOT / "migrations"
VERSION_TABLE = "alembic_version"
STORY = "story"

pytestmark = pytest.mark.both_databases


def revisions() -> list[str]:
    """Every revision, the first one first."""
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return [script.revision for script in scripts][::-1]


@pytest.fixture
def empty(database, tmp_path) -> Iterator[Flask]:
    """An application whose database has no table yet."""
    url = database.empty()
    with opened(url, tmp_path) as app:
        yield app
    database.drop(url)


@pytest.fixture
def told(database, tmp_path) -> Iterator[Flask]:
    """An application whose database was migrated and has the demo's story, loaded once for all."""
    url = database.empty()
    if STORY not in database.kept:
        with opened(url, tmp_path):
            upgrade()
            load_story()
        database.keep(url, STORY)
    database.refill(url, STORY)
    with opened(url, tmp_path) as app:
        yield app
    database.drop(url)


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(settings(url, folder))
    with app.app_context():
        yield app
        close()


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {VERSION_TABLE}


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            for name in sorted(tables())
        }


def shape(app: Flask) -> dict[str, Any]:
    """All that the database says of its tables, CHECK constraints too."""
    with app.app_context():
        inspector = sa.inspect(db.engine)
        found = {
            name: {
                "columns": {
                    column["name"]: (str(column["type"]), column["nullable"], column["default"])
                    for column in inspector.get_columns(name)
                },
                "primary key": inspector.get_pk_constraint(name)["constrained_columns"],
                "foreign keys": _named(inspector.get_foreign_keys(name)),
                "unique": _named(inspector.get_unique_constraints(name)),
                "indexes": _named(inspector.get_indexes(name)),
                "checks": _named(inspector.get_check_constraints(name)),
            }
            for name in inspector.get_table_names()
            if name != VERSION_TABLE
        }
        close()
    return found


def _named(things: list[Any]) -> dict[str, str]:
    return {thing["name"]: str(sorted(thing.items())) for thing in things}


def load_story() -> None:
    record = files.network()
    people = story.load_people(record)
    story.load(record, people, Calendar(clock.today()), silently)
    db.session.commit()
    db.session.remove()


def test_the_database_is_what_the_models_say(empty, app):
    with empty.app_context():
        upgrade()
        close()
    migrated = shape(empty)
    assert len(migrated["measure"]["checks"]) >= 5
    assert migrated == shape(app)


def test_up_down_and_up_again_when_empty(empty):
    upgrade()
    first = tables()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert tables() == first


def test_up_down_and_up_again_with_data(told):
    assert counts()["observation"] > 500
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    load_story()
    assert counts()["observation"] > 500


def test_each_step_down_and_up_keeps_every_row(told):
    for revision in revisions()[:0:-1]:
        before = counts()
        downgrade(revision=f"{revision}-1")
        kept = tables()
        upgrade(revision=revision)
        after = counts()
        assert {name: before[name] for name in kept} == {name: after[name] for name in kept}


def test_drivers_keep_a_measure_through_a_step_down_and_up(told):
    """Where there is room for one only, each driver that has any keeps its oldest."""
    oldest = "SELECT node_id, MIN(measure_id) FROM driver_measure GROUP BY node_id ORDER BY node_id"
    every = "SELECT node_id, measure_id FROM driver_measure ORDER BY node_id, measure_id"

    def rows(query: str) -> list[tuple[int, ...]]:
        with db.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query))]

    before = rows(oldest)
    assert 0 < len(before) < len(rows(every))
    step = next(each for each in revisions() if each.endswith("link_drivers_to_measures"))
    downgrade(revision=f"{step}-1")
    one = "SELECT id, measure_id FROM driver_node WHERE measure_id IS NOT NULL ORDER BY id"
    assert rows(one) == before
    upgrade()
    assert rows(every) == before


def test_foreign_keys_hold_again_after_a_migration(empty):
    upgrade()
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO user_session (user_id, token_digest, created_at, last_seen_at)"
                " VALUES (99, 'x', '2026-01-01', '2026-01-01')"
            )
        )
