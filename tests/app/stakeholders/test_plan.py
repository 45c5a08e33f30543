from datetime import date

import pytest

from app.extensions import db
from app.stakeholders.models import EngagementAction
from tests.app.stakeholders.helpers import TODAY, URL, again, person

pytestmark = pytest.mark.both_databases


def action(cast, name="Clinic board", on=date(2026, 2, 6), **fields):
    fields.setdefault("owner", cast.bob)
    fields.setdefault("next_action", f"Call {name}")
    return person(cast, name, next_action_on=on, **fields)


def work(client):
    return client.get("/work").get_data(as_text=True)


def test_the_plan_stands_by_date(cast, sign_in):
    action(cast, "Later", date(2026, 3, 1))
    action(cast, "Undated", None)
    action(cast, "Late", date(2026, 1, 30), owner=None)
    person(cast, "Idle")
    page = sign_in(cast.vera).get(URL).get_data(as_text=True)
    plan = page[page.index('id="plan"') : page.index('id="each"')]
    assert plan.index("Call Late") < plan.index("Call Later") < plan.index("Call Undated")
    assert "Jan 30, late" in plan
    assert "Nobody yet" in plan
    assert "1 has no next action." in plan
    assert "<form" not in plan  # vera only reads


def test_what_is_due_stands_in_the_owners_work(cast, sign_in):
    action(cast, "Soon")
    action(cast, "Late", date(2026, 1, 30), concerns="Hours nobody pays")
    action(cast, "Next month", date(2026, 3, 1))
    action(cast, "Next year", date(2027, 3, 1))
    action(cast, "Alices", owner=cast.alice)
    gone = action(cast, "Gone")
    client = sign_in(cast.bob)
    client.post(f"{URL}/{gone.id}/remove")
    text = work(client)
    assert "2 things" not in text
    assert "Two things are waiting for you. About 2 minutes." in text
    assert text.index("Call Late") < text.index("Call Soon")
    assert "Was due Jan 30" in text
    assert "Their concern: Hours nobody pays" in text
    coming = text[text.index("Coming up") :]
    assert "Call Next month, Next month" in coming
    for name in ("Next year", "Alices", "Gone"):
        assert name not in text, name


def test_who_is_no_longer_on_the_team_has_no_action_there(cast, sign_in):
    action(cast, team=cast.other_team)
    assert "Nothing is waiting for you today." in work(sign_in(cast.bob))


def test_done_is_kept_and_leaves_the_work(cast, sign_in):
    made = action(cast)
    client = sign_in(cast.bob)
    response = client.post(
        f"{URL}/{made.id}/done", data={"outcome": "They want numbers first.", "back": "work"}
    )
    assert response.location == "/work"
    assert "Nothing is waiting for you today." in work(client)
    kept = db.session.query(EngagementAction).one()
    assert (kept.text, kept.due_on, kept.done_on) == (
        "Call Clinic board",
        date(2026, 2, 6),
        TODAY,
    )
    assert kept.owner == cast.bob
    page = client.get(URL).get_data(as_text=True)
    assert "What was done (1)" in page
    assert "They want numbers first." in page


def test_done_can_be_taken_back(cast, sign_in):
    made = action(cast)
    client = sign_in(cast.bob)
    client.post(f"{URL}/{made.id}/done")
    client.post(f"{URL}/{made.id}/done")
    assert "somebody may have finished it already" in client.get(URL).get_data(as_text=True)
    client.post(f"{URL}/{made.id}/reopen")
    assert again(made).next_action == "Call Clinic board"
    assert again(made).next_action_on == date(2026, 2, 6)
    assert db.session.query(EngagementAction).count() == 0
