"""`flask reminders`: sending what is due, for a scheduler to call."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from app.mail.mailers import mailer_of
from app.reminders.sending import send_all

reminders = AppGroup("reminders", help="Send people what is due.")


@reminders.command("send")
@click.option(
    "--date",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Send the mail of this day, such as 2026-03-02, instead of what is due now.",
)
def send(on: datetime | None) -> None:
    """Send everybody the mail that is due and was not sent yet; call it every hour."""
    base_url = current_app.config["PUBLIC_URL"]
    if not base_url.startswith(("https://", "http://")):
        raise click.ClickException(
            "Set CENTERLINE_URL to where people reach Centerline, such as "
            "https://centerline.example.org: the links in the mail lead there."
        )
    outcome = send_all(mailer_of(current_app.config["MAIL"]), base_url, _day(on))
    one = outcome.sent == 1
    click.echo(f"{outcome.sent} {'mail was' if one else 'mails were'} sent.")
    for problem in outcome.problems:
        click.echo(problem, err=True)
    if outcome.problems:
        sys.exit(1)


def _day(on: datetime | None) -> date | None:
    return on.date() if on else None
