"""Keeping a file until it is stored, and what was decided about it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import User
from app.extensions import db
from app.imports.browser import kept, saved
from app.imports.browser.models import PendingImport
from app.imports.browser.place import Place
from app.imports.columns import Mapping, read_mapping
from app.imports.guess import guess_mapping, is_recognized
from app.imports.problems import WrongFileError, refuse
from app.imports.source import MOST_ROWS, Source, read_source
from app.imports.table import guess_header, open_table
from app.measures.models import Measure

KEPT = timedelta(days=1)
MOST_SHEETS = 5
"""Further sheets that are looked at for a table of the measure."""
MOST_COVER = 200_000
"""Characters of a sheet after which no other is looked at."""


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
    source = _source_of(data, _sheet_before(place, measure))
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
    _put_best(found, place, source)
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
    pending.mapping = replace(mapping, sheet=pending.sheet).stored()
    pending.is_mapped = True
    pending.result = None
    kept.forget(pending)


def _sheet_before(place: Place, measure: Measure) -> str:
    """The sheet that the latest remembered file of the measure was read from."""
    known = (
        read_mapping(each.mapping) for each in saved.of_place(place) if each.measure == measure
    )
    return next((each.sheet for each in known), "")


def _source_of(data: bytes, sheet: str) -> Source:
    """The file's table, of this sheet if it is there and holds something."""
    if sheet:
        with suppress(WrongFileError):
            return read_source(data, sheet, most_rows=MOST_ROWS)
    return read_source(data, most_rows=MOST_ROWS)


def _put_best(pending: PendingImport, place: Place, source: Source) -> None:
    """Read the first sheet in which the columns are recognized; a cover sheet may stand before it.

    Where they are recognized in none, it is the first that can be read, and the person chooses.
    """
    first: WrongFileError | None = None
    readable: Source | None = None
    for each in _sheets_of(pending.content, source):
        try:
            found = each()
            _put(pending, place, found)
        except WrongFileError as error:
            first = first or error
            continue
        if pending.mapping_name or is_recognized(read_mapping(pending.mapping), pending.measure):
            return
        readable = readable or found
        if len(found.text) > MOST_COVER:
            break  # no cover sheet, and the others may be as long
    if readable is None:
        raise first or refuse("The workbook's sheets are empty.")
    _put(pending, place, readable)


def _sheets_of(data: bytes, source: Source) -> Iterator[Callable[[], Source]]:
    """The source that was read, and how to read those of the workbook's other sheets."""
    yield lambda: source
    for name in [each for each in source.sheets if each != source.sheet][:MOST_SHEETS]:
        yield partial(read_source, data, name, most_rows=MOST_ROWS)


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
