"""What comes out of an installation comes out of the next one the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from flask import Flask

from app import audit
from app.accounts.models import User
from app.aims.models import AimRevision
from app.archive import plan
from app.extensions import db
from app.measures.models import Measure
from app.networks.models import Network, WorkingGroup
from app.pdsa.models import Cycle
from app.stakeholders.models import StakeholderChange
from app.theory.models import DriverNode, TheoryVersion
from tests import conftest
from tests.app.archive.world import MOMENT, contents, export, load_from, make_full_network
from tests.databases import close
from tests.factories import make_user

KINDS = ("sqlite", "postgresql")
WAYS = [(one, other) for one in KINDS for other in KINDS]


@pytest.fixture
def installation(request, tmp_path) -> Iterator[Callable[[str], Flask]]:
    """Makes installations on the databases that are asked for."""
    with ExitStack() as stack:

        def make(kind: str) -> Flask:
            databases = request.getfixturevalue(f"{kind}_databases")
            url = databases.copy()
            app = conftest.tested_app(url, tmp_path)
            stack.callback(databases.drop, url)
            return app

        yield make


def within(app: Flask, work: Callable[[], object]) -> object:
    with app.app_context():
        try:
            return work()
        finally:
            close()


@pytest.mark.parametrize(("one", "other"), WAYS)
def test_a_network_comes_out_as_it_went_in(installation, tmp_path, one, other):
    here, there = installation(one), installation(other)

    def leave() -> None:
        make_full_network()
        export(tmp_path / "first.zip")
        export(tmp_path / "same.zip")

    def arrive() -> None:
        # Others came before, so that no number is what it was.
        make_user("Somebody", email="aaa@example.org")
        db.session.add(Network(slug="other", name="Other"))
        db.session.commit()
        load_from(tmp_path / "first.zip")
        export(tmp_path / "second.zip")
        assert not [each for each in audit.verify_all() if each.fault]

    within(here, leave)
    within(there, arrive)
    first, second = contents(tmp_path / "first.zip"), contents(tmp_path / "second.zip")
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert contents(tmp_path / "same.zip") == first
    manifest = json.loads(first["manifest.json"])
    rows = {each["name"].removesuffix(".jsonl"): each["rows"] for each in manifest["files"]}
    assert [name for name in plan.CARRIED if rows[name] < 2] == [], "the world must hold these"


@pytest.mark.both_databases
def test_what_is_tied_together_stays_so(app, tmp_path):
    """Read by the models, not by what writes archives."""
    make_full_network()
    export(tmp_path / "a.zip")
    load_from(tmp_path / "a.zip", "copy")
    copy = db.session.query(Network).filter_by(slug="copy").one()
    inner = db.session.query(WorkingGroup).filter_by(network_id=copy.id, name="Inner group").one()
    outer = db.session.get(WorkingGroup, inner.parent_id)
    assert outer is not None
    assert (outer.name, outer.network_id) == ("Outer group", copy.id)
    late = db.session.scalars(
        sa.select(Cycle).where(Cycle.number == 77).order_by(Cycle.id.desc())
    ).first()
    assert late is not None
    assert late.team.network_id == copy.id
    assert late.updated_at == MOMENT
    before = db.session.query(Cycle).filter_by(previous_id=late.id).one()
    assert before.team_id == late.team_id
    version = db.session.query(TheoryVersion).filter_by(team_id=late.team_id, number=77).one()
    there, gone = version.content["parts"]
    assert db.session.get(DriverNode, there["id"]).team_id == late.team_id
    assert gone["id"] == -99_999
    assert [db.session.get(DriverNode, key).team_id for key in gone["serves"]] == [late.team_id] * 2
    revisions = db.session.query(AimRevision).filter_by(number=77).order_by(AimRevision.id).all()
    measure = db.session.get(Measure, revisions[-1].fields["measure_id"])
    assert (measure.slug, measure.network_id) == ("urgent-visits", copy.id)
    change = db.session.query(StakeholderChange).order_by(StakeholderChange.id.desc()).first()
    assert db.session.get(User, change.before["owner_id"]).name == "Bob"


@pytest.mark.both_databases
def test_the_audit_holds_where_it_is_loaded(app, tmp_path):
    make_full_network()
    export(tmp_path / "a.zip")
    report = load_from(tmp_path / "a.zip", "copy")
    verdict = audit.verify(f"network:{report.network.id}")
    assert (verdict.fault, verdict.length, verdict.erased) == (None, 5, 1)
    # And it goes on from there.
    audit.record(None, "edit network", report.network, network=report.network)
    db.session.commit()
    assert audit.verify(f"network:{report.network.id}").length == 6
    installed = audit.verify("installation")
    assert installed.fault is None
    assert installed.length >= 1
