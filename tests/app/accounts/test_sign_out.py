"""A cookie is worth what its session is worth, whoever holds a copy."""

import pytest

from app.accounts import passwords, services
from app.accounts.models import UserSession
from app.extensions import db
from tests.conftest import new_client

PASSWORD = "four words do well"
NEW = "five other words do well"
INSIDE = "/account/password"


@pytest.fixture
def alice(cast):
    cast.alice.password = passwords.stored_form(PASSWORD)
    return cast.alice


def cookie_of(client):
    cookie = client.get_cookie("centerline")
    return cookie.value if cookie else None


def with_cookie(app, value):
    thief = new_client(app)
    thief.set_cookie("centerline", value)
    return thief


def is_in(client):
    return client.get(INSIDE).status_code == 200


def test_signing_out_ends_the_copied_cookie(app, cast, sign_in):
    alice = sign_in(cast.alice)
    copied = cookie_of(alice)
    assert is_in(with_cookie(app, copied))
    assert alice.post("/sign-out").location == "/sign-in"
    assert not is_in(alice)
    assert not is_in(with_cookie(app, copied))


def test_signing_out_leaves_other_browsers(cast, sign_in):
    phone, desk = sign_in(cast.alice), sign_in(cast.alice)
    phone.post("/sign-out")
    assert is_in(desk)


def test_signing_out_is_no_link(cast, sign_in):
    assert sign_in(cast.alice).get("/sign-out").status_code == 405


def test_a_new_password_ends_every_other_session(app, alice, sign_in):
    here, elsewhere = sign_in(alice), sign_in(alice)
    copied = cookie_of(here)
    response = here.post(INSIDE, data={"current": PASSWORD, "password": NEW})
    assert response.status_code == 303
    assert cookie_of(here) != copied
    assert is_in(here)
    assert not is_in(elsewhere)
    assert not is_in(with_cookie(app, copied))


def test_the_new_password_signs_in_and_the_old_does_not(alice, sign_in, client):
    sign_in(alice).post(INSIDE, data={"current": PASSWORD, "password": NEW})
    old = client.post("/sign-in", data={"email": alice.email, "password": PASSWORD})
    new = client.post("/sign-in", data={"email": alice.email, "password": NEW})
    assert (old.status_code, new.status_code) == (422, 303)


@pytest.mark.parametrize(
    ("current", "new", "message"),
    [
        ("wrong words", NEW, "This is not your present password."),
        (PASSWORD, "short", "Use at least 10 characters."),
        (PASSWORD, "aaaaaaaaaaaa", "first that would be guessed"),
        (PASSWORD, "alice@example.org", "Your name or address"),
        (PASSWORD, PASSWORD, "the password you have now"),
        ("", NEW, "Write the password you have now."),
    ],
)
def test_a_bad_new_password_changes_nothing(alice, sign_in, current, new, message):
    here, elsewhere = sign_in(alice), sign_in(alice)
    stored = alice.password
    response = here.post(INSIDE, data={"current": current, "password": new})
    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    assert is_in(here)
    assert is_in(elsewhere)
    assert alice.password == stored


def test_a_stolen_session_cannot_guess_the_password(alice, sign_in, monkeypatch):
    monkeypatch.setattr(passwords, "is_right", lambda *_: False)
    here = sign_in(alice)
    data = {"current": "wrong words", "password": NEW}
    codes = [here.post(INSIDE, data=data).status_code for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2


def test_deactivation_ends_every_session(app, cast, sign_in):
    alice = sign_in(cast.alice)
    copied = cookie_of(alice)
    services.deactivate(None, cast.alice)
    assert not is_in(alice)
    cast.alice.active = True
    assert not is_in(with_cookie(app, copied))


def test_signing_in_makes_a_new_session(app, alice, client):
    """A cookie planted before the sign-in is worth nothing after it."""
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    planted = cookie_of(client)
    client.post("/sign-in", data={"email": alice.email, "password": PASSWORD})
    assert is_in(client)
    assert not is_in(with_cookie(app, planted))
    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_in_as_another_ends_the_first_session(app, cast, sign_in):
    app.config["DEMO"] = True
    cast.bob.demo_role = "Member"
    browser = sign_in(cast.alice)
    copied = cookie_of(browser)
    browser.post("/demo-sign-in", data={"person": cast.bob.id})
    assert not is_in(with_cookie(app, copied))
    assert db.session.query(UserSession).filter_by(ended_at=None).one().user == cast.bob


def test_the_password_page_of_a_demo_person_says_so(cast, sign_in):
    page = sign_in(cast.alice).get(INSIDE).get_data(as_text=True)
    assert "It has no password" in page
