"""A team's part: the answer, the checklist that fills itself, attendance, the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import current_app
from icalendar import Calendar

from app.aims.models import Aim
from app.clock import now
from app.extensions import db
from app.learning import attending, prework
from app.learning.models import Answer, Check
from app.pdsa.models import Cycle, Decision
from app.theory.models import DriverNode, NodeKind
from tests.app.learning.world import make_session, url
from tests.factories import make_series

TODAY = date(2024, 4, 2)


def lines(session, team):
    with current_app.test_request_context():
        return prework.checklists(session, TODAY)[team.id].lines


def done(session, team):
    found = lines(session, team)
    return {line.task.check for line in found if line.done}


def test_nothing_is_done_before_anything_is_recorded(cast):
    session = make_session(cast)
    assert done(session, cast.team) == set()


def test_each_line_fills_itself_from_its_own_record(cast):
    session = make_session(cast)
    expected = set()

    def add(check, *records):
        db.session.add_all(records)
        db.session.commit()
        expected.add(check)
        assert done(session, cast.team) == expected
        assert done(session, cast.other_team) == set()

    add(Check.AIM, Aim(team=cast.team, what="Fewer urgent visits"))
    add(Check.THEORY, DriverNode(team=cast.team, kind=NodeKind.PRIMARY, text="Medicine works"))
    decided = {"decision": Decision.ADOPT, "decided_on": date(2024, 3, 1)}
    add(Check.CYCLE, Cycle(team=cast.team, number=1, title="A call", **decided))
    cast.team.storyboard_published_at = now()
    add(Check.STORYBOARD)
    # January to March: April is not over on April 2, so nothing waits.
    add(Check.DATA, make_series(cast.team, cast.measure, [(4, 40)] * 3))


def test_data_that_wait_are_not_up_to_date(cast):
    session = make_session(cast)
    make_series(cast.team, cast.measure, [(4, 40)])
    found = lines(session, cast.team)
    (line,) = [each for each in found if each.task.check is Check.DATA]
    assert (line.done, line.says) == (False, "Urgent visits waits for a value")


@pytest.mark.parametrize("day", [date(2023, 12, 31), None])
def test_a_cycle_of_long_ago_or_an_open_one_does_not_count(cast, day):
    session = make_session(cast)
    decision = Decision.ADOPT if day else None
    db.session.add(Cycle(team=cast.team, number=1, title="A", decision=decision, decided_on=day))
    db.session.commit()
    assert Check.CYCLE not in done(session, cast.team)


def test_cycles_count_since_the_last_session(cast):
    make_session(cast, on=date(2024, 3, 5))
    session = make_session(cast)
    cycle = Cycle(team=cast.team, number=1, title="A", decision=Decision.ADOPT)
    cycle.decided_on = date(2024, 3, 4)
    db.session.add(cycle)
    db.session.commit()
    assert Check.CYCLE not in done(session, cast.team)
    cycle.decided_on = date(2024, 3, 5)
    assert Check.CYCLE in done(session, cast.team)


def test_a_team_answers_and_the_facilitator_reads_it(cast, sign_in):
    session = make_session(cast)
    client = sign_in(cast.alice)
    answer = client.post(
        url(session, "/teams/clinic/answer"), data={"answer": "confirmed", "note": "Two by train"}
    )
    assert answer.status_code == 303
    db.session.expire_all()
    assert session.teams[0].answer is Answer.CONFIRMED
    assert "Two by train" in sign_in(cast.frank).get(url(session)).text


@pytest.mark.parametrize(
    ("who", "status"), [("vera", 403), ("cora", 403), ("charlie", 404), ("frank", 404)]
)
def test_nobody_else_answers_for_a_team(cast, sign_in, who, status):
    session = make_session(cast)
    answer = sign_in(getattr(cast, who)).post(
        url(session, "/teams/clinic/answer"), data={"answer": "confirmed"}
    )
    assert answer.status_code == status


def test_another_team_and_the_facilitator_read_no_details(cast, sign_in):
    session = make_session(cast)
    make_series(cast.team, cast.measure, [(4, 40)])
    db.session.commit()
    assert "waits for a value" in sign_in(cast.alice).get(url(session)).text
    for who in (cast.charlie, cast.frank):
        assert "waits for a value" not in sign_in(who).get(url(session)).text


def test_before_it_is_announced_a_team_finds_no_session(cast, sign_in):
    session = make_session(cast, announced=False)
    for page in ("", "/room", "/present", "/evaluation", "/session.ics", "/afterwards"):
        assert sign_in(cast.alice).get(url(session, page)).status_code == 404
    assert "First learning session" not in sign_in(cast.alice).get("/networks/river/sessions").text


def test_attendance_is_taken_by_person_and_follows_for_the_team(cast, sign_in):
    session = make_session(cast)
    data = {"user": [cast.bob.id, cast.olga.id]}
    assert sign_in(cast.frank).post(url(session, "/attendance"), data=data).status_code == 303
    db.session.expire_all()
    assert [place.attended for place in session.teams] == [True, False]
    assert [one.user_id for one in session.people if one.attended] == [cast.bob.id]
    seats = attending.tables(session)[0].seats
    assert {seat.user.name: seat.came for seat in seats} == {
        "Alice": False, "Bob": True, "Vera": False,
    }  # fmt: skip


def test_the_calendar_file_tells_the_moment(cast, sign_in):
    # 9 in New York is 13 in Greenwich in April.
    session = make_session(cast, time_zone="America/New_York", place="Library\r\nATTENDEE:x")
    answer = sign_in(cast.alice).get(url(session, "/session.ics"))
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["dtstart"].dt == datetime(2024, 4, 9, 13, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2024, 4, 9, 16, tzinfo=UTC)
    assert "attendee" not in event
