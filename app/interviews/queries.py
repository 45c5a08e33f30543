"""What pages ask about a team's interviews."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.interviews.models import Interview, InterviewTheme
from app.stakeholders.models import Stakeholder
from app.theory.models import DriverNode


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """In how many interviews a theme came up."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How many interviews there are, and what came up most."""

    count: int
    top: tuple[ThemeCount, ...]


def _present(team_id: int) -> Select[Interview]:
    return select(Interview).where(Interview.team_id == team_id, Interview.removed_at.is_(None))


def interviews_of(team_id: int) -> list[Interview]:
    """The team's interviews with everything that a list shows, the latest first."""
    query = _listed(_present(team_id))
    return list(db.session.scalars(query))


def interviews_with(stakeholder_id: int) -> list[Interview]:
    """The interviews that are linked to a stakeholder, the latest first."""
    query = select(Interview).where(
        Interview.removed_at.is_(None), Interview.stakeholders.any(Stakeholder.id == stakeholder_id)
    )
    return list(db.session.scalars(_listed(query)))


def interviews_about(node_id: int) -> list[Interview]:
    """The interviews that are about a driver or a change idea, the latest first."""
    query = select(Interview).where(
        Interview.removed_at.is_(None), Interview.drivers.any(DriverNode.id == node_id)
    )
    return list(db.session.scalars(_listed(query)))


def _listed(query: Select[Interview]) -> Select[Interview]:
    return query.order_by(Interview.on.desc(), Interview.id.desc()).options(
        joinedload(Interview.interviewer),
        selectinload(Interview.themes),
        selectinload(Interview.quotes),
        selectinload(Interview.stakeholders),
        selectinload(Interview.drivers),
    )


def removed_from(team_id: int) -> list[Interview]:
    """Those that were removed and can be put back, the latest first."""
    query = (
        select(Interview)
        .where(Interview.team_id == team_id, Interview.removed_at.is_not(None))
        .order_by(Interview.removed_at.desc())
    )
    return list(db.session.scalars(query))


def summary_of(team_id: int) -> Summary:
    """How many interviews, and the three themes that came up most, in two queries."""
    count = db.session.scalar(select(func.count()).select_from(_present(team_id).subquery())) or 0
    if not count:
        return Summary(0, ())
    rows = db.session.execute(
        select(InterviewTheme.name, func.count())
        .join(Interview)
        .where(Interview.team_id == team_id, Interview.removed_at.is_(None))
        .group_by(InterviewTheme.name)
        .order_by(func.count().desc(), InterviewTheme.name)
        .limit(3)
    )
    return Summary(count, tuple(ThemeCount(name, number) for name, number in rows))


def theme_counts(interviews: list[Interview]) -> list[ThemeCount]:
    """Themes of these interviews by how many of them each came up in, then by name."""
    counts = Counter(theme.name for each in interviews for theme in each.themes)
    return [
        ThemeCount(name, count)
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
    ]


def known_themes(team_id: int) -> list[str]:
    """Every theme that the team has used, the commonest first."""
    rows = db.session.execute(
        select(InterviewTheme.name, func.count())
        .join(Interview)
        .where(Interview.team_id == team_id)
        .group_by(InterviewTheme.name)
        .order_by(func.count().desc(), InterviewTheme.name)
    )
    return [name for name, _ in rows]
