"""The forms of sessions: planning, answering, committing, evaluating."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from wtforms import Field
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import TimeInput

from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.learning.models import Answer, Check, LearningSession
from app.learning.prework import NAMES
from app.learning.services import FIELDS, Plan
from app.measures.models import Measure
from app.plain_fields import (
    AnswerField,
    ChoiceField,
    DayField,
    TicksField,
    VersionField,
    line,
    prose,
    tidy,
)
from app.reminders.days import zones

TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
LONGEST_OWN = 280
AHEAD = timedelta(days=28)
TUESDAY = 1


class TimeOfDayField(Field):
    """A time of day as people write it: "9:00", "1:30 PM", "13.30". Keeps what was typed."""

    widget = TimeInput()
    data: time | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        text = tidy(valuelist[0]) if valuelist else ""
        if not text:
            return
        found = TIME.fullmatch(text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if found and found[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
        if hour > 23 or minute > 59:
            raise ValueError("Write a time of day, such as 9:00 or 1:30 PM.")
        self.data = time(hour, minute)


class SessionForm(Guarded):
    """When and where a session is, what it is for, what it compares, what teams prepare."""

    title = line("Title", 120, DataRequired("Give the session a title."))
    on = DayField("Day", validators=[InputRequired("Choose the day.")])
    last_day = DayField("Last day")
    starts = TimeOfDayField("From", validators=[InputRequired("Write when it begins.")])
    ends = TimeOfDayField("To", validators=[InputRequired("Write when it ends.")])
    time_zone = ChoiceField("Time zone")
    place = line("Place", 200)
    link = line("Link", 500)
    purpose = prose("What shall be different when everybody leaves?", render_kw={"rows": 2})
    measures = TicksField("Compare teams on")
    checks = TicksField("Fills itself from what teams record")
    own = prose("Anything else that teams bring or do?", render_kw={"rows": 3})
    prework = prose("A word to the teams about the pre-work", render_kw={"rows": 2})
    prework_due = DayField("Pre-work is due")
    action_from = DayField("The action period begins")
    action_until = DayField("and ends")
    teams = TicksField("Invite")
    version = VersionField()

    def offer(self, measures: Sequence[Measure], teams: Sequence[tuple[int, str]]) -> None:
        """What can be ticked."""
        self.measures.choices = [(str(each.id), each.name) for each in measures]
        self.checks.choices = [(check.value, NAMES[check]) for check in NAMES]
        self.teams.choices = [(str(key), name) for key, name in teams]
        self.time_zone.choices = dict(zones())

    def propose(self, number: int, today: date, most: int) -> None:
        """A new session as most are: four weeks ahead, a morning, every team, the usual pre-work."""
        self.title.data = f"Learning session {number}"
        soon = today + AHEAD
        self.on.data = soon + timedelta(days=(TUESDAY - soon.weekday()) % 7)
        self.starts.data, self.ends.data = time(9), time(12)
        self.time_zone.data = "UTC"
        self.measures.data = [str(value) for value, *_ in list(self.measures.iter_choices())[:most]]
        self.checks.data = [check.value for check in NAMES if check is not Check.THEORY]
        self.teams.data = [str(value) for value, *_ in self.teams.iter_choices()]
        self.version.data = "0"

    def show(self, session: LearningSession) -> None:
        """Fill the form from what is stored."""
        for name, value in stored(session).items():
            self[name].data = value
        self.version.data = str(session.version)

    def plan(self) -> Plan:
        """What the form asks for."""
        known = {check.value for check in NAMES}
        rows = (each.strip()[:LONGEST_OWN] for each in (self.own.data or "").splitlines())
        values = {name: self[name].data for name in FIELDS}
        texts = ("title", "purpose", "time_zone", "place", "link", "prework")
        return Plan(
            fields=values | {name: values[name] or "" for name in texts},
            measure_ids=self.measures.ids,
            checks=[Check(value) for value in self.checks.data or () if value in known],
            own=[row for row in rows if row],
        )

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        link = self.link.data or ""
        if link and not link.lower().startswith(("https://", "http://")):
            self.link.errors = [*self.link.errors, "Begin the link with https://"]
            sound = False
        return sound

    def lay_beside(self, session: LearningSession) -> list[Difference]:
        """After a conflict: what is stored now where it differs. Saving again takes its place."""
        self.version.move_to(session.version)
        return differences(stored(session), self)


def stored(session: LearningSession) -> dict[str, Any]:
    """What is stored of a session, as its form has it."""
    own = [task.text for task in session.tasks if task.check is Check.OWN]
    return {name: getattr(session, name) for name in FIELDS} | {
        "measures": [str(each.measure_id) for each in session.measures],
        "checks": [task.check.value for task in session.tasks if task.check is not Check.OWN],
        "own": "\n".join(own),
    }


class AnswerForm(Guarded):
    """A team's answer to its invitation."""

    answer = AnswerField(
        "Will you come?",
        choices=[(Answer.CONFIRMED.value, "We come"), (Answer.DECLINED.value, "We cannot")],
        validators=[InputRequired("Say whether your team comes.")],
    )
    note = line("Anything the facilitator should know?", 280)


class OfferForm(Guarded):
    """Something a team offers or asks for."""

    text = line("What?", 280, DataRequired("Write it in a sentence."))


class CommitmentForm(Guarded):
    """What a team will test."""

    text = line("What will you test?", 280, DataRequired("Say in one sentence what you will test."))
    who = line("Who sees to it?", 120)
    due_on = DayField("By when?", validators=[InputRequired("Say by when.")])
    node_id = ChoiceField("Change idea")

    def offer(self, ideas: Sequence[tuple[int, str]]) -> None:
        """The team's change ideas."""
        self.node_id.choices = [("", "A new one"), *((str(key), text) for key, text in ideas)]


class NotesForm(Guarded):
    """What was said at the session."""

    notes = prose("Notes", render_kw={"rows": 8})
    version = VersionField()


class DecisionForm(Guarded):
    """What was decided for the whole network."""

    text = line("Decision", 280, DataRequired("Write what was decided."))
    who = line("Who sees to it", 120)
    due_on = DayField("By")


QUESTIONS = {
    "useful": "Today was worth my time",
    "learned": "I learned something from another team",
    "next": "I know what we will test next",
    "heard": "I could say what I wanted to say",
}


class EvaluationForm(Guarded):
    """A person's view of the session."""

    kept = prose("What do you take home?", render_kw={"rows": 2})
    change = prose("What should be different next time?", render_kw={"rows": 2})


def ratings_in(fields: Any) -> dict[str, int]:
    """The answers from 1 to 5 in a form that was sent, by question."""
    found = {name: fields.get(f"rate-{name}", "") for name in QUESTIONS}
    return {name: int(text) for name, text in found.items() if text in {"1", "2", "3", "4", "5"}}
