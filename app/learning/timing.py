"""When a session and each part of its agenda begin and end, on the clock of its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from app.learning.models import AgendaItem, ItemKind, LearningSession
from app.reminders.days import zone_of
from app.templating import long_date, long_dates

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
FIRST = 4
"""How much of it is for the first day where there are several; the rest is for the last."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An item of the agenda with the times that follow from the lengths before it."""

    item: AgendaItem
    begins: str
    ends: str
    day: int
    on: date

    @property
    def when(self) -> str:
        """From when to when, and on which day where there are several."""
        hours = f"{self.begins} to {self.ends}"
        return f"Day {self.day}, {hours}" if self.item.session.last_day else hours


def clock(value: time) -> str:
    """Write a time of day as people do: "9:05 AM"."""
    return f"{value.hour % 12 or 12}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the session with its part of the agenda."""

    number: int
    on: date
    of: int
    """How many days the session takes."""
    items: tuple[Timed, ...] = ()

    @property
    def name(self) -> str:
        """What stands above its part of the agenda; "" where the session takes one day."""
        return f"Day {self.number}: {self.on:%A}, {long_date(self.on)}" if self.of > 1 else ""

    @property
    def place(self) -> str:
        """Which of the days it is: "day 1 of 2"; "" where the session takes one day."""
        return f"day {self.number} of {self.of}" if self.of > 1 else ""


def days_of(session: LearningSession) -> tuple[Day, ...]:
    """Each day by itself, without asking for the agenda."""
    days = session.days
    return tuple(Day(number, on, len(days)) for number, on in enumerate(days, 1))


def by_day(session: LearningSession) -> tuple[Day, ...]:
    """Each day with its items, which run on the clock from the hour at which the days begin."""
    return tuple(
        replace(day, items=tuple(_running(session, day.number, day.on))) for day in days_of(session)
    )


def _running(session: LearningSession, day: int, on: date) -> Iterator[Timed]:
    at = datetime.combine(on, session.starts)
    for item in session.agenda:
        if item.day == day:
            until = at + timedelta(minutes=item.minutes)
            yield Timed(item, clock(at.time()), clock(until.time()), day, on)
            at = until


def running(session: LearningSession) -> tuple[Timed, ...]:
    """The agenda with running times, day after day."""
    return tuple(timed for day in by_day(session) for timed in day.items)


def length(session: LearningSession) -> int:
    """Minutes from the beginning of a day of the session to its end."""
    day = date(2000, 1, 1)
    span = datetime.combine(day, session.ends) - datetime.combine(day, session.starts)
    return int(span.total_seconds() // 60)


def balance(session: LearningSession) -> str:
    """How the agenda's length compares with the session's, in a sentence for each day."""
    days = by_day(session)
    if len(days) == 1:
        return _balance(session, days[0])
    return " ".join(f"Day {day.number}: {_balance(session, day)}" for day in days)


def _balance(session: LearningSession, day: Day) -> str:
    left = length(session) - sum(each.item.minutes for each in day.items)
    if not day.items:
        return "Nothing on the agenda yet."
    if left == 0:
        whole = "session" if day.number == day.of else "day"
        return f"The agenda ends at {clock(session.ends)}, with the {whole}."
    minutes = f"{abs(left)} minute{'' if abs(left) == 1 else 's'}"
    if left > 0:
        return f"{minutes} are left until {clock(session.ends)}."
    return f"The agenda runs {minutes} beyond {clock(session.ends)}."


def propose(session: LearningSession) -> list[AgendaItem]:
    """An agenda that fits the session: the usual one stretched or shortened to its length.

    Where there are several days, the first and the last have a part of it each.
    """
    last = len(session.days)
    if last == 1:
        return _fitted(PROPOSED, length(session), 1)
    first, rest = PROPOSED[:FIRST], PROPOSED[FIRST:]
    made = [*_fitted(first, length(session), 1), *_fitted(rest, length(session), last)]
    for position, item in enumerate(made):
        item.position = position
    return made


def _fitted(rows: Sequence[tuple[ItemKind, str, int]], whole: int, day: int) -> list[AgendaItem]:
    usual = sum(minutes for _, _, minutes in rows)
    made = [
        AgendaItem(
            day=day,
            position=position,
            kind=kind,
            title=title,
            minutes=max(STEP, round(minutes * whole / usual / STEP) * STEP),
        )
        for position, (kind, title, minutes) in enumerate(rows)
    ]
    longest = max(made, key=lambda item: item.minutes)
    longest.minutes = max(STEP, longest.minutes + whole - sum(item.minutes for item in made))
    return made


def moment(session: LearningSession, at: time, on: date | None = None) -> datetime:
    """A time of one of the session's days, the first unless it is said, as a moment in UTC."""
    return datetime.combine(on or session.on, at, zone_of(session.time_zone)).astimezone(UTC)


def hours(session: LearningSession) -> str:
    """From when to when on each of its days: "9:00 AM to 12:00 PM"."""
    return f"{clock(session.starts)} to {clock(session.ends)}"


def span(session: LearningSession) -> str:
    """From when to when: "9:00 AM to 12:00 PM", and "each day" where there are several."""
    return f"{hours(session)} each day" if session.last_day else hours(session)


def dates(session: LearningSession) -> str:
    """The day, or the days: "September 14 to 15, 2026"."""
    return long_dates(session.on, session.last_day)
