"""What the network's pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.access import Standing
from app.extensions import db
from app.measures.models import Measure
from app.networks.models import Network, Strategy, WorkingGroup
from app.networks.people import ROLE_NAMES
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network in the list of those I belong to."""

    slug: str
    name: str
    global_aim: str
    teams: int
    mine: str
    """What I am in it, in words."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team's name on the network's page."""

    slug: str
    name: str
    place: str
    mine: bool


@dataclass(frozen=True, slots=True)
class GroupNode:
    """A working group with its teams and the groups within it."""

    id: int
    name: str
    purpose: str
    strategy: str
    level: int
    teams: tuple[TeamRow, ...]
    within: tuple[GroupNode, ...]

    @property
    def team_count(self) -> int:
        return len(self.teams) + sum(node.team_count for node in self.within)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A working group in a list, and whether it is the first or last among its neighbors."""

    group: GroupNode
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """The network's working groups and teams, or those whose name was asked for."""

    find: str
    total: int
    found: int
    groups: tuple[GroupNode, ...]
    ungrouped: tuple[TeamRow, ...]


def my_networks(who: Standing) -> list[NetworkRow]:
    """The networks in which a person has a role, by name."""
    rows = db.session.execute(
        sa.select(Network, sa.func.count(Team.id))
        .outerjoin(Team, Team.network_id == Network.id)
        .where(Network.id.in_(who.reachable))
        .group_by(Network.id)
        .order_by(Network.name)
    )
    return [
        NetworkRow(network.slug, network.name, network.global_aim, teams, _mine(network.id, who))
        for network, teams in rows
    ]


def _mine(network_id: int, who: Standing) -> str:
    roles = who.networks.get(network_id, frozenset())
    named = [name for role, name in ROLE_NAMES.items() if role in roles]
    return ", ".join(named) or "On a team"


def strategies_of(network: Network) -> list[Strategy]:
    """The network's strategies in their order, with lead and coach."""
    query = (
        sa.select(Strategy)
        .options(joinedload(Strategy.lead), joinedload(Strategy.coach))
        .where(Strategy.network_id == network.id)
        .order_by(Strategy.position, Strategy.id)
    )
    return list(db.session.scalars(query))


def shared_measures_of(network: Network) -> list[Measure]:
    """The measures that all teams share, outcomes first."""
    query = sa.select(Measure).where(Measure.network_id == network.id, Measure.team_id.is_(None))
    order = {"outcome": 0, "process": 1, "balancing": 2}
    return sorted(db.session.scalars(query), key=lambda m: (order[m.role.value], m.name.casefold()))


def roster(network: Network, who: Standing, find: str = "") -> Roster:
    """Working groups with their teams; with `find`, only teams with it in their name or place."""
    find = find.strip()
    mine = who.coached | set(who.teams)
    teams: dict[int | None, list[TeamRow]] = {}
    total = found = 0
    for team_id, group_id, slug, name, place in db.session.execute(
        sa.select(Team.id, Team.working_group_id, Team.slug, Team.name, Team.place)
        .where(Team.network_id == network.id)
        .order_by(sa.func.lower(Team.name), Team.id)
    ):
        total += 1
        if find.casefold() in f"{name} {place}".casefold():
            found += 1
            teams.setdefault(group_id, []).append(TeamRow(slug, name, place, team_id in mine))
    ungrouped = tuple(teams.pop(None, ()))
    nodes = tree(groups_of(network), teams)
    if find:
        nodes = _with_teams(nodes)
    return Roster(find, total, found, nodes, ungrouped)


def groups_of(network: Network) -> list[WorkingGroup]:
    """The network's working groups with their strategies, neighbors in their order."""
    query = (
        sa.select(WorkingGroup)
        .options(joinedload(WorkingGroup.strategy))
        .where(WorkingGroup.network_id == network.id)
        .order_by(WorkingGroup.position, WorkingGroup.id)
    )
    return list(db.session.scalars(query))


def tree(
    groups: Iterable[WorkingGroup], teams: dict[int | None, list[TeamRow]] | None = None
) -> tuple[GroupNode, ...]:
    """Groups within groups, in as many levels as there are.

    Groups that stand in a circle, as no form leaves them, are parted at the first of them.
    """
    groups, seen = list(groups), set[int]()
    children: dict[int | None, list[WorkingGroup]] = {}
    for group in groups:
        children.setdefault(group.parent_id, []).append(group)

    def node(group: WorkingGroup, level: int) -> GroupNode:
        seen.add(group.id)
        return GroupNode(
            group.id,
            group.name,
            group.purpose,
            group.strategy.name if group.strategy else "",
            level,
            tuple((teams or {}).get(group.id, ())),
            tuple(
                node(inner, level + 1)
                for inner in children.get(group.id, ())
                if inner.id not in seen
            ),
        )

    top = [node(group, 1) for group in children.get(None, ())]
    return (*top, *(node(group, 1) for group in groups if group.id not in seen))


def _with_teams(nodes: tuple[GroupNode, ...]) -> tuple[GroupNode, ...]:
    return tuple(
        GroupNode(
            node.id,
            node.name,
            node.purpose,
            node.strategy,
            node.level,
            node.teams,
            _with_teams(node.within),
        )
        for node in nodes
        if node.team_count
    )


def flat(nodes: tuple[GroupNode, ...]) -> list[GroupLine]:
    """A tree's nodes from top to bottom."""
    return [
        found
        for node in nodes
        for found in (GroupLine(node, node is nodes[0], node is nodes[-1]), *flat(node.within))
    ]


def group_choices(
    nodes: tuple[GroupNode, ...], without: int | None = None
) -> list[tuple[str, str]]:
    """Groups as a form offers them, set in by level; `without` a group and those within it."""
    found = []
    for node in nodes:
        if node.id != without:
            found.append((str(node.id), "\u2003" * (node.level - 1) + node.name))
            found += group_choices(node.within, without)
    return found


def held_by(group: WorkingGroup) -> tuple[int, int]:
    """How many groups and how many teams stand right under a group."""
    groups = sa.select(sa.func.count()).where(WorkingGroup.parent_id == group.id)
    teams = sa.select(sa.func.count()).where(Team.working_group_id == group.id)
    return db.session.scalar(groups) or 0, db.session.scalar(teams) or 0
