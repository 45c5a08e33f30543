"""The way out of the mail: without signing in, in one click, and nobody else's."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.reminders.links import way_out
from app.reminders.models import ReminderSettings, Rhythm
from tests.app.reminders.world import want_mail


def rhythm_of(user):
    db.session.expire_all()
    return db.session.get(ReminderSettings, user.id).rhythm


def test_looking_stops_nothing_and_asking_does(app, cast, client):
    want_mail(cast.bob, cast.alice)
    path = f"/reminders/stop/{way_out(cast.bob)}"
    for _ in range(2):
        assert "Stop the reminders by mail?" in client.get(path).get_data(as_text=True)
        assert client.head(path).status_code == 200
    assert rhythm_of(cast.bob) is Rhythm.DAILY
    for _ in range(2):  # asking twice does no harm
        assert "No more reminders by mail" in client.post(path).get_data(as_text=True)
    assert rhythm_of(cast.bob) is Rhythm.OFF
    assert rhythm_of(cast.alice) is Rhythm.DAILY


def test_mail_programs_ask_without_cookie_and_token(app, cast):
    """RFC 8058: a POST of its own, with the header's words as a form."""
    want_mail(cast.bob)
    path = f"/reminders/stop/{way_out(cast.bob)}"
    app.config.update(WTF_CSRF_ENABLED=True, WTF_CSRF_CHECK_DEFAULT=True)
    answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert rhythm_of(cast.bob) is Rhythm.OFF


@pytest.mark.parametrize("change", ["", "x", "first", "last", "other", "salt"])
def test_a_link_cannot_be_forged(app, cast, client, change):
    want_mail(cast.bob)
    token = way_out(cast.bob)
    payload, signature = token.split(".")
    forged = {
        "": "nothing",
        "x": f"{token}x",
        "first": f"x{token}",
        "last": f"{payload}.{signature[:-2]}AA",
        "other": way_out(cast.alice).split(".")[0] + "." + signature,
        "salt": str(__import__("itsdangerous").URLSafeSerializer("tests").dumps(cast.bob.id)),
    }[change]
    assert client.get(f"/reminders/stop/{forged}").status_code == 404
    assert client.post(f"/reminders/stop/{forged}").status_code == 400
    assert rhythm_of(cast.bob) is Rhythm.DAILY
