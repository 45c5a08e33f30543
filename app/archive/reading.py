"""Loading an archive: everything or nothing, into an installation that may hold other networks."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app import audit
from app.accounts.models import User
from app.archive import cells, history, plan
from app.archive.container import Manifest, Reader
from app.archive.errors import ArchiveError
from app.archive.writing import NETWORK, PEOPLE, Progress, file_of
from app.audit.chain import chain_name
from app.audit.models import AuditChain, AuditDetail, AuditEvent
from app.extensions import db
from app.networks.models import Network
from app.networks.services import SLUG

BATCH = 1000
NETWORK_TABLE: Any = Network.__table__


@dataclass(frozen=True, slots=True)
class Report:
    """What was loaded."""

    network: Network
    manifest: Manifest
    people_found: int
    people_made: int


class _Loading:
    """One archive on its way in: by table, the number that each row of the archive has here."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.ids: dict[str, dict[int, int]] = {}

    def number(self, table: str, number: int) -> int:
        """What stands here for a row's number; what was gone already stays below zero."""
        if number < 0:
            return number
        found = self.ids.get(table, {}).get(number)
        if found is None:
            raise ArchiveError(f"The archive speaks of {table} {number}, which is not in it.")
        return found


def load(reader: Reader, slug: str, progress: Progress) -> Report:
    """Store the archive's network at the address `slug`. Flushes; the caller commits or rolls back.

    Raises
    ------
    ArchiveError
        The address is taken, or what the archive says cannot be stored.
    """
    _check_slug(slug)
    _check_tables(reader.manifest)
    loading = _Loading(reader)
    with progress("Storing", reader.manifest.rows) as tick:
        found, made = _load_people(loading)
        tick(found + made)
        network = _load_network(loading, slug)
        for table in plan.tables():
            if _has(reader.manifest, table.name):
                tick(_load_table(loading, table))
        tick(_load_audit(loading, network))
    audit.record(
        None,
        "import network",
        network,
        network=None,
        after={
            "from": reader.manifest.network,
            "written": reader.manifest.made_at,
            "archive": reader.manifest.digest,
            "people made": made,
        },
    )
    return Report(network, reader.manifest, found, made)


def _check_slug(slug: str) -> None:
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise ArchiveError(
            f"{slug!r} cannot be a network's address: use small letters, digits and single "
            "hyphens, such as river-county."
        )
    if db.session.scalar(sa.select(Network.id).where(Network.slug == slug)) is not None:
        raise ArchiveError(
            f'There is a network "{slug}" here already, and it is left as it is. To load the '
            f"archive beside it, give it another address: --as {slug}-2"
        )


def _has(manifest: Manifest, table: str) -> bool:
    return any(each.name == file_of(table) for each in manifest.files)


def _check_tables(manifest: Manifest) -> None:
    known = {NETWORK, PEOPLE, history.FILE, *(file_of(name) for name in plan.CARRIED)}
    strange = sorted({each.name for each in manifest.files} - known)
    if strange:
        raise ArchiveError(
            f"It holds {', '.join(strange)}, which this Centerline does not know. Bring this "
            "installation up to date first."
        )
    due = {NETWORK, PEOPLE, history.FILE}
    due |= {file_of(name) for name, each in plan.CARRIED.items() if each.since <= manifest.version}
    lacks = sorted(due - {each.name for each in manifest.files})
    if lacks:
        raise ArchiveError(f"Its manifest lacks {', '.join(lacks)}.")


def _load_people(loading: _Loading) -> tuple[int, int]:
    """Find people by their address, and make accounts without a password for the others.

    Who is here already stays as they are: name, password, whether they may sign in.
    """
    here = {email: key for key, email in db.session.execute(sa.select(User.id, User.email))}
    found = made = 0
    ids: dict[int, int] = {}
    for line, row in enumerate(loading.reader.rows(PEOPLE), start=1):
        number, email, name, active = _person(row, line)
        if number in ids:
            raise ArchiveError(f"{PEOPLE}, line {line}: the number {number} was used before.")
        if email in here:
            found += 1
        else:
            person = User(
                email=email, name=name, active=active, fs_uniquifier=secrets.token_hex(32)
            )
            db.session.add(person)
            db.session.flush()
            here[email] = person.id
            made += 1
        ids[number] = here[email]
    loading.ids[plan.USER] = ids
    return found, made


def _person(row: dict[str, Any], line: int) -> tuple[int, str, str, bool]:
    table: Any = User.__table__
    try:
        email = cells.from_json(table.c.email, row["email"])
        name = cells.from_json(table.c.name, row["name"])
        active = cells.from_json(table.c.active, row["active"])
        number = cells.from_json(table.c.id, row["id"])
    except (KeyError, cells.WrongCellError) as error:
        raise ArchiveError(f"{PEOPLE}, line {line}, is not a person: {error}.") from error
    if email != email.strip().lower() or "@" not in email or not name.strip():
        raise ArchiveError(f"{PEOPLE}, line {line}: a person has a name and an address.")
    return number, email, name, active


