"""`flask demo`: load the demo data, and serve them."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy import select

from app.demo import services
from app.demo.gunicorn_settings import ADDRESS, SIGN_INS
from app.extensions import db
from app.imports.commands import progress_bar
from app.networks.models import Network

commands = AppGroup("demo", help="Demo data: load them, serve them.")


@commands.command("load")
def load() -> None:
    """Load the demo data, unless they are there already."""
    if not services.load(progress_bar):
        click.echo("The demo data are there already; nothing was changed.")
        return
    db.session.commit()
    networks = db.session.scalars(select(Network.name).order_by(Network.id)).all()
    click.echo(f"Demo data loaded: {' and '.join(networks)}.")


@commands.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_context
def serve(context: click.Context, host: str, port: int) -> None:
    """Make or bring up to date the database, load the demo data and serve Centerline."""
    if not current_app.config["DEMO"]:
        raise click.UsageError("Set CENTERLINE_DEMO=1: anybody can sign in as anybody in a demo.")
    _check_port(host, port)
    click.echo("Bringing the database up to date ...", err=True)
    upgrade()
    context.invoke(load)
    shown = f"[{host}]" if ":" in host else host
    # The server inherits these, and prints them once it answers.
    os.environ[ADDRESS] = f"http://{shown}:{port}"
    os.environ[SIGN_INS] = "\n".join(services.sign_ins())
    db.session.remove()
    db.engine.dispose()
    settings = Path(__file__).parent / "gunicorn_settings.py"
    command = ("-m", "gunicorn", "--config", str(settings), "--bind", f"{shown}:{port}", "wsgi:app")
    sys.stdout.flush()
    os.execv(sys.executable, (sys.executable, *command))  # noqa: S606  # our own interpreter


def _check_port(host: str, port: int) -> None:
    """Say at once where nothing can listen, before anything is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = error.strerror or str(error)
            click.echo(f"Cannot listen on {host}, port {port}: {why}.", err=True)
            click.echo(f"Choose another port: make demo PORT={port % 65535 + 1}", err=True)
            sys.exit(1)
