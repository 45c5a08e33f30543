"""Sessions that take several days: Tuesday, April 9, 2024, and the days after it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from flask import current_app
from icalendar import Calendar
from openpyxl import load_workbook

from app.clock import today
from app.errors import ServiceError
from app.extensions import db
from app.learning import calendar, pack_slides, presenting, queries, services, timing
from app.learning.models import ItemKind, LearningSession
from app.reminders.gather import reminders_of
from app.templating import long_dates, short_dates
from tests.app.learning.world import fields_of, make_session, plan, url

TUESDAY, WEDNESDAY = date(2024, 4, 9), date(2024, 4, 10)


def row(title: str, minutes: int, day: int = 1, key: int = 0) -> dict[str, object]:
    return {
        "id": key, "day": day, "kind": ItemKind.TALK, "title": title, "minutes": minutes,
        "who": "", "notes": "",
    }  # fmt: skip


def two_days(cast, **fields) -> LearningSession:
    """Aims (60 minutes) and Charts (30) on the first day, Plans (45) on the second; 9 to 12."""
    session = make_session(cast, **({"last_day": WEDNESDAY} | fields))
    rows = [row("Plans", 45, 2), row("Aims", 60), row("Charts", 30)]
    services.arrange(session, rows, actor=cast.frank, version=session.version)
    db.session.commit()
    return session


def stored() -> LearningSession:
    db.session.expire_all()
    return db.session.query(LearningSession).one()


def titles(session: LearningSession) -> list[tuple[int, str]]:
    return [(item.day, item.title) for item in session.agenda]


@pytest.mark.parametrize(
    ("first", "last", "said", "short"),
    [
        (date(2026, 9, 14), date(2026, 9, 15), "September 14 to 15, 2026", "Sep 14 to 15, 2026"),
        (date(2026, 9, 30), date(2026, 10, 1), "September 30 to October 1, 2026", "Sep 30 to Oct 1, 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "December 31, 2026 to January 1, 2027", "Dec 31, 2026 to Jan 1, 2027"),
        (date(2026, 9, 14), None, "September 14, 2026", "Sep 14, 2026"),
    ],
)  # fmt: skip
def test_days_are_written_as_people_do(monkeypatch, first, last, said, short):
    monkeypatch.setattr("app.templating.today", lambda: date(2024, 1, 1))
    assert long_dates(first, last) == said
    assert short_dates(first, last) == short
    monkeypatch.setattr("app.templating.today", lambda: date(2026, 1, 1))
    if first.year == (last or first).year:
        assert short_dates(first, last) == short.removesuffix(", 2026")


def test_the_agenda_runs_on_the_clock_of_each_day(cast):
    session = two_days(cast)
    assert titles(stored()) == [(1, "Aims"), (1, "Charts"), (2, "Plans")]
    session = stored()
    assert [(each.begins, each.ends, each.on) for each in timing.running(session)] == [
        ("9:00 AM", "10:00 AM", TUESDAY),
        ("10:00 AM", "10:30 AM", TUESDAY),
        ("9:00 AM", "9:45 AM", WEDNESDAY),
    ]
    # 180 - 90 minutes of the first day, 180 - 45 of the second.
    assert timing.balance(session) == (
        "Day 1: 90 minutes are left until 12:00 PM. Day 2: 135 minutes are left until 12:00 PM."
    )


def test_a_new_session_has_an_agenda_that_fits_its_days(cast):
    session = make_session(cast, last_day=date(2024, 4, 11))
    minutes = {day.number: sum(each.item.minutes for each in day.items) for day in timing.by_day(session)}  # fmt: skip
    assert minutes == {1: 180, 2: 0, 3: 180}
    assert session.agenda[-1].kind is ItemKind.EVALUATION
    assert session.action_from == date(2024, 4, 12)
    assert session.prework_due == date(2024, 4, 2)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2024-04-08", "The last day is before the first."),
        ("2024-04-15", "at most 5 days after its first day, so by April 14, 2024"),
        ("2024-04-10", None),
        ("2024-04-14", None),
    ],
)
def test_the_last_day_is_the_first_or_up_to_five_days_later(cast, sign_in, typed, said):
    session = make_session(cast)
    client = sign_in(cast.frank)
    page = client.get(url(session, "/edit"))
    assert "Only if it takes more than one day." in page.text
    answer = client.post(url(session, "/edit"), data=fields_of(page) | {"last_day": typed})
    if said is None:
        assert answer.status_code == 303
        assert stored().last_day == date.fromisoformat(typed)
    else:
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{typed}"' in answer.text
        assert stored().last_day is None


def test_the_first_day_as_the_last_is_one_day(cast):
    assert make_session(cast, last_day=TUESDAY).last_day is None


def test_it_gets_no_shorter_while_items_stand_on_days_that_would_go(cast, sign_in):
    session = two_days(cast)
    client = sign_in(cast.frank)
    data = fields_of(client.get(url(session, "/edit"))) | {"last_day": ""}
    answer = client.post(url(session, "/edit"), data=data)
    assert answer.status_code == 422
    assert "items on days that would go: “Plans” (day 2)." in answer.text
    assert "“Aims”" not in answer.text
    session = stored()
    assert session.last_day == WEDNESDAY
    services.arrange(session, [row("Aims", 60)], actor=cast.frank, version=session.version)
    services.edit(session, plan(cast), actor=cast.frank)
    assert session.last_day is None


def test_the_form_of_the_agenda_asks_for_the_day_where_there_are_several(cast, sign_in):
    session = two_days(cast)
    client = sign_in(cast.frank)

    def send(**typed: str) -> list[tuple[int, str]]:
        data = fields_of(client.get(url(session, "/agenda"))) | typed
        assert client.post(url(session, "/agenda"), data=data).status_code == 303
        return titles(stored())

    page = client.get(url(session, "/agenda")).text
    assert "Day 2: Wednesday, April 10, 2024" in page
    assert send(**{"day-0": "2", "do": "save"}) == [(1, "Charts"), (2, "Aims"), (2, "Plans")]
    # From the edge of its day an item moves over into the next one.
    assert send(do="up-1") == [(1, "Charts"), (1, "Aims"), (2, "Plans")]
    assert send(do="up-1") == [(1, "Aims"), (1, "Charts"), (2, "Plans")]
    assert send(do="down-1") == [(1, "Aims"), (2, "Charts"), (2, "Plans")]
    assert send(do="remove-1") == [(1, "Aims"), (2, "Plans")]
    data = fields_of(client.get(url(session, "/agenda"))) | {"day-0": "3", "do": "done"}
    answer = client.post(url(session, "/agenda"), data=data)
    assert answer.status_code == 422
    assert "Choose the day of “Aims”, from 1 to 2." in answer.text


def test_a_session_of_one_day_asks_for_none(cast, sign_in):
    session = make_session(cast)
    page = sign_in(cast.frank).get(url(session, "/agenda")).text
    assert 'name="day-0"' not in page
    assert "Day 1" not in page
    with pytest.raises(ServiceError, match="Choose the day of “Aims”, from 1 to 1"):
        services.arrange(session, [row("Aims", 60, 2)], actor=None, version=session.version)


def test_its_pages_say_the_days(cast, sign_in):
    session = two_days(cast)
    client = sign_in(cast.alice)
    page = client.get(url(session)).text
    assert "April 9 to 10, 2024" in page
    assert "9:00 AM to 12:00 PM each day" in page
    assert page.index("Day 1: Tuesday, April 9, 2024") < page.index("Charts")
    assert page.index("Charts") < page.index("Day 2: Wednesday, April 10, 2024")
    for path in ("/networks/river/sessions", url(session, "/afterwards"), url(session, "/present")):
        assert "April 9 to 10, 2024" in client.get(path).text, path


def test_the_presenter_says_the_day(cast):
    session = two_days(cast)
    said = [presenting.stop_at(session, 0, part, TUESDAY).screen for part in (1, 2)]
    assert [each.title for each in said] == [
        "Day 1: Tuesday, April 9, 2024",
        "Day 2: Wednesday, April 10, 2024",
    ]
    assert [each.item.title for each in said[1].context["agenda"]] == ["Plans"]
    assert presenting.stop_at(session, 3, 0, TUESDAY).screen.eyebrow == "Day 2, 9:00 AM to 9:45 AM"
    single = make_session(cast)
    assert presenting.stop_at(single, 0, 1, TUESDAY).screen.title == "Today"


def test_the_slides_have_the_agenda_day_by_day(cast):
    session = two_days(cast, purpose="Learn")
    with current_app.test_request_context():
        found = pack_slides.agenda(session)
    assert [each.title for each in found[:2]] == ["Agenda, day 1 of 2", "Agenda, day 2 of 2"]
    assert "Learn" in str(found[0])
    assert "Plans" in str(found[1])
    assert "Plans" not in str(found[0])
    assert "April 9 to 10, 2024" in str(found[1])


def test_the_calendar_file_has_an_event_for_each_day(cast):
    session = two_days(cast, time_zone="America/New_York")
    found = Calendar.from_ical(calendar.file_of(session, "https://x.example/s", "x.example"))
    events = found.walk("VEVENT")
    # 9:00 in New York is 13:00 UTC in April.
    assert [each.decoded("dtstart") for each in events] == [
        datetime(2024, 4, 9, 13, tzinfo=UTC),
        datetime(2024, 4, 10, 13, tzinfo=UTC),
    ]
    assert [each.decoded("dtend").hour for each in events] == [16, 16]
    assert [str(each["uid"]) for each in events] == [
        f"learning-session-{session.id}@x.example",
        f"learning-session-{session.id}-day-2@x.example",
    ]
    assert [str(each["summary"]) for each in events] == [
        "First learning session, day 1 of 2 (River)",
        "First learning session, day 2 of 2 (River)",
    ]
    assert "Plans" in events[1]["description"]
    assert "Plans" not in events[0]["description"]


def test_it_is_to_come_until_its_last_day_is_over(cast):
    session = two_days(cast)
    teams, networks = [cast.team.id], [cast.network.id]
    for day, coming in ((WEDNESDAY, [session]), (date(2024, 4, 11), [])):
        assert [place.session for place in queries.places_waiting(teams, day)] == coming
        assert queries.sessions_run(networks, day) == coming


def test_the_list_has_it_as_coming_on_its_last_day(cast, sign_in, monkeypatch):
    two_days(cast)
    client = sign_in(cast.alice)
    for day, heading in ((WEDNESDAY, "Coming up"), (date(2024, 4, 11), "Held")):
        monkeypatch.setattr("app.learning.session_views.today", lambda day=day: day)
        assert f">{heading}<" in client.get("/networks/river/sessions").text


def test_reminders_name_each_day_to_come(cast):
    session = two_days(cast)

    def told(day: date) -> list[tuple[str, date | None, datetime | None]]:
        with current_app.test_request_context():
            return [(each.title, each.day, each.begins) for each in reminders_of(cast.alice, day)]

    second = (
        "First learning session, day 2 of 2",
        WEDNESDAY,
        datetime(2024, 4, 10, 9, tzinfo=UTC),
    )
    assert told(WEDNESDAY) == [second]
    assert told(TUESDAY)[1] == second
    assert told(TUESDAY)[0][:2] == ("First learning session, day 1 of 2", session.on)
    assert told(date(2024, 4, 11)) == []


def test_my_work_says_the_days(cast, sign_in):
    first = today().replace(day=27)
    session = two_days(cast, on=first, last_day=first.replace(day=28))
    client = sign_in(cast.alice)
    days = f"{first:%b} 27 to 28"
    assert f"Learning session {days}" in client.get("/work").text
    client.post(url(session, "/teams/clinic/answer"), data={"answer": "confirmed"})
    assert days in client.get("/work").text


def test_its_tables_have_the_days(cast, sign_in, tmp_path):
    session = two_days(cast, starts=time(13), ends=time(16))
    file = tmp_path / "session.xlsx"
    file.write_bytes(sign_in(cast.frank).get(url(session, "/data.xlsx")).data)
    book = load_workbook(file)
    plans = [cell.value for cell in book["Agenda"][4]]
    assert (plans[0], plans[2], plans[6], plans[7].date()) == ("1:00 PM", "Plans", 2, WEDNESDAY)
    told = [cell.value for cell in book["Session"][2]]
    assert (told[1].date(), told[2].date()) == (TUESDAY, WEDNESDAY)
