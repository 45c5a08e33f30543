"""Which day it is for a person, and for which day their mail is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from flask import current_app

from app.clock import now
from app.reminders.models import ReminderSettings, Rhythm

MORNING = 6
"""Nothing is sent before this hour of the person's own clock."""
LATE = timedelta(days=2)
"""A weekly mail that could not leave on its day may still leave within this time."""
REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def zones() -> dict[str, list[tuple[str, str]]]:
    """The time zones that one may choose, by continent: value and name."""
    found: dict[str, list[tuple[str, str]]] = {"Everywhere": [("UTC", "UTC")]}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region in REGIONS:
            found.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return found


def local_now(zone: str) -> datetime:
    """The moment by a zone's clock. The setting TODAY stands in for the day, at noon."""
    fixed = current_app.config.get("TODAY")
    if fixed:
        return datetime.combine(date.fromisoformat(fixed), datetime.min.time(), UTC).replace(
            hour=12, tzinfo=zone_of(zone)
        )
    return now().astimezone(zone_of(zone))


def mail_day(settings: ReminderSettings, at: datetime) -> date | None:
    """The day whose mail is due at the moment `at` of the person's own clock, if there is one.

    A daily mail is for the day itself, a weekly one for the last chosen weekday, up to two days
    later. Nothing is due for days before the person asked for mail, or before six in the morning.
    """
    if settings.rhythm is Rhythm.OFF or at.hour < MORNING:
        return None
    today = at.date()
    back = (today.weekday() - settings.weekday) % 7 if settings.rhythm is Rhythm.WEEKLY else 0
    day = today - timedelta(days=back)
    since = settings.chosen_at.astimezone(zone_of(settings.time_zone)).date()
    if today - day > LATE or (back and day < since):
        return None
    return day
