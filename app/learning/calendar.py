"""A session as iCalendar events (RFC 5545), one for each of its days, with the agenda."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar, Event

from app import clock
from app.learning import timing
from app.learning.models import LearningSession
from app.mail.message import one_line

PRODUCT = "-//Centerline//Learning sessions//EN"


def file_of(session: LearningSession, url: str, host: str) -> bytes:
    """The session as a file that calendar programs take in; a changed one replaces the earlier."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for day in timing.by_day(session):
        calendar.add_component(event_of(session, day, url, host))
    return bytes(calendar.to_ical())


def event_of(session: LearningSession, day: timing.Day, url: str, host: str) -> Any:
    """A day as an event, at moments in UTC: every program shows them on its own clock.

    The first day keeps its UID when a session gets more of them, so that programs move it.
    """
    event = Event()
    uid = f"learning-session-{session.id}" + (f"-day-{day.number}" if day.number > 1 else "")
    event.add("uid", f"{uid}@{host}")
    event.add("dtstamp", clock.now())
    event.add("sequence", session.version)
    event.add("dtstart", timing.moment(session, session.starts, day.on))
    event.add("dtend", timing.moment(session, session.ends, day.on))
    title = f"{session.title}, {day.place}" if day.place else session.title
    event.add("summary", one_line(f"{title} ({session.network.name})"))
    place = ", ".join(one_line(each) for each in (session.place, session.link) if each)
    if place:
        event.add("location", place)
    lines = [f"{each.begins} {one_line(each.item.title)}" for each in day.items]
    event.add("description", "\n".join([*([session.purpose] if session.purpose else []), *lines]))
    event.add("url", url)
    return event
