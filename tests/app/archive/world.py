"""A network with at least two rows in every table that an archive carries.

What the small world of the architecture tests does not hold is made from the tables themselves, so
that a new table is filled, and sent round, without anybody thinking of it.
"""

from __future__ import annotations

import itertools
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app import audit
from app.accounts.models import User
from app.aims.models import Aim, AimRevision
from app.archive import plan
from app.archive.container import Manifest, Reader
from app.archive.reading import Report, load
from app.archive.writing import begin_reading, write
from app.database import UtcDateTime
from app.extensions import Model, db
from app.imports.commands import progress_bar
from app.measures.models import Series
from app.measures.past.models import Mark, SeriesChange
from app.networks.models import Network, WorkingGroup
from app.pdsa.models import Cycle
from app.stakeholders.models import Stakeholder, StakeholderChange
from app.theory.models import DriverNode, TheoryVersion
from tests.architecture.world import make_world
from tests.factories import Cast, make_user

SLUG = "river"
MOMENT = datetime(2025, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
STRANGERS = ("olga@example.org", "zoe@example.org")
"""People who have nothing to do with the network."""
_counter = itertools.count(1)


def make_full_network() -> Cast:
    """The network "river", full; "hill" stands beside it, so that numbers differ."""
    make_user("Zoe First", email="zoe@example.org")  # of no network
    cast, _ = make_world()
    _fill(cast.network)
    _refer(cast)
    for number in range(3):
        audit.record(
            cast.bea, "edit network", cast.network, network=cast.network,
            before={"name": f"é {number}"}, after={"name": "=1"}, why="It reads better.",
        )  # fmt: skip
    audit.record(cast.alice, "invite", cast.alice, network=cast.network)
    gone = audit.record(None, "remove something", cast.team, network=cast.network)
    db.session.delete(gone.detail)  # its words were erased
    db.session.commit()
    return cast


def _refer(cast: Cast) -> None:
    """References that point ahead in their own table, and numbers within JSON."""
    first, second = db.session.scalars(
        sa.select(WorkingGroup).where(WorkingGroup.network_id == cast.network.id).limit(2)
    )
    first.name, second.name = "Inner group", "Outer group"
    first.parent_id = second.id
    early = db.session.scalars(sa.select(Cycle).where(Cycle.team_id == cast.team.id)).first()
    assert early is not None
    late = Cycle(team_id=cast.team.id, number=77, title="Late", updated_at=MOMENT)
    db.session.add(late)
    db.session.flush()
    early.previous_id = late.id
    nodes = db.session.scalars(sa.select(DriverNode).where(DriverNode.team_id == cast.team.id))
    known = [node.id for node in nodes]
    part = {"kind": "primary driver", "text": "x", "measures": [], "lines": [], "status": None}
    part |= {"reliability": None, "cycles": [], "tested": ""}
    parts = [part | {"id": known[0], "serves": []}, part | {"id": 99_999, "serves": known[:2]}]
    content = {"aim": "", "aim_lines": [], "parts": parts}
    db.session.add(TheoryVersion(team_id=cast.team.id, number=77, name="77", content=content))
    aim = db.session.scalars(sa.select(Aim).limit(1)).one()
    aim.revisions.append(
        AimRevision(number=77, sentence="s", fields={"measure_id": cast.measure.id})
    )
    person = db.session.scalars(
        sa.select(Stakeholder).where(Stakeholder.team_id == cast.team.id).limit(1)
    ).one()
    db.session.add(
        StakeholderChange(
            stakeholder_id=person.id, action="edit", before={"owner_id": cast.bob.id},
            after={"owner_id": None},
        )
    )  # fmt: skip
    _marked(cast)


def _marked(cast: Cast) -> None:
    """Marks of a chart: one that is there, one of a value that is gone, one of a day."""
    series = db.session.scalars(sa.select(Series).where(Series.team_id == cast.team.id)).first()
    assert series is not None
    there = series.observations[0].id
    was = {"id": 99_998, "by": cast.bob.id, "corrections": [{"by": cast.alice.id, "reason": "r"}]}
    for mark, thing, before in (
        (Mark.EXCLUSION, f"observation {there}", None),
        (Mark.REMOVED_VALUE, "observation 99998", was),
        (Mark.PHASE, "2025-04-01", {"label": "New", "by": cast.alice.id}),
        (Mark.BASELINE, "", {"points": 8}),
    ):
        db.session.add(
            SeriesChange(series_id=series.id, at=MOMENT, mark=mark, thing=thing, before=before)
        )


def _fill(network: Network) -> None:
    db.session.flush()
    for table in plan.tables():
        for _ in range(2):
            count = sa.select(sa.func.count()).where(plan.within(table, network.id))
            if (db.session.scalar(count) or 0) < 2:
                db.session.execute(sa.insert(table).values(**_row(table, network)))


def _row(table: sa.Table, network: Network) -> dict[str, Any]:
    number = next(_counter)
    return {
        column.name: _value(column, network, number) for column in table.c if column.name != "id"
    }


def _value(column: sa.Column[Any], network: Network, number: int) -> Any:
    target = plan.target_of(column)
    if target is not None:
        return _reference(column, target, network, number)
    kind = column.type
    if isinstance(kind, sa.JSON):
        return {"a": [number, 0.5, None, "é\u2028"]}
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        members = list(kind.enum_class)
        return members[number % len(members)]
    for wanted, value in (
        (UtcDateTime, MOMENT + timedelta(seconds=number)),
        (sa.Date, date(2020, 1, 1) + timedelta(days=number)),
        (sa.Boolean, bool(number % 2)),
        (sa.Float, number + 0.1),
        (sa.Integer, 1 + number % 2),  # the support of a stakeholder ends at 2
        (sa.String, f"{number}: “ü”\n"[: getattr(kind, "length", None) or 40]),
    ):
        if isinstance(kind, wanted):
            return value
    raise AssertionError(f"What stands in {column}?")


def _reference(column: sa.Column[Any], target: str, network: Network, number: int) -> Any:
    if target == plan.NETWORK:
        return network.id
    if target == plan.USER:
        query = sa.select(User.id).where(User.email.not_in(STRANGERS)).order_by(User.email)
        ids = list(db.session.scalars(query))
        return ids[number % len(ids)]
    above = Model.metadata.tables[target]
    if above is column.table:
        return None
    query = sa.select(above.c.id).where(plan.within(above, network.id)).order_by(above.c.id)
    ids = list(db.session.scalars(query))
    # Columns of one row take different rows, since some may not be the same.
    place = [each.name for each in column.table.c].index(column.name)
    return ids[(number + place) % len(ids)]


def export(path: Path, slug: str = SLUG) -> Path:
    """Write an archive without what the command says and audits."""
    begin_reading()
    with path.open("wb") as file:
        write(slug, file, progress_bar)
    db.session.rollback()
    return path


def load_from(path: Path, slug: str = SLUG) -> Report:
    """Load an archive and commit."""
    reader = Reader(path, lambda _done: None)
    try:
        report = load(reader, slug, progress_bar)
    finally:
        reader.close()
    db.session.commit()
    return report


def contents(path: Path) -> dict[str, bytes]:
    """Every file of an archive; the manifest without its time stamp."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(found["manifest.json"])
    del manifest["made_at"]
    return found | {"manifest.json": json.dumps(manifest).encode()}


def stored() -> dict[str, int]:
    """How many rows each table of the database holds."""
    db.session.rollback()
    return {
        name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for name, table in Model.metadata.tables.items()
    }


def repacked(path: Path, change: Callable[[dict[str, list[Any]], dict[str, Any]], None]) -> Path:
    """The same archive with rows or manifest changed, and sums that fit what was changed."""
    import hashlib

    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(found.pop("manifest.json"))
    rows = {name: [json.loads(line) for line in data.splitlines()] for name, data in found.items()}
    change(rows, manifest)
    made = path.with_name(f"changed-{path.name}")
    files = []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in rows.items():
            data = "".join(json.dumps(row) + "\n" for row in each).encode()
            archive.writestr(name, data)
            files.append(
                {
                    "name": name,
                    "rows": len(each),
                    "bytes": len(data),
                    "sha256": hashlib.sha256(data).hexdigest(),
                }
            )
        archive.writestr("manifest.json", json.dumps(manifest | {"files": files}))
    return made


def manifest_of(path: Path) -> Manifest:
    reader = Reader(path, lambda _done: None)
    reader.close()
    return reader.manifest
