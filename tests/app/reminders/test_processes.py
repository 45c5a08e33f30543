"""Programs of their own: two that send at once, and one that is killed in the middle."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from app.extensions import db
from app.reminders.models import DigestMail, MailState
from app.teams.models import TeamMembership, TeamRole
from tests import programs
from tests.app.mail.servers import Mailbox, serving
from tests.app.reminders.world import give_work, want_mail
from tests.factories import make_user

PEOPLE = 8
ON = "2026-02-05"


def crowd(cast):
    """Eight members who want their mail."""
    people = [make_user(f"Member {number}") for number in range(PEOPLE)]
    db.session.add_all(
        TeamMembership(team=cast.team, user=person, role=TeamRole.MEMBER) for person in people
    )
    db.session.commit()
    give_work(cast)
    want_mail(*people)
    db.session.commit()
    return people


def start(app, port: int, said: Path) -> ForkServerProcess:
    environment = os.environ | {
        "CENTERLINE_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "CENTERLINE_SECRET_KEY": "tests",
        "CENTERLINE_PASSWORD_SALT": "tests",
        "CENTERLINE_URL": "https://example.org",
        "CENTERLINE_MAIL_HOST": "localhost",
        "CENTERLINE_MAIL_PORT": str(port),
        "CENTERLINE_MAIL_SECURITY": "none",
        "CENTERLINE_MAIL_FROM": "reminders@example.org",
    }
    command = ("flask", "--app", "wsgi", "reminders", "send", "--date", ON)
    return programs.start(*command, environment=environment, said=said)


@pytest.mark.both_databases
def test_of_two_at_once_each_person_gets_one_mail(app, cast, tmp_path):
    people = crowd(cast)
    box = Mailbox(before_data=lambda _address: time.sleep(0.1))
    with serving(box) as port:
        running = [start(app, port, tmp_path / "said") for _ in range(2)]
        for process in running:
            process.join(120)
    assert [process.exitcode for process in running] == [0, 0], (tmp_path / "said").read_text()
    assert Counter(box.addresses) == Counter(person.email for person in people)
    states = [state for (state,) in db.session.query(DigestMail.state)]
    assert states == [MailState.SENT] * PEOPLE


@pytest.mark.both_databases
def test_after_a_crash_the_rest_is_sent_and_nobody_twice(app, cast, tmp_path):
    people = crowd(cast)
    reached, go_on = threading.Event(), threading.Event()

    def hold_the_third(_address):
        if len(box.got) == 2:
            reached.set()
            go_on.wait(60)

    box = Mailbox(before_data=hold_the_third)
    with serving(box) as port:
        first = start(app, port, tmp_path / "first")
        assert reached.wait(60), (tmp_path / "first").read_text()
        first.kill()
        first.join(10)
        box.before_data = None
        go_on.set()
        second = start(app, port, tmp_path / "second")
        second.join(120)
    said = (tmp_path / "second").read_text()
    assert second.exitcode == 0, said
    assert "5 mails were sent." in said
    got = Counter(box.addresses)
    assert max(got.values()) == 1
    assert set(got) | {people[2].email} == {person.email for person in people}
    states = Counter(state for (state,) in db.session.query(DigestMail.state))
    # Whether the third arrived cannot be known; it is told as such and not sent again.
    assert states == {MailState.SENT: PEOPLE - 1, MailState.HANDING: 1}
