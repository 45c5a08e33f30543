"""Writing a network to an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO, Any

import sqlalchemy as sa

from app import audit, clock
from app.archive import cells, history, plan
from app.archive.container import Manifest, Tick, Writer
from app.archive.errors import ArchiveError
from app.archive.numbers import Numbers
from app.audit.chain import chain_name
from app.extensions import db
from app.networks.models import Network
from app.version import VERSION

PEOPLE = "people.jsonl"
NETWORK = "network.jsonl"

Progress = Callable[[str, int], AbstractContextManager[Tick]]


def file_of(table: str) -> str:
    """The name of a table's file."""
    return f"{table}.jsonl"


def begin_reading() -> None:
    """Begin a transaction in which everything is seen as at one moment, and nobody waits for it."""
    db.session.rollback()
    options: dict[str, Any] = {"reads": True}
    if db.engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    db.session.connection(execution_options=options)


def write(slug: str, file: IO[bytes], progress: Progress) -> Manifest:
    """Write the network to `file`; `begin_reading` comes first. Stores nothing.

    Raises
    ------
    ArchiveError
        There is no such network, or its audit does not hold.
    """
    network = db.session.scalar(sa.select(Network).where(Network.slug == slug))
    if network is None:
        there = ", ".join(db.session.scalars(sa.select(Network.slug).order_by(Network.slug)))
        raise ArchiveError(f'No network "{slug}". There is: {there or "none yet"}.')
    chain = chain_name(network)
    verdict = audit.verify(chain)
    if verdict.fault:
        raise ArchiveError(
            f"The audit of this network does not hold: {verdict.fault}. It is not carried on "
            "as if it did; see flask audit verify."
        )
    numbers = Numbers(network.id, chain)
    total = sum(numbers.count(table.name) for table in plan.tables()) + verdict.length
    writer = Writer(file)
    with progress(f"Writing {slug}", total) as tick:
        writer.add(NETWORK, iter([_row(Network.__table__, _values(network), numbers)]), tick)
        writer.add(PEOPLE, _people(numbers), tick)
        for table in plan.tables():
            writer.add(file_of(table.name), _rows(table, network.id, numbers), tick)
        writer.add(history.FILE, history.rows(chain, numbers), tick)
    return writer.close(
        application=VERSION,
        made_at=clock.now().isoformat(timespec="seconds"),
        network=network.slug,
        name=network.name,
    )


def _values(network: Network) -> dict[str, Any]:
    return {column.name: getattr(network, column.name) for column in Network.__table__.columns}


def _people(numbers: Numbers) -> Iterator[dict[str, Any]]:
    """Who is named: never a password, nor what an account has beside a name and an address."""
    for person in numbers.people:
        yield {
            "id": numbers.number(plan.USER, person.id),
            "email": person.email,
            "name": person.name,
            "active": person.active,
        }


def _rows(table: sa.Table, network_id: int, numbers: Numbers) -> Iterator[dict[str, Any]]:
    """A table's rows in the order of their numbers."""
    query = sa.select(table).where(plan.within(table, network_id))
    if plan.is_numbered(table):
        found = db.session.execute(query.order_by(table.c.id).execution_options(yield_per=1000))
        yield from (_row(table, dict(row), numbers) for row in found.mappings())
        return
    # Rows without numbers of their own tie others together: they stand in the order of those.
    rows = [_row(table, dict(row), numbers) for row in db.session.execute(query).mappings()]
    key = [column.name for column in table.primary_key]
    yield from sorted(rows, key=lambda row: [row[name] for name in key])


def _row(table: Any, values: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in table.columns:
        value = values[column.name]
        rewrite = plan.REWRITES.get((table.name, column.name))
        if value is None:
            made[column.name] = None
        elif column.name == "id":
            made["id"] = numbers.number(table.name, value)
        elif column.foreign_keys:
            made[column.name] = numbers.required(column, value)
        elif rewrite is not None:
            made[column.name] = rewrite(value, numbers.number)
        else:
            made[column.name] = cells.to_json(column, value)
    return made
