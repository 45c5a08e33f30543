"""What a team tested before its chart shifted, as far as the reader may know of it.

The team's people and its coach see the cycles that its signal card names, or else those decided
before the signal. The network sees what the team published: its ideas, of which a cycle began before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.causes.models import Cause, SignalCause
from app.causes.queries import causes_of
from app.extensions import db
from app.ideas.models import PublishedIdea
from app.measures.models import Measure
from app.pdsa.models import Cycle

MOST = 3


@dataclass(frozen=True, slots=True)
class Tested:
    """One thing that was tested, and where it is told."""

    text: str
    href: str
    cycle_id: int | None = None
    named: bool = False
    """Whether the team itself says that it caused the signal."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a shift began, and on which series."""

    team_id: int
    series_id: int
    slug: str
    first: date


def tested_before(
    measure: Measure, shifts: Iterable[Shift], own: Collection[int]
) -> dict[int, tuple[Tested, ...]]:
    """What each team tested before its shift, by the team's id. At most four queries."""
    found: dict[int, tuple[Tested, ...]] = {}
    listed = list(shifts)
    mine = [each for each in listed if each.team_id in own]
    if mine:
        found |= _cycles(measure, mine)
    others = [each for each in listed if each.team_id not in own]
    if others:
        found |= _ideas(measure, others)
    return found


def _cycles(measure: Measure, shifts: list[Shift]) -> dict[int, tuple[Tested, ...]]:
    causes = causes_of(each.series_id for each in shifts)
    query = (
        select(Cycle)
        .where(
            Cycle.team_id.in_([each.team_id for each in shifts]),
            Cycle.deleted_at.is_(None),
            or_(Cycle.measure_id == measure.id, Cycle.measure_id.is_(None)),
        )
        .order_by(Cycle.starts_on.desc(), Cycle.number.desc())
    )
    by_team: dict[int, list[Cycle]] = {}
    for cycle in db.session.scalars(query):
        by_team.setdefault(cycle.team_id, []).append(cycle)
    return {
        each.team_id: _of_team(measure, each, causes, by_team.get(each.team_id, []))
        for each in shifts
    }


def _of_team(
    measure: Measure,
    shift: Shift,
    causes: Mapping[int, list[SignalCause]],
    cycles: list[Cycle],
) -> tuple[Tested, ...]:
    named = {
        cycle.id
        for cause in causes.get(shift.series_id, [])
        if cause.cause is Cause.OUR_CHANGE and cause.last >= shift.first
        for cycle in cause.named
    }
    before = [
        cycle
        for cycle in cycles
        if cycle.id in named
        or (not named and cycle.starts_on is not None and cycle.starts_on <= shift.first)
    ]
    return tuple(
        Tested(
            f"Cycle {cycle.number}: {cycle.title}",
            url_for(
                "pdsa.show",
                network_slug=measure.network.slug,
                team_slug=shift.slug,
                number=cycle.number,
            ),
            cycle.id,
            cycle.id in named,
        )
        for cycle in before[:MOST]
    )


def _ideas(measure: Measure, shifts: list[Shift]) -> dict[int, tuple[Tested, ...]]:
    query = (
        select(PublishedIdea)
        .where(
            PublishedIdea.team_id.in_([each.team_id for each in shifts]),
            PublishedIdea.withdrawn_at.is_(None),
            or_(PublishedIdea.measure_id == measure.id, PublishedIdea.measure_id.is_(None)),
        )
        .options(selectinload(PublishedIdea.cycles))
        .order_by(PublishedIdea.measure_id.is_(None), PublishedIdea.id)
    )
    first = {each.team_id: each.first for each in shifts}
    found: dict[int, list[Tested]] = {}
    for idea in db.session.scalars(query):
        if not _was_before(idea, first[idea.team_id]):
            continue
        href = url_for("ideas.show", network_slug=measure.network.slug, idea_id=idea.id)
        found.setdefault(idea.team_id, []).append(Tested(idea.title, href))
    return {team_id: tuple(ideas[:MOST]) for team_id, ideas in found.items()}


def _was_before(idea: PublishedIdea, day: date) -> bool:
    """Whether a test of the idea began by the first period of the shift."""
    return any(
        cycle.starts_on is not None and cycle.starts_on <= day
        for cycle in idea.cycles
        if cycle.deleted_at is None
    )
