"""Sending everybody their mail, each once a day, whatever happens on the way.

A person's mail of a day has one row. It is written, and committed, right before the message is
handed over, so that of two programs only one hands it over, and right after it becomes "sent".
A program that ends before leaves no row: the next one sends. One that ends while the message is
handed over leaves "handing": the mail may have been delivered, so it is told and never sent again.
A mail that was refused for certain is "failed" and is tried again by the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.clock import now
from app.extensions import db
from app.inbox.services import tell
from app.mail.mailers import Mailer, RefusedError, ServerAwayError, UnclearError
from app.mail.message import UnfitAddressError
from app.reminders.days import MORNING, local_now, mail_day, zone_of
from app.reminders.digest import message_of
from app.reminders.models import DigestMail, MailState, ReminderSettings, Rhythm

HANDING_TAKES = timedelta(minutes=10)
"""Handing a message over takes no longer: whoever does it still has come to an end."""


@dataclass(slots=True)
class Outcome:
    """What a run did."""

    sent: int = 0
    nothing_due: int = 0
    problems: list[str] = field(default_factory=list)


def send_all(mailer: Mailer, base_url: str, on: date | None = None) -> Outcome:
    """Send everybody the mail that is due now, or that of the day `on`. Commits as it goes."""
    outcome = Outcome()
    try:
        for user_id, day in list(_due(on)):
            _send_one(mailer, base_url, user_id, day, outcome)
    except ServerAwayError as error:
        db.session.rollback()
        outcome.problems.append(f"{error} Nothing more was sent; run this again later.")
    finally:
        mailer.close()
    outcome.problems += _unclear()
    return outcome


def _due(on: date | None) -> Iterator[tuple[int, date]]:
    """Whose mail is due, of which day, leaving out what was sent or is being handed over."""
    query = (
        sa.select(ReminderSettings)
        .join(User, User.id == ReminderSettings.user_id)
        .where(ReminderSettings.rhythm != Rhythm.OFF, User.active)
        .order_by(User.id)
    )
    done = sa.select(DigestMail.user_id, DigestMail.day).where(
        DigestMail.state != MailState.FAILED, DigestMail.begun_at > now() - timedelta(days=30)
    )
    over = set() if on else {tuple(row) for row in db.session.execute(done)}
    for settings in db.session.scalars(query).all():
        day = mail_day(settings, _moment(settings, on))
        if day is not None and (settings.user_id, day) not in over:
            yield settings.user_id, day
    db.session.rollback()


def _moment(settings: ReminderSettings, on: date | None) -> datetime:
    if on is None:
        return local_now(settings.time_zone)
    return datetime.combine(on, time(MORNING), zone_of(settings.time_zone))


def _send_one(mailer: Mailer, base_url: str, user_id: int, day: date, outcome: Outcome) -> None:
    try:
        found = _composed(base_url, user_id, day)
    except UnfitAddressError as error:
        outcome.problems.append(f"Person {user_id}: {error}")
        return
    finally:
        db.session.rollback()  # composing only reads; hold nothing while the server is asked
    if found is None:
        outcome.nothing_due += 1
        return
    address, message, news = found
    mailer.open()
    mail = _claim(user_id, day, news)
    if mail is None:
        return  # another program has it
    try:
        mailer.send(message)
    except RefusedError as error:
        _finish(mail, MailState.FAILED, str(error))
        outcome.problems.append(f"{address}: {error}")
    except UnclearError as error:
        _finish(mail, MailState.HANDING, str(error))
        outcome.problems.append(
            f"{address}: the connection broke ({error}). It may have arrived and is not sent again."
        )
    else:
        _finish(mail, MailState.SENT, "")
        outcome.sent += 1


def _composed(
    base_url: str, user_id: int, day: date
) -> tuple[str, EmailMessage, tuple[str, ...]] | None:
    """The address, the message and the keys of its news, read as a page is: links need to know where the site is."""
    with current_app.test_request_context(base_url=base_url):
        settings = db.session.get(ReminderSettings, user_id)
        if settings is None or settings.rhythm is Rhythm.OFF or not settings.user.active:
            return None
        message = message_of(settings.user, settings.rhythm, day)
        return (settings.user.email, *message) if message else None


def _claim(user_id: int, day: date, news: Iterable[str]) -> int | None:
    """Take a person's mail of a day on; None where it was sent or somebody else has it.

    Its news are told with it, whatever becomes of it: a mail that was refused tells them again,
    since it is of the same day.
    """
    try:
        mail = DigestMail(user_id=user_id, day=day, state=MailState.HANDING, begun_at=now())
        db.session.add(mail)
        db.session.flush()
        tell(user_id, news, day)
        db.session.commit()
        return mail.id
    except IntegrityError:
        db.session.rollback()
    mine = sa.and_(DigestMail.user_id == user_id, DigestMail.day == day)
    taken = db.session.execute(
        sa.update(DigestMail)
        .where(mine, DigestMail.state == MailState.FAILED)
        .values(state=MailState.HANDING, begun_at=now(), problem="")
    )
    found = db.session.scalar(sa.select(DigestMail.id).where(mine))
    if taken.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
        tell(user_id, news, day)
    db.session.commit()
    return found if taken.rowcount == 1 else None  # type: ignore[attr-defined]  # an UPDATE gives a cursor result


def _finish(mail_id: int, state: MailState, problem: str) -> None:
    over = now() if state is not MailState.HANDING else None
    db.session.execute(
        sa.update(DigestMail)
        .where(DigestMail.id == mail_id)
        .values(state=state, done_at=over, problem=problem)
    )
    db.session.commit()


def _unclear() -> list[str]:
    """Mail of the last day that a program left while it was handed over."""
    at = now()
    query = (
        sa.select(User.email, DigestMail.day)
        .join(User, User.id == DigestMail.user_id)
        .where(
            DigestMail.state == MailState.HANDING,
            DigestMail.begun_at.between(at - timedelta(days=1), at - HANDING_TAKES),
        )
        .order_by(User.email)
    )
    found = [
        f"{address}: the mail of {day} was being handed over when the program ended. "
        "It may have arrived and is not sent again."
        for address, day in db.session.execute(query)
    ]
    db.session.rollback()
    return found
