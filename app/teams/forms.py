"""The form of a team's own record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.validators import DataRequired

from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.networks.models import WorkingGroup
from app.plain_fields import ChoiceField, TagsField, VersionField, line, prose, tidy
from app.teams.models import Team


class TeamForm(Guarded):
    """Name, place, reason and working group."""

    name = line("Name", 120, DataRequired("A team needs a name."))
    place = line("Place", 120)
    working_group_id = ChoiceField("Working group")
    context = line(
        "Context",
        80,
        description="What kind of place it works in: “school clinic”, “rural hospital”.",
    )
    tags = TagsField(
        "Tags",
        description="Words by which teams find others like them, with commas between.",
        filters=[tidy],
    )
    why = prose("Why this matters, in the team's words", render_kw={"rows": 5})
    version = VersionField()

    def offer(self, groups: Iterable[WorkingGroup]) -> None:
        """Let the person choose among these working groups."""
        found = [(str(group.id), group.name) for group in groups]
        self.working_group_id.choices = [("", "None"), *found]

    def values(self) -> dict[str, Any]:
        """The team's columns."""
        return {
            "name": self.name.data,
            "place": self.place.data,
            "context": self.context.data,
            "tags": self.tags.words,
            "why": self.why.data,
            "working_group_id": self.working_group_id.id_value,
        }

    def lay_beside(self, team: Team) -> list[Difference]:
        """After a conflict: what is stored now where it differs. Saving again takes its place."""
        self.version.move_to(team.version)
        stored = {name: getattr(team, name) for name in self.values()}
        stored["tags"] = ", ".join(team.tags)
        stored["working_group_id"] = str(team.working_group_id or "")
        return differences(stored, self)
