"""What the records hold of a team's progress, loaded once and read for any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import joinedload

from app.aims.models import Aim, AimRevision
from app.charter.models import Charter, CharterRevision
from app.extensions import db
from app.ideas.models import IdeaCopy, PublishedIdea
from app.measures.models import Series
from app.measures.queries import series_of_teams
from app.pdsa.models import Cycle
from app.pdsa.queries import cycles_of
from app.progress.trend import Trend, trends_of
from app.teams.models import Team, TeamMembership, TeamRole


@dataclass(frozen=True, slots=True)
class Dated:
    """A document as it stood from a day on."""

    on: date
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Copied:
    """A change idea of the team that another team took over."""

    title: str
    idea_id: int
    on: date


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that a team's score by the records rests on."""

    team: Team
    members: int
    leads: int
    charter: tuple[Dated, ...]
    """As first written, and as revised."""
    aim: tuple[Dated, ...]
    cycles: tuple[Cycle, ...]
    trends: tuple[Trend, ...]
    copied: tuple[Copied, ...]

    def charter_on(self, day: date) -> Dated | None:
        """The charter as it stood on a day."""
        return _latest(self.charter, day)

    def aim_on(self, day: date) -> Dated | None:
        """The aim as it stood on a day."""
        return _latest(self.aim, day)


def records_of(
    teams: Sequence[Team],
    *,
    series: Iterable[Series] | None = None,
    cycles: Mapping[int, Sequence[Cycle]] | None = None,
) -> dict[int, Records]:
    """What the records hold of several teams, by team id. Eight queries, however many teams.

    `series` and `cycles` of these teams may be given where they are loaded already.
    """
    ids = [team.id for team in teams]
    by_team: dict[int, list[Series]] = {}
    for each in series_of_teams(ids) if series is None else series:
        by_team.setdefault(each.team_id, []).append(each)
    if cycles is None:
        cycles = cycles_of(ids)
    documents = _documents(ids)
    people = _people(ids)
    copied = _copied(ids)
    return {
        team.id: Records(
            team=team,
            members=people.get(team.id, (0, 0))[0],
            leads=people.get(team.id, (0, 0))[1],
            charter=documents.get(("charter", team.id), ()),
            aim=documents.get(("aim", team.id), ()),
            cycles=tuple(cycles.get(team.id, ())),
            trends=trends_of(by_team.get(team.id, ())),
            copied=copied.get(team.id, ()),
        )
        for team in teams
    }


def decided_on(cycle: Cycle) -> date:
    """The day on which a finished cycle counts: its decision's, else its last day's."""
    return cycle.decided_on or cycle.ends_on or cycle.updated_at.date()


def _documents(ids: Iterable[int]) -> dict[tuple[str, int], tuple[Dated, ...]]:
    """Charters and aims as they stood, by which it is and its team, in one query."""
    wanted = list(ids)
    charters = (
        select(
            literal("charter"),
            Charter.team_id,
            CharterRevision.number,
            CharterRevision.revised_at,
            CharterRevision.fields,
        )
        .join(Charter, Charter.id == CharterRevision.charter_id)
        .where(Charter.team_id.in_(wanted))
    )
    aims = (
        select(
            literal("aim"),
            Aim.team_id,
            AimRevision.number,
            AimRevision.revised_at,
            AimRevision.fields,
        )
        .join(Aim, Aim.id == AimRevision.aim_id)
        .where(Aim.team_id.in_(wanted))
    )
    found: dict[tuple[str, int], tuple[Dated, ...]] = {}
    rows = db.session.execute(union_all(charters, aims)).all()
    for kind, team_id, _, at, fields in sorted(rows, key=lambda row: row[2]):
        found[kind, team_id] = (*found.get((kind, team_id), ()), Dated(at.date(), fields))
    return found


def _people(ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    query = select(TeamMembership.team_id, TeamMembership.role).where(
        TeamMembership.team_id.in_(list(ids)), TeamMembership.role != TeamRole.VIEWER
    )
    found: dict[int, tuple[int, int]] = {}
    for team_id, role in db.session.execute(query):
        members, leads = found.get(team_id, (0, 0))
        found[team_id] = (members + 1, leads + (role is TeamRole.LEAD))
    return found


def _copied(ids: Iterable[int]) -> dict[int, tuple[Copied, ...]]:
    query = (
        select(IdeaCopy)
        .join(IdeaCopy.source)
        .where(PublishedIdea.team_id.in_(list(ids)), PublishedIdea.withdrawn_at.is_(None))
        .options(joinedload(IdeaCopy.source), joinedload(IdeaCopy.node))
        .order_by(IdeaCopy.copied_at, IdeaCopy.node_id)
    )
    found: dict[int, tuple[Copied, ...]] = {}
    for each in db.session.scalars(query):
        source = each.source
        if source is None or each.node.team_id == source.team_id:
            continue
        one = Copied(source.title, source.id, each.copied_at.date())
        found[source.team_id] = (*found.get(source.team_id, ()), one)
    return found


def _latest(states: Sequence[Dated], day: date) -> Dated | None:
    return next((each for each in reversed(states) if each.on <= day), None)
