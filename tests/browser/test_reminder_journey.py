"""Mail of what is due over a real server, the way out of it in one click, and the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests import programs
from tests.app.mail.servers import Mailbox, serving
from tests.browser.server import environment
from tests.browser.steps import follow
from tests.browser.watch import grave_faults, overflow

LEAD, ADDRESS = "Marisol Quenby", "lead@example.org"
SETTINGS = "/account/reminders"


def thursday() -> date:
    """A Thursday by which something is due again, whatever day it is now."""
    day = datetime.now(UTC).date() + timedelta(days=40)
    return day + timedelta(days=(3 - day.weekday()) % 7)


def send(database: Path, address: str, on: date) -> Mailbox:
    """Run the command that a scheduler calls; what the mail server was given."""
    box = Mailbox()
    with serving(box) as port:
        more = {
            "CENTERLINE_URL": address,
            "CENTERLINE_MAIL_HOST": "localhost",
            "CENTERLINE_MAIL_PORT": str(port),
            "CENTERLINE_MAIL_SECURITY": "none",
            "CENTERLINE_MAIL_FROM": "reminders@example.org",
        }
        command = ("flask", "--app", "wsgi", "reminders", "send", "--date", on.isoformat())
        said = database.with_suffix(".log")
        programs.run(*command, environment=environment(database) | more, said=said)
    return box


def test_mail_comes_over_smtp_and_is_stopped_from_its_link(fresh_server, changing_server, new_page):
    page = new_page(fresh_server, who=LEAD, viewport={"width": 390, "height": 844})
    page.goto(SETTINGS)
    assert overflow(page) <= 0
    assert grave_faults(page) == []
    page.get_by_label("On days when something waits").check()
    follow(page.get_by_role("button", name="Save"))
    day = thursday()
    box = send(changing_server[1], fresh_server, day)
    ((_, mail),) = [each for each in box.got if each[0] == ADDRESS]
    text = mail.get_body(("plain",)).get_content()
    assert f"{fresh_server}/work" in text
    out = mail["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert out in text

    stranger = new_page(fresh_server)  # nobody is signed in where mail is read
    stranger.goto(out)
    assert grave_faults(stranger) == []
    stranger.get_by_role("button", name="Stop the mail").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("No more reminders by mail")
    again = send(changing_server[1], fresh_server, day + timedelta(days=1))
    assert not [each for each in again.got if each[0] == ADDRESS]


def test_the_calendars_address_works_until_it_is_ended(fresh_server, new_page):
    page = new_page(fresh_server, who=LEAD)
    page.goto(SETTINGS)
    follow(page.get_by_role("button", name="Make an address"))
    address = page.get_by_label("Address").input_value()
    stranger = new_page(fresh_server)
    answer = stranger.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    lines = answer.text().splitlines()
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "BEGIN:VEVENT" in lines
    assert "BEGIN:VALARM" not in lines
    follow(page.get_by_role("button", name="End the address"))
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert stranger.request.get(address).status == 404
