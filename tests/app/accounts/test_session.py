from datetime import timedelta

import pytest
from flask import request_started
from flask_security import current_user

from app.accounts.models import UserSession
from app.clock import now
from app.extensions import db


@pytest.fixture
def whose(app):
    """Who each request was taken to be from."""
    seen = []

    def note(*_args, **_kwargs):
        seen.append(current_user.name if current_user.is_authenticated else None)

    with request_started.connected_to(note, app):
        yield seen


def open_session():
    return db.session.query(UserSession).one()


def test_it_knows_each_browser_by_its_own_session(cast, sign_in, client, whose):
    alice, bob = sign_in(cast.alice), sign_in(cast.bob)
    for browser in (alice, bob, client, alice):
        browser.get("/sign-in")
    assert whose == ["Alice", "Bob", None, "Alice"]


def test_it_stores_no_token(cast, sign_in):
    alice = sign_in(cast.alice)
    with alice.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert token not in {row.token_digest for row in db.session.query(UserSession)}


def test_an_ended_session_is_nobodys(cast, sign_in, whose):
    alice = sign_in(cast.alice)
    open_session().ended_at = now()
    alice.get("/sign-in")
    assert whose == [None]


@pytest.mark.parametrize(
    ("field", "setting"),
    [("last_seen_at", "SESSION_IDLE"), ("created_at", "SESSION_ABSOLUTE")],
)
def test_a_session_expires(app, cast, sign_in, whose, field, setting):
    alice = sign_in(cast.alice)
    setattr(open_session(), field, now() - app.config[setting] + timedelta(minutes=1))
    alice.get("/sign-in")
    setattr(open_session(), field, now() - app.config[setting] - timedelta(minutes=1))
    alice.get("/sign-in")
    assert whose == ["Alice", None]


def test_use_keeps_a_session_from_idling_out(cast, sign_in):
    alice = sign_in(cast.alice)
    long_ago = now() - timedelta(hours=1)
    open_session().last_seen_at = long_ago
    alice.get("/sign-in")
    assert open_session().last_seen_at > long_ago


def test_use_is_noted_only_every_few_minutes(cast, sign_in):
    alice = sign_in(cast.alice)
    just_now = now() - timedelta(minutes=1)
    open_session().last_seen_at = just_now
    alice.get("/sign-in")
    assert open_session().last_seen_at == just_now


def test_a_deactivated_person_is_nobody(cast, sign_in, whose):
    alice = sign_in(cast.alice)
    cast.alice.active = False
    alice.get("/sign-in")
    assert whose == [None]
