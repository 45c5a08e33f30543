"""The Centerline web application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from app import (
    addresses,
    assets,
    attributes,
    cli,
    errors,
    features,
    headers,
    navigation,
    templating,
)
from app.accounts import setup as accounts_setup
from app.config import settings
from app.database import engine_options, prepare_sqlite
from app.extensions import csrf, db, htmx, migrate
from app.standings import doors

ROOT = Path(__file__).resolve().parent.parent


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """Make the application; `config` overrides settings read from the environment."""
    app = Flask(__name__, instance_path=str(ROOT / "instance"))
    given = config or {}
    instance = Path(given.get("INSTANCE", app.instance_path))
    app.config.from_mapping(settings(instance))
    app.config.update(given)
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(url))

    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    htmx.init_app(app)
    csrf.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)

    addresses.init_app(app)
    assets.init_app(app)
    attributes.init_app()
    doors.init_app()
    accounts_setup.init_app(app)
    features.register(app)
    templating.init_app(app)
    navigation.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    cli.init_app(app)
    return app
