"""A person's reminders as an iCalendar file (RFC 5545): whole days without alarms, and meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urljoin

from icalendar import Calendar, Event

from app.mail.message import one_line
from app.reminders.gather import Reminder

PRODUCT = "-//Centerline//Reminders//EN"
LONGEST = 200


def calendar_of(reminders: Iterable[Reminder], base_url: str, host: str, today: date) -> bytes:
    """The calendar: an event for each reminder that has a day.

    Titles carry no values, and nothing that came from a person can begin a line of its own. An
    event keeps its UID as long as the thing is the same, so that programs move it with its day.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Centerline")
    # How often programs should ask (RFC 7986): often enough for things that are due by the day.
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    stamp = datetime.combine(today, time(), UTC)
    for each in reminders:
        if each.day is not None:
            calendar.add_component(_event(each, each.day, base_url, host, stamp))
    return bytes(calendar.to_ical())


def _event(each: Reminder, day: date, base_url: str, host: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{each.key}@{host}")
    event.add("dtstamp", stamp)
    timed = each.begins is not None and each.ends is not None
    event.add("dtstart", each.begins if timed else day)
    event.add("dtend", each.ends if timed else day + timedelta(days=1))
    event.add("summary", _fit(f"{one_line(each.title)} ({one_line(each.team)})"))
    event.add("url", urljoin(base_url, each.href))
    event.add("class", "PRIVATE")
    # A reminder takes no time out of the day; a meeting does.
    event.add("transp", "OPAQUE" if timed else "TRANSPARENT")
    return event


def _fit(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
