"""The form of a team's own record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField
from wtforms.validators import DataRequired

from app.guarded import Guarded
from app.networks.models import WorkingGroup
from app.plain_fields import ChoiceField, line, prose


class TeamForm(Guarded):
    """Name, place, reason and working group."""

    name = line("Name", 120, DataRequired("A team needs a name."))
    place = line("Place", 120)
    working_group_id = ChoiceField("Working group")
    why = prose("Why this matters, in the team's words", render_kw={"rows": 5})
    version = HiddenField()

    def offer(self, groups: Iterable[WorkingGroup]) -> None:
        """Let the person choose among these working groups."""
        found = [(str(group.id), group.name) for group in groups]
        self.working_group_id.choices = [("", "None"), *found]

    def values(self) -> dict[str, Any]:
        """The team's columns."""
        return {
            "name": self.name.data,
            "place": self.place.data,
            "why": self.why.data,
            "working_group_id": self.working_group_id.id_value,
        }

    @property
    def opened_version(self) -> int:
        text = self.version.data or "0"
        return int(text) if text.isdecimal() else -1
