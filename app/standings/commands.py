"""`flask signals`: what is kept of every chart, made anew."""

from __future__ import annotations

import time

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.extensions import db
from app.imports.commands import progress_bar
from app.measures.models import Series
from app.standings.renewing import BATCH, renew

signals = AppGroup("signals", help="The signals that are kept up to date as data arrive.")


@signals.command("rebuild")
def rebuild() -> None:
    """Analyze every series anew and put right what is kept of it.

    Nobody needs it from day to day. Run it after restoring a backup, after loading data past
    Centerline, or to be sure; people go on working meanwhile.
    """
    began = time.monotonic()
    count = db.session.scalar(select(func.count()).select_from(Series)) or 0
    changed = 0
    with progress_bar("Analyzing", count) as tick:
        # Series of one measure stand together: what is analyzed alike is analyzed at once.
        ids = db.session.scalars(select(Series.id).order_by(Series.measure_id, Series.id)).all()
        db.session.rollback()
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            changed += renew(batch)
            db.session.commit()
            tick(len(batch))
    took = time.monotonic() - began
    click.echo(f"{count:,} series analyzed in {took:.1f} s; {changed:,} put right.")
