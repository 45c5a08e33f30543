"""When a session and each part of its agenda begin and end, on the clock of its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.learning.models import AgendaItem, ItemKind, LearningSession
from app.reminders.days import zone_of

STEP = 5
"""Minutes to which a proposed agenda is rounded."""
PROPOSED: tuple[tuple[ItemKind, str, int], ...] = (
    (ItemKind.TALK, "Welcome, and what today is for", 10),
    (ItemKind.COMPARISON, "What the measures say", 30),
    (ItemKind.STORYBOARDS, "Storyboards: what teams tested and learned", 50),
    (ItemKind.BREAK, "Break", 15),
    (ItemKind.EXCHANGE, "Offers and asks", 30),
    (ItemKind.COMMITMENTS, "What will you test by next Tuesday?", 35),
    (ItemKind.EVALUATION, "How was today?", 10),
)
"""What a new session begins with, in minutes of three hours."""
USUAL = sum(minutes for _, _, minutes in PROPOSED)


@dataclass(frozen=True, slots=True)
class Timed:
    """An item of the agenda with the times that follow from the lengths before it."""

    item: AgendaItem
    begins: str
    ends: str


def clock(value: time) -> str:
    """Write a time of day as people do: "9:05 AM"."""
    return f"{value.hour % 12 or 12}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"


def running(session: LearningSession) -> tuple[Timed, ...]:
    """The agenda with running times."""
    at = datetime.combine(session.on, session.starts)
    found = []
    for item in session.agenda:
        until = at + timedelta(minutes=item.minutes)
        found.append(Timed(item, clock(at.time()), clock(until.time())))
        at = until
    return tuple(found)


def length(session: LearningSession) -> int:
    """Minutes from the session's beginning to its end."""
    day = date(2000, 1, 1)
    span = datetime.combine(day, session.ends) - datetime.combine(day, session.starts)
    return int(span.total_seconds() // 60)


def balance(session: LearningSession) -> str:
    """How the agenda's length compares with the session's, in a sentence."""
    left = length(session) - sum(item.minutes for item in session.agenda)
    if not session.agenda:
        return "Nothing on the agenda yet."
    if left == 0:
        return f"The agenda ends at {clock(session.ends)}, with the session."
    minutes = f"{abs(left)} minute{'' if abs(left) == 1 else 's'}"
    if left > 0:
        return f"{minutes} are left until {clock(session.ends)}."
    return f"The agenda runs {minutes} beyond {clock(session.ends)}."


def propose(session: LearningSession) -> list[AgendaItem]:
    """An agenda that fits the session, the usual one stretched or shortened to its length."""
    whole = length(session)
    made = [
        AgendaItem(
            position=position,
            kind=kind,
            title=title,
            minutes=max(STEP, round(minutes * whole / USUAL / STEP) * STEP),
        )
        for position, (kind, title, minutes) in enumerate(PROPOSED)
    ]
    longest = max(made, key=lambda item: item.minutes)
    longest.minutes = max(STEP, longest.minutes + whole - sum(item.minutes for item in made))
    return made


def moment(session: LearningSession, at: time) -> datetime:
    """A time of the session's day as a moment, in UTC."""
    return datetime.combine(session.on, at, zone_of(session.time_zone)).astimezone(UTC)


def span(session: LearningSession) -> str:
    """From when to when: "9:00 AM to 12:00 PM"."""
    return f"{clock(session.starts)} to {clock(session.ends)}"
