"""The `flask` commands, each feature's own."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.accounts.commands import users
from app.archive.commands import exports, import_network
from app.audit.commands import group as audit
from app.demo.commands import commands as demo
from app.imports.commands import commands as imports
from app.networks.commands import networks
from app.reminders.commands import reminders
from app.standings.commands import signals

UNDEFINED_TABLE = "42P01"
"""PostgreSQL's code for a table that is not there."""


class Commands(click.Group):
    """A feature's commands, which say plainly when the database was not made yet."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DBAPIError as error:
            if not _is_missing_table(error.orig):
                raise
            raise click.ClickException(
                "The database has no tables yet. Run: flask --app wsgi db upgrade"
            ) from error


def init_app(app: Flask) -> None:
    """Register the commands."""
    imports.add_command(import_network)
    for group in (users, networks, audit, demo, imports, exports, reminders, signals):
        app.cli.add_command(Commands(group.name, commands=group.commands, help=group.help))


def _is_missing_table(error: BaseException | None) -> bool:
    return getattr(error, "sqlstate", None) == UNDEFINED_TABLE or "no such table" in str(error)
