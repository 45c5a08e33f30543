"""The calendar: valid, without alarms, values or names, behind an address that is a secret."""

from __future__ import annotations

import re
from datetime import date

import pytest
from icalendar import Calendar

from app.accounts import services as accounts
from app.extensions import db
from app.measures.models import Observation
from app.reminders.calendar import calendar_of
from app.reminders.gather import Kind, Reminder
from app.reminders.models import CalendarFeed
from tests.app.reminders.world import give_work

SETTINGS = "/account/reminders"


def address(client) -> str:
    text = client.post(f"{SETTINGS}/calendar").get_data(as_text=True)
    return re.search(r'value="http://localhost(/reminders/[^"]+\.ics)"', text)[1]


def events(data: bytes):
    calendar = Calendar.from_ical(data)
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert all(not event.errors for event in found)
    return found


def test_it_lists_what_is_due_on_its_days(cast, sign_in, client):
    give_work(cast)
    answer = client.get(address(sign_in(cast.bob)))
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = {str(each["summary"]): each["dtstart"].dt for each in events(answer.data)}
    assert found == {
        "A task of yours: Call one family (Clinic)": date(2026, 2, 6),
        "Test of change: Call one family (Clinic)": date(2026, 2, 7),
        "Urgent visits: January (Clinic)": date(2026, 2, 10),
        "Your next step with a stakeholder (Clinic)": date(2026, 2, 12),
    }
    assert b"VALARM" not in answer.data
    assert b"ATTENDEE" not in answer.data
    assert b"ORGANIZER" not in answer.data


def test_titles_carry_no_values_no_names_and_no_free_text(cast, sign_in, client):
    give_work(cast)
    text = client.get(address(sign_in(cast.bob))).get_data(as_text=True)
    for hidden in (
        "17",
        "4,000",
        "4000",
        "Mayor",
        "Print",
        "Ask",
        "Alice",
        "Bob",
        "200",
        "@example",
    ):
        assert hidden not in text, hidden


def test_a_thing_keeps_its_uid_when_its_day_moves(cast, sign_in, client):
    cycle = give_work(cast)
    path = address(sign_in(cast.bob))
    before = {str(each["uid"]) for each in events(client.get(path).data)}
    cycle.ends_on = date(2026, 2, 20)
    db.session.commit()
    after = {str(each["uid"]): each["dtstart"].dt for each in events(client.get(path).data)}
    assert set(after) == before
    assert len(before) == 4
    assert date(2026, 2, 20) in after.values()


def test_what_is_done_is_gone(cast, sign_in, client):
    give_work(cast)
    path = address(sign_in(cast.bob))
    series_id = db.session.query(Observation.series_id).first()[0]
    db.session.add(
        Observation(series_id=series_id, period=date(2026, 1, 1), value=1, denominator=9)
    )
    db.session.commit()
    titles = [str(each["summary"]) for each in events(client.get(path).data)]
    assert "Urgent visits: January (Clinic)" not in titles
    assert "Urgent visits: February (Clinic)" in titles


def test_only_a_digest_of_the_secret_is_kept_and_it_is_shown_once(cast, sign_in):
    client = sign_in(cast.bob)
    path = address(client)
    token = path.removeprefix("/reminders/").removesuffix(".ics")
    assert len(token) >= 43  # 32 bytes
    stored = db.session.query(CalendarFeed).one()
    assert token not in (stored.token_digest, str(stored.__dict__))
    assert token not in client.get(SETTINGS).get_data(as_text=True)


def test_a_new_address_ends_the_old_one(cast, sign_in, client):
    own = sign_in(cast.bob)
    old = address(own)
    new = address(own)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    own.post(f"{SETTINGS}/calendar/end")
    assert client.get(new).status_code == 404


def test_a_closed_account_has_no_calendar(cast, sign_in, client):
    path = address(sign_in(cast.bob))
    accounts.deactivate(None, cast.bob)
    db.session.commit()
    assert client.get(path).status_code == 404
    assert client.get("/reminders/nothing.ics").status_code == 404


def test_each_address_shows_its_own_person_only(cast, sign_in, client):
    give_work(cast)
    assert events(client.get(address(sign_in(cast.charlie))).data) == []
    assert len(events(client.get(address(sign_in(cast.alice))).data)) == 2


HOSTILE = (
    "Visits\r\nBEGIN:VALARM\r\nTRIGGER:-PT1M\r\nEND:VALARM",
    "Visits\nATTENDEE:mailto:x@example.org",
    "Visits\u2028END:VEVENT",
    "Visits\x85END:VCALENDAR",
    "Visits\x00;,:\\n\\",
    'Visits";X=1:',
    "Besuche " * 80,
    "訪問" * 60,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_written_begins_a_line(text):
    each = Reminder(Kind.DATA, "data-1", date(2026, 2, 10), text, text, text, "/x?a=1\r\nB:2")
    data = calendar_of([each], "https://example.org/", "example.org", date(2026, 2, 5))
    (event,) = events(data)
    assert [name for name, _ in event.property_items() if name not in {"BEGIN", "END"}] == [
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CLASS", "TRANSP", "URL")
    ]
    assert not event.subcomponents
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)  # RFC 5545, 3.1
    assert sum(line.startswith(b"BEGIN:") for line in lines) == 2
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert len(str(event["summary"])) <= 200
