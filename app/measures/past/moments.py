"""The moment that an address asks for: a day, the instant of a change, or just before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.templating import long_date

INSTANT = timedelta(microseconds=1)
"""The shortest time that records tell apart."""
BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as people and addresses name it."""

    at: datetime
    name: str
    """In a sentence: "on March 12, 2026", "just before March 12, 2026, 15:30 UTC"."""
    query: dict[str, str]
    """What an address says to ask for it."""

    @property
    def day(self) -> date:
        """Its day."""
        return self.at.date()

    @property
    def stamp(self) -> str:
        """Its day, and the time where one was asked for, in a file's name: "2026-03-12"."""
        if "T" not in self.query["as_of"]:
            return f"as-of-{self.day.isoformat()}"
        just = "-before" if self.query.get("just") == BEFORE else ""
        return f"as-of-{_instant(self.query['as_of']):%Y-%m-%d-%H%M%S}{just}"


class NotAMomentError(ValueError):
    """What was asked for is no moment, with the sentence that says so."""


def read(text: str, just: str = "") -> Moment:
    """Read "2026-03-12", of which the end of the day is meant, or "2026-03-12T15:30:01.000200Z".

    `just` "before" means what stood there until that instant.

    Raises
    ------
    NotAMomentError
        With a sentence for the person who asked.
    """
    try:
        if "T" in text:
            return _instant_of(text, just)
        day = date.fromisoformat(text)
        end = datetime.combine(day, time.max, UTC)
    except (ValueError, OverflowError):
        raise NotAMomentError(f"“{text[:40]}” is not a day. Write it as 2026-03-12.") from None
    return Moment(end, f"on {long_date(day)}", {"as_of": text})


def _instant_of(text: str, just: str) -> Moment:
    at = _instant(text)
    told = f"{long_date(at)}, {at:%H:%M} UTC"
    if just == BEFORE:
        return Moment(at - INSTANT, f"just before {told}", {"as_of": text, "just": BEFORE})
    return Moment(at, f"at {told}", {"as_of": text})


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


def asked(at: datetime) -> str:
    """An instant as an address asks for it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
