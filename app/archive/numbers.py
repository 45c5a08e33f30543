"""Numbers of rows: in an archive they count from 1 in each table, whatever they are in a database.

So the same network gives the same archive wherever it stands. Rows are counted in the order in
which they were stored, people by their address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.archive import plan
from app.archive.errors import ArchiveError
from app.audit.models import AuditEvent
from app.extensions import db


class Numbers:
    """By table, the number in the archive of each row of the network."""

    def __init__(self, network_id: int, chain: str) -> None:
        self._of: dict[str, dict[int, int]] = {plan.NETWORK: {network_id: 1}}
        for table in plan.tables():
            if plan.is_numbered(table):
                query = sa.select(table.c.id).where(plan.within(table, network_id))
                self._of[table.name] = _counted(db.session.scalars(query.order_by(table.c.id)))
        self.people = _people(network_id, chain)
        self._of[plan.USER] = _counted(person.id for person in self.people)

    def number(self, table: str, row_id: int) -> int:
        """The row's number in the archive.

        Of one that is not there any more, its old number below zero: it can be no other row's.
        """
        found = self._of.get(table, {}).get(row_id)
        return -abs(row_id) if found is None else found

    def required(self, column: sa.Column[Any], row_id: int) -> int:
        """The number of a row that a column refers to, which must be of this network."""
        target = plan.target_of(column) or ""
        found = self._of[target].get(row_id)
        if found is None:
            raise ArchiveError(
                f"{column.table.name}.{column.name} refers to {target} {row_id}, which is not of "
                "this network. Please report this; nothing was written."
            )
        return found

    def count(self, table: str) -> int:
        """How many rows of a table there are."""
        return len(self._of.get(table, ()))


def _counted(ids: Any) -> dict[int, int]:
    return {row_id: number for number, row_id in enumerate(ids, start=1)}


def _people(network_id: int, chain: str) -> list[User]:
    """Everybody whom a row of the network names and who has an account, by address."""
    ids: set[int] = set()
    for table in plan.tables():
        mine = plan.within(table, network_id)
        for column in table.c:
            if plan.target_of(column) == plan.USER:
                ids.update(_ids(sa.select(column).where(mine, column.is_not(None)).distinct()))
        for name, column in table.c.items():
            rewrite = plan.REWRITES.get((table.name, name))
            if rewrite is not None:
                _note_people(rewrite, sa.select(column).where(mine), ids)
    events = sa.select(AuditEvent.actor_id).where(AuditEvent.chain == chain).distinct()
    ids.update(_ids(events.where(AuditEvent.actor_id.is_not(None))))
    things = sa.select(AuditEvent.thing_id).where(
        AuditEvent.chain == chain,
        AuditEvent.thing_kind == plan.USER,
        AuditEvent.thing_id.is_not(None),
    )
    ids.update(_ids(things.distinct()))
    found: list[User] = []
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found += db.session.scalars(sa.select(User).where(User.id.in_(some)))
    return sorted(found, key=lambda person: person.email)


def _ids(query: sa.Select[Any]) -> Iterator[int]:
    return iter(db.session.scalars(query))


def _note_people(rewrite: plan.Rewrite, query: sa.Select[Any], ids: set[int]) -> None:
    def note(table: str, row_id: int) -> int:
        if table == plan.USER and row_id > 0:
            ids.add(row_id)
        return row_id

    for content in db.session.scalars(query.execution_options(yield_per=500)):
        if content is not None:
            rewrite(content, note)
