"""`flask users`: accounts, from the command line."""

from __future__ import annotations

import secrets
import sys

import click
from flask.cli import AppGroup

from app.accounts import queries, services
from app.errors import ServiceError
from app.extensions import db

users = AppGroup("users", help="Make and close accounts.")


@users.command("create")
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--one-time", is_flag=True, help="Make up a password and print it.")
def create(email: str, name: str, *, one_time: bool) -> None:
    """Make an account for EMAIL; asks for its password."""
    if one_time or not sys.stdin.isatty():
        password, made_up = secrets.token_urlsafe(12), True
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="Again")
        made_up = False
    try:
        user = services.create_user(None, email, name, password)
    except ServiceError as error:
        raise click.ClickException(error.message) from error
    db.session.commit()
    click.echo(f"{user.name} signs in as {user.email}.")
    if made_up:
        click.echo(f"Password, shown this once: {password}")
        click.echo("They can change it at /account/password.")


@users.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Give EMAIL a new, made-up password and sign every browser of theirs out."""
    user = queries.by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    made_up = services.reset_password(None, user)
    db.session.commit()
    click.echo(f"{user.name} is signed out everywhere.")
    click.echo(f"New password, shown this once: {made_up}")


@users.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Close the account of EMAIL: it is signed out everywhere and cannot sign in."""
    user = queries.by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    services.deactivate(None, user)
    db.session.commit()
    click.echo(f"{user.name} is signed out everywhere and cannot sign in.")


@users.command("activate")
@click.argument("email")
def activate(email: str) -> None:
    """Open a closed account again."""
    user = queries.by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    services.activate(None, user)
    db.session.commit()
    click.echo(f"{user.name} can sign in again.")
