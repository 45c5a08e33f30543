"""The `flask` commands, each feature's own."""

from __future__ import annotations

from flask import Flask

from app.imports.commands import commands as imports


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(imports)
