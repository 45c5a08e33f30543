"""`flask export network` and `flask import network`."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from app import audit
from app.archive import writing
from app.archive.container import Manifest, Reader
from app.archive.errors import ArchiveError
from app.archive.reading import load
from app.extensions import db
from app.imports.commands import progress_bar
from app.networks.models import Network

exports = AppGroup("export", help="Write data to files.")


@exports.command("network")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_network(slug: str, file: Path) -> None:
    """Write everything of the network SLUG to the archive FILE.

    FILE must not be there yet. It holds people's names and addresses and what teams keep to
    themselves: keep it as you keep a backup. That it was written stands in the network's audit.
    """
    if file.exists():
        raise click.ClickException(f"{file} is there already; choose another name.")
    began = time.monotonic()
    try:
        manifest = _write(slug, file)
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(
        f"{manifest.name} is in {file}: {manifest.rows:,} rows, {_size(file)}, "
        f"{time.monotonic() - began:.1f} s."
    )


def _write(slug: str, file: Path) -> Manifest:
    """Write beside the place where the file is to be, so that it is there whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "w+b") as target:
            writing.begin_reading()
            manifest = writing.write(slug, target, progress_bar)
            target.flush()
            os.fsync(target.fileno())
        db.session.rollback()
        network = db.session.scalars(select(Network).where(Network.slug == slug)).one()
        told = {"rows": manifest.rows, "archive": manifest.digest}
        audit.record(None, "export network", network, network=network, after=told)
        db.session.commit()
        Path(name).rename(file)
    except BaseException:
        db.session.rollback()
        Path(name).unlink(missing_ok=True)
        raise
    return manifest


@click.command("network")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "slug", metavar="SLUG", help="Another address for the network.")
def import_network(file: Path, slug: str | None) -> None:
    """Load the network in the archive FILE, all of it or nothing.

    People are found by their address; who is not here yet gets an account without a password.
    """
    began = time.monotonic()
    try:
        with progress_bar("Checking", 1) as tick:
            reader = Reader(file, tick)
        try:
            report = load(reader, slug or reader.manifest.network, progress_bar)
            db.session.commit()
        finally:
            reader.close()
    except ArchiveError as error:
        db.session.rollback()
        raise click.ClickException(f"{error}\n{file.name} was not loaded.") from error
    except (IntegrityError, DataError, StatementError) as error:
        db.session.rollback()
        raise click.ClickException(
            f"The database refuses what the archive says: {error.orig}\n{file.name} was not loaded."
        ) from error
    except BaseException:
        db.session.rollback()
        raise
    for line in _lines(report.network, report.manifest, report.people_found, report.people_made):
        click.echo(line)
    click.echo(f"{time.monotonic() - began:.1f} s.")


def _lines(network: Network, manifest: Manifest, found: int, made: int) -> list[str]:
    at = f"{network.name} is at /networks/{network.slug}"
    lines = [
        f"{at}: {manifest.rows:,} rows, as it was on {manifest.made_at}.",
        f"People: {found:,} were here already and stay as they are, {made:,} are new.",
    ]
    if made:
        lines.append(
            "The new ones cannot sign in yet: flask users password EMAIL gives one a password."
        )
    return lines


def _size(file: Path) -> str:
    size = file.stat().st_size
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size:,} bytes"
