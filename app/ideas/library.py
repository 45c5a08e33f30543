"""The library's page: the ideas that fit, and what each is in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, select

from app.extensions import db
from app.ideas.charts import key_of, verdicts_of
from app.ideas.models import PublishedIdea
from app.ideas.queries import cycles_shown, drivers_served, sides_named, teams_trying
from app.ideas.search import OUTCOMES, Wanted, found
from app.ideas.wording import scale_reached, status_word
from app.measures.models import Measure
from app.measures.reading import Says
from app.networks.models import Network, WorkingGroup
from app.teams.models import Team
from app.theory.models import IdeaStatus

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One idea in the library."""

    idea: PublishedIdea
    href: str
    status: str
    abandoned: bool
    drivers: str
    scale: str
    cycles: int
    trying: int
    """Further teams that took it over."""
    says: Says | None
    """What the chart says, where the team puts that down to the idea and the reader may see it."""


@dataclass(frozen=True, slots=True)
class Library:
    """The library as it was asked for."""

    wanted: Wanted
    rows: tuple[Row, ...]
    found: int
    total: int
    page: int
    pages: int
    measures: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    drivers: tuple[str, ...]

    @property
    def outcomes(self) -> tuple[tuple[str, str], ...]:
        """What can have come of an idea."""
        return OUTCOMES


def library(network: Network, wanted: Wanted, page: int) -> Library:
    """The library's page, in as many queries however many ideas there are."""
    query = found(network.id, wanted)
    count, total = _counts(query, _published(network.id))
    pages = max(1, ceil(count / A_PAGE))
    page = min(max(1, page), pages)
    pairs = db.session.execute(query.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    drivers = drivers_served(_published(network.id))
    return Library(
        wanted=wanted,
        rows=_rows(network, [(idea, root_id or idea.id) for idea, root_id in pairs], drivers),
        found=count,
        total=total,
        page=page,
        pages=pages,
        measures=_measures(network.id),
        groups=_groups(network.id),
        drivers=tuple(sorted({text for texts in drivers.values() for text in texts})),
    )


def everything(network: Network, wanted: Wanted) -> tuple[Row, ...]:
    """All ideas that fit, not a page of them."""
    pairs = db.session.execute(found(network.id, wanted)).all()
    drivers = drivers_served(_published(network.id))
    return _rows(network, [(idea, root_id or idea.id) for idea, root_id in pairs], drivers)


def _rows(
    network: Network, pairs: list[tuple[PublishedIdea, int]], drivers: dict[int, list[str]]
) -> tuple[Row, ...]:
    ideas = [idea for idea, _ in pairs]
    cycles = cycles_shown(idea.id for idea in ideas)
    trying = teams_trying(root_id for _, root_id in pairs)
    named = sides_named(idea.id for idea in ideas)
    verdicts = verdicts_of(idea for idea in ideas if idea.id in named)
    made = []
    for idea, root_id in pairs:
        key = key_of(idea)
        says = verdicts.get(key) if key else None
        made.append(
            Row(
                idea=idea,
                href=url_for("ideas.show", network_slug=network.slug, idea_id=idea.id),
                status=status_word(idea.node),
                abandoned=idea.node.status is IdeaStatus.ABANDONED,
                drivers="; ".join(drivers.get(idea.node_id, ())),
                scale=scale_reached(cycles.get(idea.id, ())),
                cycles=len(cycles.get(idea.id, ())),
                trying=trying.get(root_id, 0) if root_id == idea.id else 0,
                says=says if says and says.direction in named.get(idea.id, ()) else None,
            )
        )
    return tuple(made)


def _counts(*queries: Select[*tuple[Any, ...]]) -> tuple[int, ...]:
    """How many ideas each query finds, in one query."""
    ids = [query.with_only_columns(PublishedIdea.id).order_by(None) for query in queries]
    counts = [select(func.count()).select_from(each.subquery()).scalar_subquery() for each in ids]
    return tuple(db.session.execute(select(*counts)).one())


def _published(network_id: int) -> Select[int]:
    return (
        select(PublishedIdea.node_id)
        .join(PublishedIdea.team)
        .where(Team.network_id == network_id, PublishedIdea.withdrawn_at.is_(None))
    )


def _measures(network_id: int) -> tuple[tuple[str, str], ...]:
    query = (
        select(Measure.id, Measure.name)
        .join(PublishedIdea, PublishedIdea.measure_id == Measure.id)
        .where(Measure.network_id == network_id, PublishedIdea.withdrawn_at.is_(None))
        .distinct()
        .order_by(Measure.name, Measure.id)
    )
    return tuple((str(key), name) for key, name in db.session.execute(query))


def _groups(network_id: int) -> tuple[str, ...]:
    query = select(WorkingGroup.name).where(WorkingGroup.network_id == network_id)
    return tuple(db.session.scalars(query.order_by(WorkingGroup.position, WorkingGroup.name)))
