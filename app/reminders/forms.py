"""How a person wants to be reminded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField

from app.plain_fields import AnswerField, ChoiceField, TicksField
from app.reminders.days import WEEKDAYS, zones
from app.reminders.models import ReminderSettings, Rhythm
from app.teams.models import Team

RHYTHMS = (
    (Rhythm.OFF.value, "No mail"),
    (Rhythm.DAILY.value, "On days when something waits"),
    (Rhythm.WEEKLY.value, "Once a week"),
)


class RemindersForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """Rhythm, weekday, time zone and teams."""

    rhythm = AnswerField("Mail that says what is due", choices=RHYTHMS)
    weekday = ChoiceField(
        "Day of the weekly mail",
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS)],
    )
    time_zone = SelectField(
        "Your time zone",
        description="Mail leaves in your morning, after six.",
        validate_choice=False,
    )
    teams = TicksField("Teams to be reminded of")

    def __init__(self, teams: Iterable[Team], **more: Any) -> None:
        super().__init__(**more)
        self.time_zone.choices = zones()
        self.offered = [(str(team.id), team.name) for team in teams]
        self.teams.choices = self.offered

    def show(self, settings: ReminderSettings, quiet: frozenset[int]) -> None:
        """Fill the form from what is stored."""
        self.rhythm.data = settings.rhythm.value
        self.weekday.data = str(settings.weekday)
        self.time_zone.data = settings.time_zone
        self.teams.data = [value for value, _ in self.offered if int(value) not in quiet]

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate; a zone that is not in the list is refused in plain words."""
        sound: bool = super().validate(extra_validators)
        known = {value for group in zones().values() for value, _ in group}
        if self.time_zone.data not in known:
            self.time_zone.errors = ["Choose your time zone from the list."]
            sound = False
        if not self.rhythm.data:
            self.rhythm.errors = ["Choose one of these answers."]
            sound = False
        return sound
