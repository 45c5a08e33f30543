"""`flask audit`: checking the audit's chains."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.audit.chain import verify_all

group = AppGroup("audit", help="Check the audit.")


@group.command("verify")
def verify() -> None:
    """Check every chain from its beginning; keep the printed ends elsewhere to compare later."""
    verdicts = verify_all()
    for verdict in verdicts:
        erased = f", {verdict.erased} with erased words" if verdict.erased else ""
        state = verdict.fault or f"holds; {verdict.length} events{erased}; ends in {verdict.head}"
        click.echo(f"{verdict.chain}: {state}")
    if not verdicts:
        click.echo("Nothing is recorded yet.")
    if any(verdict.fault for verdict in verdicts):
        raise SystemExit(1)
