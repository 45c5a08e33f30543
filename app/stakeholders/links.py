"""Where the pages of a team's stakeholders are, for lists that name each of them several times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.addresses import numbered
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class Links:
    """The address of each page, by the stakeholder's id."""

    one: Callable[[int], str]
    edit: Callable[[int], str]
    done: Callable[[int], str]


def links_of(team: Team) -> Links:
    """The addresses of a team's stakeholders, each made once however many they are."""
    where = {"network_slug": team.network.slug, "team_slug": team.slug}
    return Links(
        *(
            numbered(f"stakeholders.{page}", "stakeholder_id", **where)
            for page in ("one", "edit", "done")
        )
    )
