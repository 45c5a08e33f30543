"""The form of an interview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms.validators import DataRequired

from app.accounts.models import User
from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.interviews.models import Consent, Interview
from app.plain_fields import (
    AnswerField,
    ChoiceField,
    DayField,
    TicksField,
    VersionField,
    line,
    prose,
)
from app.stakeholders.models import Stakeholder
from app.theory.models import DriverNode

CONSENTS = (
    (Consent.QUOTES.value, "Yes: we may keep notes and quote them without a name"),
    (Consent.NOTES.value, "Notes only: no quotes"),
    (Consent.NOT_ASKED.value, "Not asked yet"),
)


class InterviewForm(Guarded):
    """An informal interview. The day, whom, and the consent are needed."""

    on = DayField("When?", validators=[DataRequired("Write the day.")])
    who = line("Whom did you speak with?", 120, DataRequired("Say whom, without a name."))
    interviewer_id = ChoiceField("Who spoke with them?")
    consent = AnswerField("May we keep what they said?", choices=CONSENTS)
    consent_note = line("How did they agree?", 200)
    known = TicksField("Themes")
    new_themes = line("Other themes, with commas between them", 300)
    quotes = prose("Quotes, a line each", render_kw={"rows": 3})
    notes = prose("Notes", render_kw={"rows": 5})
    stakeholder_ids = TicksField("Stakeholders they speak for")
    driver_ids = TicksField("Drivers this is about")
    version = VersionField()

    def offer(
        self,
        *,
        people: Iterable[User],
        themes: Sequence[str],
        stakeholders: Iterable[Stakeholder],
        drivers: Iterable[DriverNode],
    ) -> None:
        """Let the person choose among these."""
        self.interviewer_id.choices = [("", "Nobody named"), *((str(p.id), p.name) for p in people)]
        self.known.choices = [(name, name) for name in themes]
        self.stakeholder_ids.choices = [(str(each.id), each.name) for each in stakeholders]
        self.driver_ids.choices = [(str(each.id), each.text) for each in drivers]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if not self.consent.data:
            self.consent.errors = [*self.consent.errors, "Say what they agreed to."]
            sound = False
        return sound

    def show(self, interview: Interview) -> None:
        """Fill the form from what is stored."""
        for name, value in self._stored(interview).items():
            self[name].data = value
        self.known.data = [theme.name for theme in interview.themes]
        self.stakeholder_ids.data = [str(each.id) for each in interview.people_there]
        self.driver_ids.data = [str(each.id) for each in interview.drivers_there]
        self.version.data = str(interview.version)

    def lay_beside(self, interview: Interview) -> list[Difference]:
        """After a conflict: what is stored now where it differs."""
        self.version.move_to(interview.version)
        found = differences(self._stored(interview), self)
        stored = ", ".join(theme.name for theme in interview.themes)
        typed = ", ".join(self.themes())
        if stored != typed:
            found.append(Difference("Themes", stored or "none", typed or "none"))
        for field, things in (
            (self.stakeholder_ids, interview.people_there),
            (self.driver_ids, interview.drivers_there),
        ):
            if {str(thing.id) for thing in things} != set(field.data or ()):
                found.append(_list_difference(field, [str(thing.id) for thing in things]))
        return found

    def _stored(self, interview: Interview) -> dict[str, Any]:
        return {
            "on": interview.on,
            "who": interview.who,
            "interviewer_id": str(interview.interviewer_id or ""),
            "consent": interview.consent.value,
            "consent_note": interview.consent_note,
            "quotes": "\n".join(interview.told),
            "notes": interview.notes,
        }

    def values(self) -> dict[str, Any]:
        """The interview's columns."""
        return {
            "on": self.on.data,
            "who": self.who.data,
            "interviewer_id": self.interviewer_id.id_value,
            "consent": Consent(self.consent.data),
            "consent_note": self.consent_note.data,
            "notes": self.notes.data,
        }

    def themes(self) -> list[str]:
        """Those ticked, then those typed."""
        typed = [part.strip() for part in (self.new_themes.data or "").split(",")]
        return [*(self.known.data or ()), *(part for part in typed if part)]

    def said(self) -> list[str]:
        """The quotes, a line each, without the marks around them."""
        lines = (part.strip() for part in (self.quotes.data or "").splitlines())
        return [part.strip('“”"').strip() for part in lines if part.strip('“”" ')]


def _list_difference(field: Any, stored: Sequence[str]) -> Difference:
    names = dict(field.choices)

    def words(ids: Iterable[str]) -> str:
        return ", ".join(names.get(one, "something removed") for one in ids) or "none"

    return Difference(field.label.text, words(stored), words(field.data or ()))
