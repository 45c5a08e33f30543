import re

import pytest

from app.extensions import db
from app.models import AuditEvent, Network, User


@pytest.fixture
def run(app):
    def invoke(*args):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=list(args))
        db.session.expire_all()
        return result

    return invoke


def test_an_account_is_made_with_a_password_shown_once(run, client):
    result = run("users", "create", "Ana@Example.org", "--name", "Ana Ruiz")
    assert result.exit_code == 0
    password = re.search(r"shown this once: (\S+)", result.output)[1]
    data = {"email": "ana@example.org", "password": password}
    assert client.post("/sign-in", data=data).status_code == 303


@pytest.mark.parametrize("email", ["nonsense", "alice@example.org"])
def test_a_wrong_address_is_refused(cast, run, email):
    result = run("users", "create", email, "--name", "X")
    assert result.exit_code == 1
    assert "Error:" in result.output


def test_an_account_is_closed_and_opened(cast, run, sign_in):
    alice = sign_in(cast.alice)
    assert run("users", "deactivate", "alice@example.org").exit_code == 0
    assert alice.get("/account/password").status_code == 302
    assert run("users", "activate", "alice@example.org").exit_code == 0
    assert db.session.query(User).filter_by(email="alice@example.org").one().active
    actions = [event.action for event in db.session.query(AuditEvent)]
    assert actions == ["deactivate account", "activate account"]


def test_a_forgotten_password_is_made_anew(cast, run, sign_in, client):
    alice = sign_in(cast.alice)
    result = run("users", "password", "alice@example.org")
    assert alice.get("/account/password").status_code == 302
    password = re.search(r"shown this once: (\S+)", result.output)[1]
    data = {"email": "alice@example.org", "password": password}
    assert client.post("/sign-in", data=data).status_code == 303


@pytest.mark.parametrize("command", ["deactivate", "activate", "password"])
def test_nobody_is_told_so(run, command):
    result = run("users", command, "nobody@example.org")
    assert result.exit_code == 1
    assert "Nobody here has the address" in result.output


def test_a_network_is_made(cast, run, sign_in):
    result = run("networks", "create", "lake", "--name", "Lake", "--backbone", "olga@example.org")
    assert result.exit_code == 0
    assert sign_in(cast.olga).get("/networks/lake/edit").status_code == 200


@pytest.mark.parametrize(
    ("slug", "name", "backbone"),
    [
        ("river", "River", "olga@example.org"),
        ("Not a slug", "X", "olga@example.org"),
        ("lake", " ", "olga@example.org"),
        ("lake", "Lake", "nobody@example.org"),
    ],
)
def test_a_wrong_network_is_refused(cast, run, slug, name, backbone):
    result = run("networks", "create", slug, "--name", name, "--backbone", backbone)
    assert result.exit_code == 1
    assert db.session.query(Network).count() == 2
