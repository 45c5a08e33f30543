"""Planning: defaults, agenda with running times, invitations, conflicts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import db
from app.learning import timing
from app.learning.models import LearningSession, Status
from tests.app.learning.world import fields_of, make_session, plan, url

NEW = "/networks/river/sessions/new"


def stored() -> LearningSession:
    db.session.expire_all()
    return db.session.scalars(select(LearningSession)).one()


def test_a_session_is_planned_with_what_the_form_proposes(cast, sign_in):
    client = sign_in(cast.frank)
    page = client.get(NEW)
    answer = client.post(NEW, data=fields_of(page))
    assert answer.status_code == 303
    session = stored()
    assert session.title == "Learning session 1"
    assert [place.team.name for place in session.teams] == ["Clinic", "School"]
    assert [each.measure.name for each in session.measures] == ["Urgent visits"]
    assert session.on.weekday() == 1
    assert (session.action_from - session.on).days == 1
    assert (session.on - session.prework_due).days == 7
    assert sum(item.minutes for item in session.agenda) == timing.length(session) == 180
    assert session.status is Status.PREPARING


@pytest.mark.parametrize("who", ["alice", "cora", "nora"])
def test_only_those_who_run_sessions_plan_one(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(NEW).status_code == 403


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("ends", "08:00", "The session ends before it begins."),
        ("starts", "noonish", "Write a time of day, such as 9:00 or 1:30 PM."),
        ("on", "", "Choose the day."),
        ("link", "meet.example.org", "Begin the link with https://"),
        ("action_until", "2020-01-01", "The action period ends before it begins."),
    ],
)
def test_it_says_which_field_is_wrong_and_keeps_what_was_typed(cast, sign_in, field, typed, said):
    client = sign_in(cast.frank)
    data = fields_of(client.get(NEW)) | {field: typed, "purpose": "Learn from each other"}
    answer = client.post(NEW, data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Learn from each other" in answer.text
    assert db.session.scalar(select(LearningSession)) is None


@pytest.mark.parametrize(
    ("typed", "kept"), [("9:00", "09:00"), ("1:30 PM", "13:30"), ("12:15 am", "00:15"), ("13.30", "13:30")]
)  # fmt: skip
def test_times_are_read_as_people_write_them(cast, sign_in, typed, kept):
    client = sign_in(cast.frank)
    client.post(NEW, data=fields_of(client.get(NEW)) | {"starts": typed, "ends": "23:00"})
    assert f"{stored().starts:%H:%M}" == kept


def test_the_agenda_runs_on_the_clock(cast, sign_in):
    session = make_session(cast)
    client = sign_in(cast.frank)
    data = fields_of(client.get(url(session, "/agenda")))
    last = len(session.agenda)
    data |= {"minutes-0": "25", f"title-{last}": "Lunch", f"minutes-{last}": "45", "do": "save"}
    assert client.post(url(session, "/agenda"), data=data).status_code == 303
    times = timing.running(stored())
    assert (times[0].begins, times[0].ends, times[1].begins) == ("9:00 AM", "9:25 AM", "9:25 AM")
    assert (times[-1].item.title, times[-1].begins) == ("Lunch", "12:15 PM")
    assert timing.balance(stored()) == "The agenda runs 60 minutes beyond 12:00 PM."


def test_buttons_move_and_remove_items_and_keep_what_was_typed(cast, sign_in):
    session = make_session(cast)
    names = [item.title for item in session.agenda]
    client = sign_in(cast.frank)

    def press(do: str, **typed: str) -> list[str]:
        data = fields_of(client.get(url(session, "/agenda"))) | typed | {"do": do}
        assert client.post(url(session, "/agenda"), data=data).status_code == 303
        return [item.title for item in stored().agenda]

    assert press("down-0", **{"who-0": "Frank"})[:2] == [names[1], names[0]]
    assert stored().agenda[1].who == "Frank"
    assert press("up-1")[:2] == names[:2]
    assert press("up-0") == names
    assert press("remove-0") == names[1:]


def test_minutes_that_are_none_are_refused_by_name(cast, sign_in):
    session = make_session(cast)
    client = sign_in(cast.frank)
    data = fields_of(client.get(url(session, "/agenda"))) | {"minutes-1": "half an hour"}
    answer = client.post(url(session, "/agenda"), data=data | {"do": "done"})
    assert answer.status_code == 422
    assert "needs its minutes" in answer.text
    assert "half an hour" in answer.text


@pytest.mark.parametrize("page", ["/edit", "/agenda"])
def test_who_saves_second_sees_both_versions(cast, sign_in, page):
    session = make_session(cast)
    frank, bea = sign_in(cast.frank), sign_in(cast.bea)
    mine, hers = (fields_of(each.get(url(session, page))) for each in (frank, bea))
    name = "title" if page == "/edit" else "title-0"
    first = frank.post(url(session, page), data=mine | {name: "Franks words", "do": "done"})
    assert first.status_code == 303
    answer = bea.post(url(session, page), data=hers | {name: "Beas words", "do": "done"})
    assert answer.status_code == 409
    assert "Franks words" in answer.text
    assert "Beas words" in answer.text
    again = fields_of(answer) | {"do": "done"}
    assert bea.post(url(session, page), data=again).status_code == 303
    session = stored()
    assert (session.title if page == "/edit" else session.agenda[0].title) == "Beas words"


def test_withdrawing_a_team_keeps_the_answers_of_the_others(cast, sign_in):
    session = make_session(cast)
    sign_in(cast.alice).post(
        url(session, "/teams/clinic/answer"), data={"answer": "confirmed", "note": "Three of us"}
    )
    client = sign_in(cast.frank)
    data = {"teams": [cast.team.id], "people": [cast.nora.id], "guests": "Dr. Reed\n\nDr. Reed"}
    assert client.post(url(session, "/invite"), data=data).status_code == 303
    session = stored()
    assert [(place.team.name, place.note) for place in session.teams] == [("Clinic", "Three of us")]
    assert sorted(one.guest or one.user.name for one in session.people) == ["Dr. Reed", "Nora"]


def test_nobody_is_invited_to_an_empty_session(cast, sign_in):
    session = make_session(cast, announced=False)
    client = sign_in(cast.frank)
    client.post(url(session, "/invite"), data={"teams": []})
    client.post(url(session, "/announce"))
    assert stored().status is Status.PREPARING
    assert "nobody would be invited" in client.get(url(session)).text


def test_what_those_who_run_it_do_is_in_the_audit(cast, sign_in):
    session = make_session(cast)
    sign_in(cast.alice).post(url(session, "/teams/clinic/answer"), data={"answer": "declined"})
    said = [event.action for event in db.session.scalars(select(AuditEvent))]
    assert {"plan session", "invite teams", "announce session", "answer invitation"} <= set(said)


def test_ticks_outlast_a_change_of_the_plan(cast, sign_in):
    from app.learning import services

    session = make_session(cast)
    own = next(task for task in session.tasks if task.text)
    sign_in(cast.alice).post(url(session, "/teams/clinic/prework"), data={"done": [own.id]})
    services.edit(stored(), plan(cast, title="Renamed"), actor=cast.frank)
    db.session.commit()
    assert [tick.task_id for tick in stored().teams[0].ticks] == [own.id]
