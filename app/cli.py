"""The `flask` commands, each feature's own."""

from __future__ import annotations

from flask import Flask

from app.accounts.commands import users
from app.audit.commands import group as audit
from app.demo.commands import commands as demo
from app.imports.commands import commands as imports
from app.networks.commands import networks


def init_app(app: Flask) -> None:
    """Register the commands."""
    for commands in (users, networks, audit, demo, imports):
        app.cli.add_command(commands)
