"""Choosing how to be reminded. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import User
from app.clock import now
from app.extensions import db
from app.reminders.gather import teams_of
from app.reminders.models import QuietTeam, ReminderSettings, Rhythm


def settings_of(user: User) -> ReminderSettings:
    """What a person chose, or what holds until they choose: no mail. Not stored by asking."""
    found = db.session.get(ReminderSettings, user.id)
    return found or ReminderSettings(user_id=user.id, rhythm=Rhythm.OFF, weekday=0, time_zone="UTC")


def choose(
    user: User, rhythm: Rhythm, weekday: int, time_zone: str, team_ids: Collection[int]
) -> ReminderSettings:
    """Store how a person wants to be reminded, and of which of their teams."""
    settings = db.session.get(ReminderSettings, user.id)
    if settings is None:
        settings = ReminderSettings(user_id=user.id)
        db.session.add(settings)
    if (settings.rhythm, settings.weekday) != (rhythm, weekday):
        settings.chosen_at = now()
    settings.rhythm, settings.weekday, settings.time_zone = rhythm, weekday, time_zone
    db.session.execute(sa.delete(QuietTeam).where(QuietTeam.user_id == user.id))
    db.session.add_all(
        QuietTeam(user_id=user.id, team_id=team.id)
        for team in teams_of(user)
        if team.id not in team_ids
    )
    db.session.flush()
    return settings


def stop_mail(user: User) -> None:
    """Send no more mail; the rest of what was chosen stays."""
    settings = db.session.get(ReminderSettings, user.id)
    if settings is not None:
        settings.rhythm = Rhythm.OFF
        db.session.flush()
