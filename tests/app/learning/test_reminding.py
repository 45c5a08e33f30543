"""Where a session shows outside its own pages: My work, reminders, calendars, charts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import current_app, g

from app.extensions import db
from app.learning import room
from app.learning.action_periods import action_periods
from app.learning.models import LearningSession
from app.reminders.gather import Kind, reminders_of
from tests.app.learning.world import DAY, make_session, url
from tests.databases import TODAY
from tests.factories import make_series
from tests.queries import counted

SOON = date.fromisoformat(TODAY).replace(day=28)


def reminded(user, today):
    with current_app.test_request_context():
        return {each.key: each for each in reminders_of(user, today)}


def test_an_invitation_waits_in_my_work_until_it_is_answered(cast, sign_in):
    session = make_session(cast, on=SOON)
    client = sign_in(cast.alice)
    asks = "First learning session: will you come?"
    assert asks in client.get("/work").text
    client.post(url(session, "/teams/clinic/answer"), data={"answer": "confirmed"})
    page = client.get("/work").text
    assert asks not in page
    assert "First learning session" in page
    assert "First learning session" in sign_in(cast.frank).get("/work").text


@pytest.mark.parametrize("who", ["alice", "frank"])
def test_it_takes_its_time_in_the_calendar_feed(cast, who):
    session = make_session(cast)
    found = reminded(getattr(cast, who), date(2024, 4, 1))[f"session-{session.id}"]
    assert found.kind is Kind.SESSION
    assert (found.begins, found.ends) == (
        datetime(2024, 4, 9, 9, tzinfo=UTC),
        datetime(2024, 4, 9, 12, tzinfo=UTC),
    )


def test_a_declined_a_past_and_an_unannounced_one_are_not_told(cast, sign_in):
    session = make_session(cast)
    make_session(cast, announced=False)
    assert reminded(cast.alice, date(2024, 4, 10)) == {}
    sign_in(cast.alice).post(url(session, "/teams/clinic/answer"), data={"answer": "declined"})
    db.session.expire_all()
    assert reminded(cast.alice, date(2024, 4, 1)) == {}


def test_a_commitment_reminds_until_it_is_a_cycle(cast):
    session = make_session(cast)
    made = room.commit(session.teams[0], "Call three", "", date(2024, 4, 16), actor=cast.alice)
    db.session.commit()
    key = f"commitment-{made.id}"
    found = reminded(cast.alice, date(2024, 4, 10))[key]
    assert "Call three" not in found.title, "others may keep the calendar"
    room.to_cycle(made, actor=cast.alice)
    db.session.commit()
    assert key not in reminded(cast.alice, date(2024, 4, 10))


@pytest.mark.parametrize("who", ["alice", "charlie"])
def test_the_action_period_stands_on_every_chart_with_its_own_dates(cast, sign_in, who):
    make_series(cast.team, cast.measure, [(4, 40)] * 9)
    page = "/networks/river/teams/clinic/measures/urgent-visits"
    client = sign_in(getattr(cast, who))
    assert "Action period" not in client.get(page).text
    # From April 10 to July 9, inside January to September.
    session = make_session(cast)
    text = client.get(page).text
    assert "Action period 1" in text
    assert "Action period 1: April 10, 2024 to July 9, 2024" in text
    assert 'class="ch-span"' in text
    session = db.session.get_one(LearningSession, session.id)
    session.action_from = session.action_until = date(2025, 1, 1)
    db.session.commit()
    assert "Action period" not in client.get(page).text


def test_it_costs_a_chart_one_query(cast, app):
    make_session(cast)
    db.session.commit()
    g.pop("action_periods", None)
    network = cast.network.id
    with counted() as queries:
        assert [each.first for each in action_periods(network)] == [DAY.replace(day=10)]
        action_periods(network)
    assert len(queries) == 1
