"""Where an idea came from, as far as the network may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.ideas.models import IdeaCopy, PublishedIdea
from app.ideas.queries import copy_of


@dataclass(frozen=True, slots=True)
class Lineage:
    """The idea that one was copied from; without a title where it is published no longer."""

    root_id: int
    copied_at: datetime | None = None
    title: str = ""
    team: str = ""
    href: str = ""


def lineage_of(idea: PublishedIdea) -> Lineage:
    """Where a published idea came from; one of the team's own is the first of its line."""
    copy = copy_of(idea.node_id)
    return Lineage(idea.id) if copy is None else _told(copy, idea.id)


def lineage_of_node(node_id: int) -> Lineage | None:
    """Where a change idea of a theory came from; None where it is the team's own."""
    copy = copy_of(node_id)
    return None if copy is None else _told(copy, 0)


def _told(copy: IdeaCopy, otherwise: int) -> Lineage:
    root_id, source = copy.root_id or otherwise, copy.source
    if source is None or not source.is_public:
        return Lineage(root_id, copy.copied_at)
    href = url_for("ideas.show", network_slug=source.team.network.slug, idea_id=source.id)
    return Lineage(root_id, copy.copied_at, source.title, source.team.name, href)
