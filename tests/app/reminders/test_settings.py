"""Each person chooses how to be reminded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.extensions import db
from app.reminders.days import mail_day, zone_of, zones
from app.reminders.models import QuietTeam, ReminderSettings, Rhythm
from tests.factories import make_team

SETTINGS = "/account/reminders"


def choose(client, **more):
    return client.post(
        SETTINGS, data={"rhythm": "weekly", "weekday": "2", "time_zone": "America/Chicago"} | more
    )


def test_without_a_choice_there_is_no_mail(cast, sign_in):
    text = sign_in(cast.bob).get(SETTINGS).get_data(as_text=True)
    assert 'checked id="rhythm-0"' in text
    assert db.session.query(ReminderSettings).count() == 0


def test_a_choice_is_kept_and_shown(cast, sign_in):
    client = sign_in(cast.bob)
    assert choose(client, teams=[str(cast.team.id)]).location == SETTINGS
    stored = db.session.query(ReminderSettings).one()
    assert (stored.user_id, stored.rhythm, stored.weekday) == (cast.bob.id, Rhythm.WEEKLY, 2)
    assert stored.time_zone == "America/Chicago"
    assert db.session.query(QuietTeam).count() == 0
    text = client.get(SETTINGS).get_data(as_text=True)
    assert '<option selected value="America/Chicago">' in text
    choose(client)
    assert [each.team_id for each in db.session.query(QuietTeam)] == [cast.team.id]


def test_only_ones_own_teams_can_be_taken_out(cast, sign_in):
    strange = make_team(cast.network, "strange")
    db.session.commit()
    choose(sign_in(cast.bob), teams=[str(strange.id)])
    assert [each.team_id for each in db.session.query(QuietTeam)] == [cast.team.id]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "Choose your time zone from the list."),
        ({"time_zone": "../../etc/passwd"}, "Choose your time zone from the list."),
        ({"rhythm": "hourly"}, "Choose one of these answers."),
        ({"rhythm": ""}, "Choose one of these answers."),
        ({"weekday": "9"}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(cast, sign_in, wrong, says):
    answer = choose(sign_in(cast.bob), **wrong)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert db.session.query(ReminderSettings).count() == 0


def test_my_work_leads_there(cast, sign_in):
    text = sign_in(cast.bob).get("/work").get_data(as_text=True)
    assert "Be reminded by mail or in your calendar" in text
    assert text.count(f'href="{SETTINGS}"') == 2  # and in the menu


def moment(text: str, zone: str = "America/Chicago") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_of(zone))


def chosen(rhythm, weekday=0, since="2026-01-01", zone="America/Chicago"):
    return ReminderSettings(
        rhythm=rhythm,
        weekday=weekday,
        time_zone=zone,
        chosen_at=datetime.fromisoformat(since).replace(tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-02-05T05:59", None),  # before six
        ("2026-02-05T06:00", "2026-02-05"),
        ("2026-02-05T23:59", "2026-02-05"),
        ("2026-03-08T06:30", "2026-03-08"),  # the day on which clocks go forward
        ("2026-11-01T06:30", "2026-11-01"),  # and back
    ],
)
def test_a_daily_mail_is_due_from_the_persons_own_morning(at, day):
    found = mail_day(chosen(Rhythm.DAILY), moment(at))
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-02-02T07:00", "2026-02-02"),  # a Monday
        ("2026-02-03T07:00", "2026-02-02"),  # it could not leave on Monday
        ("2026-02-04T07:00", "2026-02-02"),
        ("2026-02-05T07:00", None),  # now it waits for the next
        ("2026-02-08T07:00", None),
        ("2026-02-09T07:00", "2026-02-09"),
    ],
)
def test_a_weekly_mail_is_for_its_weekday_and_may_be_two_days_late(at, day):
    found = mail_day(chosen(Rhythm.WEEKLY), moment(at))
    assert (found.isoformat() if found else None) == day


def test_nothing_is_sent_for_days_before_it_was_asked_for():
    settings = chosen(Rhythm.WEEKLY, since="2026-02-03T15:00")
    assert mail_day(settings, moment("2026-02-03T18:00")) is None
    assert mail_day(settings, moment("2026-02-09T07:00")) is not None


def test_the_zones_are_those_of_this_machine():
    known = [value for group in zones().values() for value, _ in group]
    assert len(known) > 300
    assert {"UTC", "America/Chicago", "Asia/Kathmandu", "Europe/London"} <= set(known)
    assert zone_of("No/Such").key == "UTC"
