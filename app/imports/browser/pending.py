"""Keeping a file until it is stored, and what was decided about it. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import User
from app.extensions import db
from app.imports.browser import kept, saved
from app.imports.browser.models import PendingImport
from app.imports.browser.place import Place
from app.imports.columns import Mapping
from app.imports.guess import guess_mapping
from app.imports.source import MOST_ROWS, Source, read_source
from app.imports.table import guess_header, open_table
from app.measures.models import Measure

KEPT = timedelta(days=1)


def find(user: User, place: Place) -> PendingImport | None:
    """The file that a person is bringing in at a place."""
    query = (
        select(PendingImport)
        .where(
            PendingImport.user_id == user.id,
            PendingImport.network_id == place.network.id,
            PendingImport.team_id == (place.team.id if place.team else None),
            PendingImport.created_at > clock.now() - KEPT,
        )
        .options(joinedload(PendingImport.measure))
        .order_by(PendingImport.id.desc())
    )
    return db.session.scalar(query.limit(1))


def take_up(
    user: User, place: Place, measure: Measure, file_name: str, data: bytes
) -> PendingImport:
    """Keep a file in place of the one that was being brought in; old files of anybody are dropped.

    Raises
    ------
    WrongFileError
        Where it is no table that can be read.
    """
    source = read_source(data, most_rows=MOST_ROWS)
    found = PendingImport(
        key=uuid4().hex,
        user_id=user.id,
        network_id=place.network.id,
        team_id=place.team.id if place.team else None,
        measure=measure,
        file_name=file_name,
        content=data,
        text="",
        created_at=clock.now(),
    )
    _put(found, place, source)
    drop(user, place)
    db.session.execute(
        delete(PendingImport).where(PendingImport.created_at <= clock.now() - KEPT),
        execution_options={"synchronize_session": "fetch"},
    )
    db.session.add(found)
    db.session.flush()
    return found


def drop(user: User, place: Place) -> None:
    """Forget the file that is being brought in."""
    db.session.execute(
        delete(PendingImport).where(
            PendingImport.user_id == user.id,
            PendingImport.network_id == place.network.id,
            PendingImport.team_id == (place.team.id if place.team else None),
        ),
        execution_options={"synchronize_session": "fetch"},
    )


def reread(pending: PendingImport, place: Place, *, sheet: str, header_row: int | None) -> None:
    """Read the kept file anew: another sheet of it, or another row as its header."""
    if sheet and sheet != pending.sheet and sheet in pending.sheets:
        _put(pending, place, read_source(pending.content, sheet, most_rows=MOST_ROWS))
        return
    table = open_table(pending.text, header_row)
    pending.mapping = guess_mapping(
        pending.text, table.header_row, pending.measure, place.team
    ).stored()
    pending.mapping_name, pending.is_mapped = "", False
    kept.forget(pending)


def for_measure(pending: PendingImport, place: Place, measure: Measure) -> None:
    """Take another measure's data from the same file."""
    pending.measure, pending.result = measure, None
    _recognize(pending, place)


def decide(pending: PendingImport, mapping: Mapping) -> None:
    """Keep how the file is to be read."""
    pending.mapping, pending.is_mapped = mapping.stored(), True
    pending.result = None
    kept.forget(pending)


def _put(pending: PendingImport, place: Place, source: Source) -> None:
    pending.text, pending.supposed = source.text, source.supposed
    pending.sheet, pending.sheets = source.sheet[:200], [name[:200] for name in source.sheets]
    _recognize(pending, place)


def _recognize(pending: PendingImport, place: Place) -> None:
    """Read it as a file with these columns was read before, or as its columns look."""
    kept.forget(pending)
    pending.is_mapped = False
    remembered = saved.fitting(place, pending.measure, pending.text)
    if remembered is not None:
        pending.mapping, pending.mapping_name = dict(remembered.mapping), remembered.name
        return
    row = open_table(pending.text, guess_header(pending.text)).header_row
    pending.mapping_name = ""
    pending.mapping = guess_mapping(pending.text, row, pending.measure, place.team).stored()
