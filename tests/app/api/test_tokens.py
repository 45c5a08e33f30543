"""Tokens: made and shown once, kept as digests, limited, revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app import audit
from app.accounts import services as accounts
from app.api.models import ApiToken
from app.api.scopes import Scope
from app.api.tokens import services
from app.audit.models import AuditDetail, AuditEvent
from app.clock import now
from app.extensions import db
from app.networks.models import NetworkMembership, NetworkRole
from tests.app.api.program import Program, check_problem

FORM = {"name": "Monthly upload", "scopes": ["read"], "network_id": "", "days": "90"}
SECRET = re.compile(r"ctl_[\w-]{43}")


def secret_in(page: str) -> str:
    [found] = SECRET.findall(page)
    return found


def test_it_is_made_and_shown_once(cast, sign_in):
    browser = sign_in(cast.alice)
    page = browser.post("/account/tokens", data=FORM)
    assert page.status_code == 200
    secret = secret_in(page.text)
    again = browser.get("/account/tokens").text
    assert "Monthly upload" in again
    assert secret not in again
    assert secret[-4:] in again


def test_only_its_digest_is_kept(cast, sign_in):
    secret = secret_in(sign_in(cast.alice).post("/account/tokens", data=FORM).text)
    token = db.session.query(ApiToken).one()
    for column in ApiToken.__table__.columns:
        assert secret not in str(getattr(token, column.key))
    for detail in db.session.query(AuditDetail):
        assert secret not in f"{detail.before}{detail.after}{detail.thing_name}{detail.why}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Name it"),
        ({"scopes": []}, "Tick what it may do"),
        ({"scopes": ["admin"]}, "Tick what it may do"),
        ({"days": "4000"}, "Choose one of these answers"),
        ({"network_id": "999"}, "Choose one from the list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(cast, sign_in, wrong, said):
    page = sign_in(cast.alice).post("/account/tokens", data=FORM | wrong)
    assert page.status_code == 422
    assert said in page.text
    assert db.session.query(ApiToken).count() == 0


def test_no_network_of_others_is_offered(cast, sign_in):
    page = sign_in(cast.alice).get("/account/tokens").text
    assert "Only in River" in page
    assert "Hill" not in page


def test_a_person_has_a_bounded_number(cast, sign_in, program):
    for number in range(services.MOST):
        services.make(cast.alice, str(number), [Scope.READ], 30)
    page = sign_in(cast.alice).post("/account/tokens", data=FORM)
    assert page.status_code == 422
    assert "Revoke one" in page.text


def test_it_opens_the_api(cast, program):
    assert program(cast.alice).get("/networks")["networks"][0]["slug"] == "river"


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer ctl_wrong", "Basic YWxpY2U6", "Token x"]
)
def test_without_a_right_one_nothing_opens(cast, client, header):
    headers = {} if header is None else {"Authorization": header}
    response = client.get("/api/v1/networks", headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    check_problem(response)


def test_a_revoked_one_opens_nothing(cast, program, sign_in):
    found = program(cast.alice)
    token = db.session.query(ApiToken).one()
    response = sign_in(cast.alice).post("/account/tokens/revoke", data={"token": token.id})
    assert response.status_code == 303
    assert found.ask("GET", "/networks").status_code == 401


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_what_is_no_token_cannot_be_revoked(cast, sign_in, number):
    response = sign_in(cast.alice).post("/account/tokens/revoke", data={"token": number})
    assert response.status_code == 404


def test_nobody_revokes_or_sees_anothers(cast, program, sign_in):
    found = program(cast.alice)
    token = db.session.query(ApiToken).one()
    browser = sign_in(cast.bea)
    response = browser.post("/account/tokens/revoke", data={"token": token.id})
    assert response.status_code == 404
    assert token.ending not in browser.get("/account/tokens").text
    assert found.ask("GET", "/networks").status_code == 200


def test_an_expired_one_opens_nothing(cast, program):
    found = program(cast.alice)
    db.session.query(ApiToken).one().expires_at = now() - timedelta(seconds=1)
    assert found.ask("GET", "/networks").status_code == 401


def test_one_of_a_closed_account_opens_nothing(cast, program):
    found = program(cast.alice)
    accounts.deactivate(cast.bea, cast.alice)
    assert found.ask("GET", "/networks").status_code == 401


def test_it_opens_no_page(cast, program):
    found = program(cast.alice)
    response = found.client.get("/work", headers={"Authorization": f"Bearer {found.secret}"})
    assert response.status_code == 302
    assert "/sign-in" in response.location


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_cookie_opens_nothing_of_the_api(cast, sign_in, method):
    """No other site can have a signed-in browser write: the API believes no cookie at all."""
    response = sign_in(cast.alice).open("/api/v1/networks", method=method)
    assert response.status_code in {401, 405}
    check_problem(response)


def test_one_network_alone(cast, program):
    hill = db.session.query(type(cast.network)).filter_by(slug="hill").one()
    db.session.add(NetworkMembership(network=hill, user=cast.alice, role=NetworkRole.VIEWER))
    everywhere, river = program(cast.alice), program(cast.alice, network=cast.network)
    slugs = [each["slug"] for each in everywhere.get("/networks")["networks"]]
    assert slugs == ["hill", "river"]
    assert [each["slug"] for each in river.get("/networks")["networks"]] == ["river"]
    assert everywhere.ask("GET", "/networks/hill").status_code == 200
    assert river.ask("GET", "/networks/hill").status_code == 404


def test_the_last_use_is_shown(cast, program, sign_in):
    assert "Never used" in _page_after(program, cast, sign_in, ask=False)
    assert "Last used" in _page_after(program, cast, sign_in, ask=True)


def _page_after(program, cast, sign_in, *, ask: bool) -> str:
    found = program(cast.alice)
    if ask:
        found.get("/networks")
    return sign_in(cast.alice).get("/account/tokens").text


def test_making_and_revoking_are_in_the_audit(cast):
    token, _secret = services.make(cast.alice, "Upload", [Scope.READ], 30, cast.network)
    services.revoke(cast.alice, token)
    db.session.commit()
    events = db.session.query(AuditEvent).filter_by(chain=f"network:{cast.network.id}").all()
    assert [event.action for event in events] == ["make API token", "revoke API token"]
    assert events[0].detail.after["may"] == "read"
    assert audit.verify(f"network:{cast.network.id}").fault is None


@pytest.mark.both_databases
def test_wrong_ones_are_throttled_and_right_ones_pass(cast, program):
    found = program(cast.alice)
    wrong = Program(found.client, "ctl_wrong")
    statuses = [wrong.ask("GET", "/networks").status_code for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    last = wrong.ask("GET", "/networks")
    assert 0 < int(last.headers["Retry-After"]) <= 900
    assert found.ask("GET", "/networks").status_code == 200


@pytest.mark.both_databases
def test_reading_notes_the_use(cast, program):
    program(cast.alice).get("/networks")
    db.session.expire_all()
    assert db.session.query(ApiToken).one().last_used_at is not None