def _load_network(loading: _Loading, slug: str) -> Network:
    rows = list(loading.reader.rows(NETWORK))
    if len(rows) != 1:
        raise ArchiveError(f"{NETWORK} must hold one network; it holds {len(rows)}.")
    values = _values(loading, NETWORK_TABLE, rows[0], 1) | {"slug": slug}
    number = values.pop("id")
    row_id = db.session.execute(sa.insert(Network).values(**values).returning(Network.id)).scalar()
    loading.ids[plan.NETWORK] = {number: row_id or 0}
    return db.session.scalars(sa.select(Network).where(Network.id == row_id)).one()


def _load_table(loading: _Loading, table: sa.Table) -> int:
    """Store a table's rows in the order in which they stand; how many."""
    own = _own_references(table)
    ids: dict[int, int] = {}
    loading.ids[table.name] = ids
    later: list[tuple[int, dict[str, int]]] = []
    count = 0
    for rows in _batches(loading, table):
        numbers = [row.pop("id", None) for row in rows]
        for number, row in zip(numbers, rows, strict=True):
            named = {name: row[name] for name in own if row.get(name) is not None}
            if named:
                later.append((number, named))
                row.update(dict.fromkeys(named))
        _insert(table, rows, numbers, ids)
        count += len(rows)
    _tie(loading, table, later)
    return count


def _own_references(table: sa.Table) -> list[str]:
    """Columns that refer to rows of the same table, which may come later."""
    return [column.name for column in table.c if plan.target_of(column) == table.name]


def _batches(loading: _Loading, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for line, row in enumerate(loading.reader.rows(file_of(table.name)), start=1):
        values = _values(loading, table, row, line)
        if batch and (len(batch) == BATCH or batch[0].keys() != values.keys()):
            yield batch
            batch = []
        batch.append(values)
    if batch:
        yield batch


def _insert(
    table: sa.Table, rows: list[dict[str, Any]], numbers: list[int | None], ids: dict[int, int]
) -> None:
    if not plan.is_numbered(table):
        db.session.execute(sa.insert(table), rows)
        return
    stored = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    made = db.session.execute(stored, rows).scalars().all()
    for number, row_id in zip(numbers, made, strict=True):
        if number is None or number in ids:
            raise ArchiveError(f"{file_of(table.name)}: the number {number} was used before.")
        ids[number] = row_id


def _tie(loading: _Loading, table: sa.Table, later: list[tuple[int, dict[str, int]]]) -> None:
    """Store the references within a table, once all its rows are there."""
    # Columns that note every change by themselves are to stay as they were.
    kept: dict[str, Any] = {each.name: each for each in table.c if each.onupdate is not None}
    for number, named in later:
        values = {name: loading.number(table.name, to) for name, to in named.items()}
        row_id = loading.number(table.name, number)
        db.session.execute(sa.update(table).where(table.c.id == row_id).values(**kept, **values))


def _values(loading: _Loading, table: sa.Table, row: dict[str, Any], line: int) -> dict[str, Any]:
    """A row as the database takes it, each value held to its column."""
    where = f"{file_of(table.name)}, line {line}"
    strange = sorted(row.keys() - set(table.c.keys()))
    if strange:
        raise ArchiveError(f"{where}: this Centerline does not know the column {strange[0]!r}.")
    values = {}
    for name, column in table.c.items():
        if name not in row:
            if not (column.nullable or column.default or column.server_default):
                raise ArchiveError(f"{where}: {name} is missing.")
            continue
        try:
            values[name] = _value(loading, column, row[name])
        except cells.WrongCellError as error:
            raise ArchiveError(f"{where}: {name} {error}.") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise ArchiveError(f"{where}: {name} is not what it should be.") from error
    return values


def _value(loading: _Loading, column: sa.Column[Any], given: Any) -> Any:
    value = cells.from_json(column, given)
    if value is None:
        return None
    target = plan.target_of(column)
    if target is not None and target != column.table.name:
        if value < 0:
            raise cells.WrongCellError("must be the number of a row")
        return loading.number(target, value)
    rewrite = plan.REWRITES.get((column.table.name, column.name))
    return value if rewrite is None else rewrite(value, loading.number)


def _load_audit(loading: _Loading, network: Network) -> int:
    """Store the audit's events, sealed for this installation, and check that they hold."""
    name = chain_name(network)

    def number(kind: str, key: int) -> int:
        # What the archive does not carry, such as an invitation, is nothing here.
        known = kind in loading.ids or key < 0
        return loading.number(kind, key) if known else -abs(key)

    end = AuditChain(name=name, length=0, head="")
    db.session.add(end)
    db.session.flush()
    given = history.events(loading.reader.rows(history.FILE), name, number)
    for start in iter(lambda: [each for _, each in zip(range(BATCH), given, strict=False)], []):
        _store_events(start)
        end.length, end.head = start[-1][0].number, start[-1][0].digest
    db.session.flush()
    verdict = audit.verify(name)
    if verdict.fault:
        raise ArchiveError(f"The audit does not hold where it was loaded: {verdict.fault}.")
    return verdict.length


def _store_events(batch: list[tuple[AuditEvent, AuditDetail | None]]) -> None:
    for event, detail in batch:
        event.detail = detail
        db.session.add(event)
    db.session.flush()
    for event, detail in batch:
        db.session.expunge(event)
        if detail is not None:
            db.session.expunge(detail)
