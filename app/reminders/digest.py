"""The mail that says what waits: gentle, short, without values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from urllib.parse import urljoin

from flask import current_app, request, url_for

from app.accounts.models import User
from app.inbox.items import Item
from app.inbox.queries import news_for
from app.mail.message import one_line, write
from app.measures.entry import due_words
from app.reminders.gather import Reminder, quiet_of, reminders_of
from app.reminders.links import way_out
from app.reminders.models import Rhythm
from app.work.data import SOON
from app.work.page import NUMBERS

WEEK = timedelta(days=7)
MOST = 12
"""More lines than this are no reminder; My work has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A thing in the mail: what, of which team, when, and where it is done."""

    what: str
    team: str
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What a mail says."""

    waiting: tuple[Line, ...]
    coming: tuple[Line, ...]
    more: int
    """Things that wait beyond those listed."""
    news: tuple[Line, ...] = ()
    """What arrived and no mail has told yet."""
    told: tuple[str, ...] = ()
    """The keys of what arrived, those beyond the listed included: no other mail tells them."""

    @property
    def subject(self) -> str:
        count = len(self.waiting) + self.more
        if not count and self.news:
            return (
                f"{len(self.told)} new for you" if len(self.told) > 1 else "Something new for you"
            )
        if not count:
            return "What comes up this week"
        words = NUMBERS[count] if count < len(NUMBERS) else str(count)
        return f"{words} {'thing waits' if count == 1 else 'things wait'} for you"


def digest_of(user: User, rhythm: Rhythm, day: date) -> Digest | None:
    """What to tell a person on a day; None where nothing waits. Needs the address of the site.

    A daily mail comes only when something waits; a weekly one tells what the week brings, too.
    """
    found = reminders_of(user, day)
    waiting = [each for each in found if each.day is None or each.day <= day + SOON]
    coming = [each for each in found if each.day and day + SOON < each.day <= day + WEEK]
    quiet = quiet_of(user)
    news = [each for each in news_for(user, day) if each.team_id not in quiet]
    if not waiting and not news and (rhythm is Rhythm.DAILY or not coming):
        return None
    return Digest(
        waiting=tuple(_lines(waiting[:MOST], day)),
        coming=tuple(_lines(coming[:MOST], day)),
        more=max(0, len(waiting) - MOST),
        news=tuple(_arrived(news[:MOST])),
        told=tuple(each.key for each in news),
    )


def _arrived(news: Iterable[Item]) -> Iterable[Line]:
    for each in news:
        what = one_line(f"{each.about}: {each.what}")
        yield Line(what, one_line(each.team), each.todo, urljoin(request.url_root, each.href))


def _lines(found: Iterable[Reminder], day: date) -> Iterable[Line]:
    for each in found:
        when = due_words(each.day, day) if each.day else ""
        yield Line(
            one_line(each.what), one_line(each.team), when, urljoin(request.url_root, each.href)
        )


def message_of(
    user: User, rhythm: Rhythm, day: date
) -> tuple[EmailMessage, tuple[str, ...]] | None:
    """A person's mail of a day, ready to send, with the keys of the news in it.

    None where there is nothing to tell.

    Raises
    ------
    UnfitAddressError
        The person's address, or the sender's, is none.
    """
    digest = digest_of(user, rhythm, day)
    if digest is None:
        return None
    out = url_for("reminders.unsubscribe", token=way_out(user), _external=True)
    words = {
        "digest": digest,
        "first_name": one_line(user.name).split(" ")[0],
        "day": day,
        "out": out,
        "work": url_for("work.home", _external=True),
        "settings": url_for("reminders.settings", _external=True),
    }
    template = current_app.jinja_env.get_template
    message = write(
        sender=current_app.config["MAIL"].sender,
        to=user.email,
        name=user.name,
        subject=digest.subject,
        text=template("reminders/digest.txt").render(**words),
        html=template("reminders/digest.html").render(**words),
        # The same for the same mail, so that a mailbox knows it again.
        message_id=f"<reminder-{user.id}-{day.isoformat()}@{_host()}>",
        headers={
            # RFC 8058: mail programs offer a button that needs no page.
            "List-Unsubscribe": f"<{out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    return message, digest.told


def _host() -> str:
    return request.host.partition(":")[0]
