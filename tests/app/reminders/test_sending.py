"""Everybody gets their mail once, on both databases, whatever happens on the way."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.accounts import services as accounts
from app.extensions import db
from app.mail.mailers import SmtpMailer
from app.mail.settings import MailSettings, Way
from app.reminders.models import DigestMail, MailState, Rhythm
from app.reminders.sending import send_all
from tests.app.mail.servers import Mailbox, serving, smtp
from tests.app.reminders.world import give_work, want_mail

URL = "https://centerline.example.org/"
THURSDAY = date(2026, 2, 5)


def send(box, tmp_path, on=THURSDAY):
    with serving(box) as port:
        return send_all(SmtpMailer(smtp(port, tmp_path)), URL, on)


@pytest.mark.both_databases
def test_each_gets_one_mail_a_day(cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice, cast.bob)
    box = Mailbox()
    assert send(box, tmp_path).sent == 2
    assert send(box, tmp_path).sent == 0
    assert sorted(box.addresses) == ["alice@example.org", "bob@example.org"]
    rows = db.session.query(DigestMail).all()
    assert {(row.state, row.day) for row in rows} == {(MailState.SENT, THURSDAY)}
    assert send(box, tmp_path, date(2026, 2, 6)).sent == 2


def test_what_the_mail_says(cast, tmp_path):
    give_work(cast)
    want_mail(cast.bob)
    box = Mailbox()
    send(box, tmp_path)
    ((_, mail),) = box.got
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert mail["Subject"] == "Two things wait for you"  # of the sixth and the seventh
    assert mail["From"] == "Centerline <centerline@localhost>"
    for body in (text, html):
        assert "Hello Bob," in body
        assert "Print 17 lists" in body
        assert "due Friday, February 6" in body
        assert "Enter Urgent visits, January" in body
        assert "https://centerline.example.org/work" in body
        assert "Mayor" not in body
    for fetched in ("<img", "<script", "<link", "url(", "@import", "color:", "background"):
        assert fetched not in html.replace('<meta name="color-scheme"', "")
    out = mail["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert out.startswith("https://centerline.example.org/reminders/stop/")
    assert out in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_link_in_the_mail_works(app, cast, tmp_path, client):
    give_work(cast)
    want_mail(cast.bob)
    box = Mailbox()
    send(box, tmp_path)
    out = box.got[0][1]["List-Unsubscribe"].strip("<>").removeprefix(URL.rstrip("/"))
    assert client.post(out, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert send(box, tmp_path, date(2026, 2, 6)).sent == 0


def test_under_a_path_the_links_keep_it(cast, tmp_path):
    give_work(cast)
    want_mail(cast.bob)
    box = Mailbox()
    with serving(box) as port:
        send_all(SmtpMailer(smtp(port, tmp_path)), "https://example.org/improve", THURSDAY)
    text = box.got[0][1].get_body(("plain",)).get_content()
    assert "https://example.org/improve/work" in text
    assert "https://example.org/improve/networks/river/teams/clinic/cycles/1" in text


def test_where_nothing_waits_no_mail_is_sent(cast, tmp_path):
    want_mail(cast.alice, cast.charlie)
    box = Mailbox()
    outcome = send(box, tmp_path)
    assert (outcome.sent, outcome.nothing_due, box.got) == (0, 2, [])
    assert db.session.query(DigestMail).count() == 0


def test_a_weekly_mail_tells_what_the_week_brings(cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice, rhythm=Rhythm.WEEKLY, weekday=3)
    box = Mailbox()
    assert send(box, tmp_path, date(2026, 2, 11)).sent == 0  # a Wednesday
    assert send(box, tmp_path, THURSDAY).sent == 1
    assert "This comes up" in box.got[0][1].get_body(("plain",)).get_content()


def test_who_asked_for_none_or_is_gone_gets_none(cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice)
    want_mail(cast.bob, rhythm=Rhythm.OFF)
    accounts.deactivate(None, cast.alice)
    db.session.commit()
    box = Mailbox()
    assert send(box, tmp_path).sent == 0
    assert box.got == []


@pytest.mark.both_databases
def test_a_failing_address_stops_nobody_else_and_is_tried_again(cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice, cast.bob)
    box = Mailbox(answers={"alice@example.org": "450 come back later"})
    outcome = send(box, tmp_path)
    assert box.addresses == ["bob@example.org"]
    assert outcome.problems == ["alice@example.org: 450 come back later"]
    failed = db.session.query(DigestMail).filter_by(user_id=cast.alice.id).one()
    assert (failed.state, failed.problem) == (MailState.FAILED, "450 come back later")
    box.answers.clear()
    assert send(box, tmp_path).sent == 1
    assert box.addresses == ["bob@example.org", "alice@example.org"]


def test_an_address_that_is_none_stops_nobody_else(cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice, cast.bob)
    cast.alice.email = "alice@example.org\r\nBcc: all@example.org"
    cast.bob.name = "Bob\r\nBcc: all@example.org"
    db.session.commit()
    box = Mailbox()
    outcome = send(box, tmp_path)
    assert "no mail address" in outcome.problems[0]
    ((address, mail),) = box.got
    assert address == "bob@example.org"
    assert mail["Bcc"] is None


def test_a_server_that_is_away_marks_nobody_as_served(cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice)
    with serving(Mailbox()) as port:
        pass
    outcome = send_all(SmtpMailer(smtp(port, tmp_path)), URL, THURSDAY)
    assert "run this again later" in outcome.problems[0]
    assert db.session.query(DigestMail).count() == 0


def test_what_was_left_in_the_middle_is_told_and_not_sent_again(cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice)
    long_ago = datetime.fromisoformat("2026-02-05T06:00:00+00:00")
    db.session.add(
        DigestMail(user_id=cast.alice.id, day=THURSDAY, state=MailState.HANDING, begun_at=long_ago)
    )
    db.session.commit()
    box = Mailbox()
    assert send(box, tmp_path).sent == 0
    assert box.got == []


def run(app, *arguments, **config):
    app.config.update(config)
    return app.test_cli_runner().invoke(args=["reminders", "send", *arguments])


def test_the_command_says_what_it_did(app, cast, tmp_path):
    give_work(cast)
    want_mail(cast.bob)
    files = MailSettings(Way.FILES, tmp_path / "mail")
    done = run(app, MAIL=files, PUBLIC_URL="https://example.org")
    assert done.exit_code == 0, done.output
    assert "1 mail was sent." in done.output
    assert len(list((tmp_path / "mail").iterdir())) == 1
    assert "0 mails were sent." in run(app, MAIL=files).output


def test_the_command_fails_when_an_address_does(app, cast, tmp_path):
    give_work(cast)
    want_mail(cast.alice, cast.bob)
    box = Mailbox(answers={"alice@example.org": "550 nobody"})
    with serving(box) as port:
        done = run(app, MAIL=smtp(port, tmp_path), PUBLIC_URL="https://example.org")
    assert done.exit_code == 1
    assert "1 mail was sent." in done.output
    assert "alice@example.org: 550 nobody" in done.output


def test_the_command_asks_for_the_address_of_the_site(app, cast):
    done = run(app, PUBLIC_URL="")
    assert done.exit_code == 1
    assert "Set CENTERLINE_URL" in done.output


def test_another_day_can_be_named(app, cast, tmp_path):
    give_work(cast)
    want_mail(cast.bob, rhythm=Rhythm.WEEKLY, weekday=0)
    files = MailSettings(Way.FILES, tmp_path / "mail")
    done = run(app, "--date", "2026-02-09", MAIL=files, PUBLIC_URL="https://example.org")
    assert "1 mail was sent." in done.output, done.output
    assert db.session.query(DigestMail).one().day == date(2026, 2, 9)
