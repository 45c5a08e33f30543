"""Finding published ideas: by words, driver, measure, context and outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased, contains_eager

from app.addresses import id_from
from app.ideas.models import IdeaCopy, PublishedIdea, published_idea_cycle
from app.measures.models import Measure
from app.networks.models import WorkingGroup
from app.pdsa.models import Cycle
from app.plain_fields import tidy
from app.teams.models import Team
from app.theory.models import DriverLink, DriverNode, IdeaStatus

LONGEST = 120
OUTCOMES = (
    (IdeaStatus.ADOPTED.value, "Adopted"),
    (IdeaStatus.ADAPTED.value, "Adapted"),
    (IdeaStatus.ABANDONED.value, "Abandoned, with the reason"),
    (IdeaStatus.TESTING.value, "Still testing"),
    (IdeaStatus.UNTESTED.value, "Not tested yet"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the library is narrowed to; "" narrows nothing."""

    q: str = ""
    driver: str = ""
    measure: str = ""
    context: str = ""
    outcome: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, as an address says it."""
        return {name: value for name, value in asdict(self).items() if value}


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """Read what a URL asks for."""
    return Wanted(**{name: tidy(asked.get(name))[:LONGEST] for name in Wanted.__slots__})


def found(network_id: int, wanted: Wanted) -> Select[PublishedIdea, int | None]:
    """The network's published ideas that fit, each with the first of its line, the latest first."""
    query = (
        select(PublishedIdea, IdeaCopy.root_id)
        .join(PublishedIdea.team)
        .join(PublishedIdea.node)
        .outerjoin(PublishedIdea.measure)
        .outerjoin(Team.working_group)
        .outerjoin(IdeaCopy, IdeaCopy.node_id == PublishedIdea.node_id)
        .where(Team.network_id == network_id, PublishedIdea.withdrawn_at.is_(None))
        .options(
            contains_eager(PublishedIdea.team).contains_eager(Team.working_group),
            contains_eager(PublishedIdea.node),
            contains_eager(PublishedIdea.measure),
        )
        .order_by(PublishedIdea.published_at.desc(), PublishedIdea.id.desc())
    )
    for word in wanted.q.split():
        query = query.where(_anywhere(word))
    if wanted.driver:
        query = query.where(_driver(wanted.driver))
    if wanted.measure:
        query = query.where(PublishedIdea.measure_id == id_from_text(wanted.measure))
    if wanted.context:
        places = (PublishedIdea.context, Team.name, Team.place, WorkingGroup.name)
        for word in wanted.context.split():
            query = query.where(or_(*(_holds(column, word) for column in places)))
    if wanted.outcome:
        status = next((each for each in IdeaStatus if each.value == wanted.outcome), None)
        query = query.where(DriverNode.status == status)
    return query


def id_from_text(text: str) -> int:
    """The id that a URL names; what is no number names nothing."""
    return id_from(text) if text.isascii() and text.isdecimal() else 0


def _holds(column: Any, word: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.icontains(word, autoescape=True)
    return found


def _anywhere(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the passport, its team, measure, drivers or shown cycles."""
    texts = (
        PublishedIdea.title,
        PublishedIdea.how,
        PublishedIdea.context,
        PublishedIdea.reason,
        PublishedIdea.advice,
        Team.name,
        Measure.name,
    )
    return or_(*(_holds(column, word) for column in texts), _driver(word), _cycle(word))


def _driver(words: str) -> ColumnElement[bool]:
    """Whether the idea serves a driver of that name, directly or through another driver."""
    near, far = aliased(DriverNode), aliased(DriverNode)
    up, further = aliased(DriverLink), aliased(DriverLink)
    return (
        select(near.id)
        .join(up, up.parent_id == near.id)
        .outerjoin(further, further.child_id == near.id)
        .outerjoin(far, (far.id == further.parent_id) & far.removed_at.is_(None))
        .where(
            up.child_id == PublishedIdea.node_id,
            near.removed_at.is_(None),
            or_(_holds(near.text, words), _holds(far.text, words)),
        )
        .correlate(PublishedIdea)
        .exists()
    )


def _cycle(word: str) -> ColumnElement[bool]:
    """Whether a word stands in what the network reads of the cycles shown."""
    texts = (Cycle.title, Cycle.objective, Cycle.learned, Cycle.changes)
    return (
        select(Cycle.id)
        .join(published_idea_cycle, published_idea_cycle.c.cycle_id == Cycle.id)
        .where(
            published_idea_cycle.c.idea_id == PublishedIdea.id,
            Cycle.deleted_at.is_(None),
            Cycle.change_idea_id == PublishedIdea.node_id,
            or_(*(_holds(column, word) for column in texts)),
        )
        .correlate(PublishedIdea)
        .exists()
    )
