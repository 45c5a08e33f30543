"""Which drivers teams work on, as far as the whole network may read: on a published storyboard."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.extensions import db
from app.storyboard.models import Part, Storyboard, StoryboardPart
from app.teams.models import Team
from app.theory.models import DriverNode, NodeKind


def public_drivers(team_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The drivers of each team in lower case, by its id: of published storyboards that show the
    theory. In one query.
    """
    kept_back = (
        select(StoryboardPart.id)
        .join(Storyboard, Storyboard.id == StoryboardPart.storyboard_id)
        .where(
            Storyboard.team_id == Team.id,
            StoryboardPart.part == Part.THEORY,
            StoryboardPart.hidden,
        )
        .exists()
    )
    query = (
        select(DriverNode.team_id, DriverNode.text)
        .join(Team, Team.id == DriverNode.team_id)
        .where(
            DriverNode.team_id.in_(list(team_ids)),
            DriverNode.kind.in_((NodeKind.PRIMARY, NodeKind.SECONDARY)),
            DriverNode.removed_at.is_(None),
            Team.storyboard_published_at.is_not(None),
            ~kept_back,
        )
    )
    found: dict[int, set[str]] = {}
    for team_id, text in db.session.execute(query):
        found.setdefault(team_id, set()).add(text.strip().casefold())
    return {team_id: frozenset(texts) for team_id, texts in found.items()}
