"""`flask export network` and `flask import network`: what they do, refuse and say."""

from __future__ import annotations

import stat
import zipfile

import pytest
from sqlalchemy import select

from app import audit
from app.accounts import passwords
from app.accounts.models import User
from app.audit.models import AuditEvent
from app.extensions import db
from app.networks.models import Network, NetworkMembership
from tests.app.archive.world import export, make_full_network, repacked, stored


@pytest.fixture
def full(app):
    cast = make_full_network()
    cast.alice.password = passwords.stored_form("a secret that nobody guesses")
    cast.alice.demo_role = "Team lead"
    db.session.commit()
    return cast


@pytest.fixture
def run(app):
    def run(*command: object):
        db.session.commit()
        return app.test_cli_runner().invoke(args=[str(part) for part in command])

    return run


def test_it_writes_a_file_that_only_its_owner_reads(full, run, tmp_path):
    file = tmp_path / "river.zip"
    done = run("export", "network", "river", file)
    assert done.exit_code == 0, done.output
    assert f"River is in {file}: " in done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["river.zip"]
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.chain) == ("export network", f"network:{full.network.id}")


def test_it_holds_no_secrets(full, tmp_path):
    secrets = [full.alice.password, full.alice.fs_uniquifier, "Team lead"]
    secrets += db.session.execute(db.text("select token_digest from invitation")).scalars()
    assert len(secrets) > 3
    with zipfile.ZipFile(export(tmp_path / "a.zip")) as archive:
        told = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "alice@example.org" in told
    assert [secret for secret in secrets if secret in told] == []


def test_it_holds_nothing_of_other_networks(full, tmp_path):
    with zipfile.ZipFile(export(tmp_path / "a.zip")) as archive:
        told = "".join(archive.read(name).decode() for name in archive.namelist())
    for foreign in ("olga@example.org", "Farm", "harvests"):
        assert (foreign in told) is False


def test_it_never_writes_over_a_file(full, run, tmp_path):
    file = tmp_path / "river.zip"
    file.write_text("mine")
    done = run("export", "network", "river", file)
    assert done.exit_code == 1
    assert "is there already" in done.output
    assert file.read_text() == "mine"


def test_a_network_that_is_not_there(full, run, tmp_path):
    done = run("export", "network", "rivr", tmp_path / "a.zip")
    assert done.exit_code == 1
    assert 'No network "rivr". There is: hill, river.' in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(full, run, tmp_path):
    done = run("export", "network", "river", tmp_path / "none" / "a.zip")
    assert done.exit_code == 1
    assert "cannot be written: No such file or directory" in done.output


def test_a_broken_audit_is_not_carried_on(full, run, tmp_path):
    event = db.session.query(AuditEvent).filter_by(number=2).first()
    event.action = "did nothing"
    db.session.commit()
    done = run("export", "network", "river", tmp_path / "a.zip")
    assert done.exit_code == 1
    assert "event 2 was changed" in done.output
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_taken_is_left_alone(full, run, tmp_path):
    export(tmp_path / "a.zip")
    before = stored()
    done = run("import", "network", tmp_path / "a.zip")
    assert done.exit_code == 1
    assert 'There is a network "river" here already' in done.output
    assert "--as river-2" in done.output
    assert stored() == before


def test_an_address_that_can_be_none(full, run, tmp_path):
    export(tmp_path / "a.zip")
    for slug in ("River", "a b", "../x", "x" * 81, "a--b"):
        done = run("import", "network", tmp_path / "a.zip", f"--as={slug}")
        assert done.exit_code == 1
        assert "cannot be a network's address" in done.output


@pytest.mark.both_databases
def test_it_loads_beside_the_others(full, run, tmp_path):
    export(tmp_path / "a.zip")
    people = db.session.query(User).count()
    done = run("import", "network", tmp_path / "a.zip", "--as", "creek")
    assert done.exit_code == 0, done.output
    assert "River is at /networks/creek" in done.output
    assert "0 are new" in done.output
    creek = db.session.query(Network).filter_by(slug="creek").one()
    assert db.session.query(User).count() == people
    held = db.session.query(NetworkMembership).filter_by(network_id=creek.id)
    assert full.bea.id in {each.user_id for each in held}
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.chain, event.thing_id) == (
        "import network", "installation", creek.id,
    )  # fmt: skip
    assert not [each for each in audit.verify_all() if each.fault]


def test_who_is_here_stays_as_they_are_and_others_cannot_sign_in(full, run, tmp_path):
    def rename(rows, _manifest):
        for person in rows["people.jsonl"]:
            person["active"] = True
            if person["name"] == "Alice":
                person["name"] = "Somebody else"
            if person["name"] == "Bob":
                person["email"] = "new.bob@example.org"

    export(tmp_path / "a.zip")
    full.alice.active = False
    password = full.alice.password
    done = run("import", "network", repacked(tmp_path / "a.zip", rename), "--as", "creek")
    assert "1 are new" in done.output
    assert "flask users password EMAIL" in done.output
    alice = db.session.query(User).filter_by(email="alice@example.org").one()
    assert (alice.name, alice.password, alice.active) == ("Alice", password, False)
    bob = db.session.query(User).filter_by(email="new.bob@example.org").one()
    assert bob.password is None
    assert bob.demo_role is None
    assert not passwords.is_right("", bob.password)


@pytest.mark.both_databases
def test_what_the_database_refuses_is_said_and_nothing_is_stored(full, run, tmp_path):
    def change(rows, _manifest):
        rows["observation.jsonl"][1]["series_id"] = rows["observation.jsonl"][0]["series_id"]
        rows["observation.jsonl"][1]["period"] = rows["observation.jsonl"][0]["period"]

    export(tmp_path / "a.zip")
    before = stored()
    done = run("import", "network", repacked(tmp_path / "a.zip", change), "--as", "creek")
    assert done.exit_code == 1
    assert "The database refuses what the archive says" in done.output
    assert stored() == before
