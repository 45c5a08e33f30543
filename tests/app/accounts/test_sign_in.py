import time

import pytest
from passlib.context import CryptContext

from app.accounts import passwords, throttle
from app.accounts.models import SignInAttempt, UserSession
from app.clock import now
from app.extensions import db

PASSWORD = "four words do well"


@pytest.fixture
def dear_passwords(app, monkeypatch):
    """Passwords hashed at argon2's whole cost, as outside tests."""
    context = CryptContext(schemes=app.config["SECURITY_PASSWORD_SCHEMES"])
    monkeypatch.setattr(app.extensions["security"], "pwd_context", context)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def alice(cast):
    cast.alice.password = passwords.stored_form(PASSWORD)
    return cast.alice


def sign_in_as(client, email, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_the_page_asks_for_address_and_password(client):
    page = client.get("/sign-in").get_data(as_text=True)
    assert 'name="email"' in page
    assert 'name="password"' in page


def test_the_right_password_signs_in(client, alice):
    response = sign_in_as(client, " Alice@example.org ", next="/account/password")
    assert response.status_code == 303
    assert response.location == "/account/password"
    assert client.get("/account/password").status_code == 200
    assert db.session.query(SignInAttempt).count() == 0


@pytest.mark.parametrize(
    ("email", "password"),
    [("alice@example.org", "wrong words"), ("nobody@example.org", PASSWORD)],
)
def test_wrong_address_and_wrong_password_are_told_alike(client, alice, email, password):
    response = sign_in_as(client, email, password)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "This email address and password do not belong together." in page
    assert f'value="{email}"' in page
    assert password not in page
    assert db.session.query(UserSession).count() == 0


def test_a_closed_account_is_told_alike(client, alice):
    alice.active = False
    assert sign_in_as(client, alice.email).status_code == 422


def test_an_account_without_password_lets_nobody_in(client, cast):
    assert sign_in_as(client, cast.bob.email, "nobody has this password").status_code == 422


def test_it_takes_as_long_for_an_unknown_address(dear_passwords, client, alice):
    def seconds(email):
        begun = time.perf_counter()
        sign_in_as(client, email, "wrong words")
        return time.perf_counter() - begun

    seconds("warm@example.org")
    known = min(seconds("alice@example.org") for _ in range(3))
    unknown = min(seconds("nobody@example.org") for _ in range(3))
    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize("missing", ["email", "password"])
def test_it_asks_for_what_is_missing(client, missing):
    form = {"email": "a@example.org", "password": "x", missing: ""}
    assert client.post("/sign-in", data=form).status_code == 422


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "http:evil",
        "\\\\evil.example",
        "/%0d\n/evil",
        "evil.example",
        "",
    ],
)
def test_it_leads_only_to_pages_here(client, alice, target):
    response = sign_in_as(client, alice.email, next=target)
    assert response.status_code == 303
    assert response.location == "/work"


def test_it_keeps_where_one_was_going_after_a_wrong_guess(client, alice):
    response = sign_in_as(client, alice.email, "wrong words", next="/networks/river?find=a")
    assert 'value="/networks/river?find=a"' in response.get_data(as_text=True)


def test_who_is_signed_in_goes_on(cast, sign_in):
    response = sign_in(cast.alice).get("/sign-in?next=/account/password")
    assert response.location == "/account/password"


def test_an_anonymous_page_leads_to_sign_in_and_back(client, cast):
    response = client.get("/networks/river?find=a")
    assert response.location == "/sign-in?next=/networks/river?find%3Da"


def test_a_fragment_leads_back_to_its_page(client, cast):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/networks/river?find=a"}
    response = client.post("/account/password", headers=headers)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in?next=/networks/river?find%3Da"


def guess(client, email, address="10.0.0.1"):
    return client.post(
        "/sign-in",
        data={"email": email, "password": "wrong words"},
        environ_overrides={"REMOTE_ADDR": address},
    ).status_code


@pytest.fixture
def quick(monkeypatch):
    """Passwords checked without argon2's cost."""
    monkeypatch.setattr(passwords, "is_right", lambda given, _stored: given == PASSWORD)


@pytest.mark.both_databases
def test_an_account_is_guessed_at_ten_times(client, alice, quick):
    codes = [guess(client, "alice@example.org", f"10.0.0.{n}") for n in range(13)]
    assert codes == [422] * 10 + [429] * 3


@pytest.mark.both_databases
def test_an_address_has_room_for_a_whole_clinic(client, alice, quick):
    codes = [guess(client, f"person{n}@example.org") for n in range(102)]
    assert codes == [422] * 100 + [429] * 2
    assert guess(client, "alice@example.org", "10.0.0.2") == 422


def test_a_site_is_one_address(client, alice, quick):
    codes = [guess(client, f"person{n}@example.org", f"2001:db8::{n}") for n in range(102)]
    assert codes.count(429) == 2


def test_a_forgetful_neighbor_locks_nobody_else_out(client, alice, quick):
    for _ in range(12):
        guess(client, "neighbor@example.org")
    assert sign_in_as(client, alice.email).status_code == 303


def change(client, current, address="10.0.0.1"):
    data = {"current": current, "password": "another four words", "again": "another four words"}
    where = {"REMOTE_ADDR": address}
    return client.post("/account/password", data=data, environ_overrides=where).status_code


def test_who_is_signed_in_changes_the_password_whatever_others_do(client, alice, quick, sign_in):
    for n in range(101):
        guess(client, f"person{n}@example.org")
    assert change(sign_in(alice), PASSWORD) == 303


def test_a_stolen_session_guesses_ten_times(alice, quick, sign_in):
    client = sign_in(alice)
    codes = [change(client, "wrong words", f"10.0.0.{n}") for n in range(12)]
    assert codes == [422] * 10 + [429] * 2


def test_it_says_when_to_try_again(client, alice, quick):
    for _ in range(10):
        guess(client, "alice@example.org")
    response = sign_in_as(client, "alice@example.org", "wrong words")
    assert response.status_code == 429
    assert 14 * 60 < int(response.headers["Retry-After"]) <= 15 * 60
    assert "15 minutes" in response.get_data(as_text=True)


def test_the_right_password_does_not_open_a_throttled_account(client, alice, quick):
    for _ in range(10):
        guess(client, "alice@example.org")
    assert sign_in_as(client, "alice@example.org").status_code == 429


def test_the_window_moves_on(client, alice, quick):
    for _ in range(10):
        guess(client, "alice@example.org")
    db.session.query(SignInAttempt).update({"at": now() - throttle.WINDOW})
    assert sign_in_as(client, "alice@example.org").status_code == 303


def test_refused_guesses_do_not_lengthen_the_wait(client, alice, quick):
    for _ in range(15):
        guess(client, "alice@example.org")
    assert db.session.query(SignInAttempt).count() == 10


def test_the_cookie_is_out_of_reach(app, client, alice, quick):
    app.config["SESSION_COOKIE_SECURE"] = True
    cookie = sign_in_as(client, alice.email).headers["Set-Cookie"]
    assert cookie.startswith("centerline=")
    for flag in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
