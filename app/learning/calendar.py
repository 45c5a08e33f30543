"""A session as an iCalendar event (RFC 5545), with its agenda."""

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
    calendar.add_component(event_of(session, url, host))
    return bytes(calendar.to_ical())


def event_of(session: LearningSession, url: str, host: str) -> Any:
    """The session as an event, at moments in UTC: every program shows them on its own clock."""
    event = Event()
    event.add("uid", f"learning-session-{session.id}@{host}")
    event.add("dtstamp", clock.now())
    event.add("sequence", session.version)
    event.add("dtstart", timing.moment(session, session.starts))
    event.add("dtend", timing.moment(session, session.ends))
    event.add("summary", one_line(f"{session.title} ({session.network.name})"))
    place = ", ".join(one_line(each) for each in (session.place, session.link) if each)
    if place:
        event.add("location", place)
    lines = [f"{each.begins} {one_line(each.item.title)}" for each in timing.running(session)]
    event.add("description", "\n".join([*([session.purpose] if session.purpose else []), *lines]))
    event.add("url", url)
    return event
