"""Forms of the stakeholder map."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField
from wtforms.validators import DataRequired

from app.accounts.models import User
from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.plain_fields import AnswerField, ChoiceField, DayField, VersionField, line, prose
from app.stakeholders.models import Stakeholder, StakeholderKind
from app.stakeholders.services import FIELDS
from app.stakeholders.words import IMPORTANCE, SUPPORT

KINDS = tuple((kind.value, kind.value.capitalize()) for kind in StakeholderKind)


class NamesForm(Guarded):
    """Many at once."""

    names = prose("Who matters to this work? A line each", render_kw={"rows": 4})


class StakeholderForm(Guarded):
    """Everything about one stakeholder. Only the name is needed."""

    name = line("Name", 120, DataRequired("Write who it is."))
    kind = AnswerField("This is a", choices=KINDS, default=StakeholderKind.GROUP.value)
    constituency = line("Constituency", 120)
    lived_experience = BooleanField("Speaks from lived experience")
    what_matters = prose("What matters to them?", render_kw={"rows": 2})
    concerns = prose("What are their concerns?", render_kw={"rows": 2})
    commitment = prose("What do we need them to commit to?", render_kw={"rows": 2})
    support = AnswerField(
        "How much do they support the work today?",
        choices=[(str(level), words) for level, words in SUPPORT.items()],
    )
    importance = AnswerField(
        "How much does the work need them?",
        choices=[(str(level), words) for level, words in IMPORTANCE.items()],
    )
    placed_on = DayField("They stood there on")
    place_note = line("What makes you think so?", 300)
    owner_id = ChoiceField("Owner")
    next_action = line("Next action", 200)
    next_action_on = DayField("By when?")
    version = VersionField()

    def offer(self, people: Iterable[User]) -> None:
        """Let the person choose the owner among these."""
        own = [(str(person.id), person.name) for person in people]
        self.owner_id.choices = [("", "Nobody yet"), *own]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        missing, given = self.support, self.importance
        if self.support.data:
            missing, given = given, missing
        if given.data and not missing.data:
            missing.errors = [*missing.errors, "A place on the map needs both."]
            sound = False
        return sound

    def show(self, stakeholder: Stakeholder) -> None:
        """Fill the form from what is stored."""
        for name, value in self._stored(stakeholder).items():
            self[name].data = value
        self.version.data = str(stakeholder.version)

    def lay_beside(self, stakeholder: Stakeholder) -> list[Difference]:
        """After a conflict: what is stored now where it differs. Saving again takes its place."""
        self.version.move_to(stakeholder.version)
        return differences(self._stored(stakeholder), self)

    def _stored(self, stakeholder: Stakeholder) -> dict[str, Any]:
        stored = {name: getattr(stakeholder, name) for name in FIELDS}
        stored["kind"] = stakeholder.kind.value
        stored["owner_id"] = str(stakeholder.owner_id or "")
        now = stakeholder.now
        stored["support"] = str(now.support) if now else ""
        stored["importance"] = str(now.importance) if now else ""
        return stored

    def values(self) -> dict[str, Any]:
        """The stakeholder's columns."""
        values = {name: self[name].data for name in FIELDS}
        values["kind"] = StakeholderKind(self.kind.data or StakeholderKind.GROUP.value)
        values["owner_id"] = self.owner_id.id_value
        values["lived_experience"] = bool(self.lived_experience.data)
        return values

    def place(self, today: date) -> tuple[int, int, date, str] | None:
        """Support, importance, day and note, where the form says a place."""
        if not self.support.data or not self.importance.data:
            return None
        day = self.placed_on.data or today
        return int(self.support.data), int(self.importance.data), day, self.place_note.data or ""
