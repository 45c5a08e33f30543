"""Making a network and changing its frame."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from app import audit
from app.accounts.models import User
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import (
    Network,
    NetworkMembership,
    NetworkRole,
    Strategy,
    WorkingGroup,
)
from app.networks.people import is_of
from app.teams.models import Team

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = frozenset({"new", "edit", "people", "audit"})

Placed = TypeVar("Placed", Strategy, WorkingGroup)


def slug_from(name: str) -> str:
    """A name as it stands in an address: "Saint-Étienne Clinic 2" gives "saint-etienne-clinic-2"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def create_network(actor: User | None, slug: str, name: str, *, backbone: User) -> Network:
    """Make a network that `backbone` runs."""
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise ServiceError(
            "Use small letters, digits and single hyphens, such as river-county.", field="slug"
        )
    if not name.strip():
        raise ServiceError("Write the network’s name.", field="name")
    if db.session.scalar(sa.select(Network.id).where(Network.slug == slug)) is not None:
        raise ServiceError("There is a network at this address already.", field="slug")
    network = Network(slug=slug, name=name.strip())
    db.session.add_all(
        [
            network,
            NetworkMembership(network=network, user=backbone, role=NetworkRole.BACKBONE),
        ]
    )
    audit.record(
        actor,
        "create network",
        network,
        network=network,
        after={"name": network.name, "backbone": backbone.name},
    )
    return network


def edit_network(
    actor: User, network: Network, values: Mapping[str, Any], *, version: int | None
) -> None:
    """Change the network's name, global aim, story or attribution."""
    expect(network, version)
    _change(actor, "edit network", network, network, values)


def add_strategy(actor: User, network: Network, values: Mapping[str, Any]) -> Strategy:
    """Add a strategy after the others."""
    _check_people(network, values)
    _check_name(Strategy, network, None, values)
    position = _last(Strategy, Strategy.network_id == network.id) + 1
    strategy = Strategy(network=network, position=position, **values)
    db.session.add(strategy)
    audit.record(actor, "add strategy", strategy, network=network, after=values)
    return strategy


def edit_strategy(
    actor: User, strategy: Strategy, values: Mapping[str, Any], *, version: int | None
) -> None:
    """Change a strategy."""
    expect(strategy, version)
    _check_people(strategy.network, values)
    _check_name(Strategy, strategy.network, strategy, values)
    _change(actor, "edit strategy", strategy, strategy.network, values)


def delete_strategy(actor: User, strategy: Strategy) -> None:
    """Take a strategy out of the frame; the groups that served it stay."""
    audit.record(
        actor,
        "delete strategy",
        strategy,
        network=strategy.network,
        before={"name": strategy.name, "description": strategy.description},
    )
    db.session.execute(
        sa.update(WorkingGroup)
        .where(WorkingGroup.strategy_id == strategy.id)
        .values(strategy_id=None)
    )
    db.session.delete(strategy)
    db.session.flush()


def add_group(actor: User, network: Network, values: Mapping[str, Any]) -> WorkingGroup:
    """Add a working group after its neighbors."""
    _check_place(network, None, values)
    _check_name(WorkingGroup, network, None, values)
    position = _last(WorkingGroup, _beside(network, values.get("parent_id"))) + 1
    group = WorkingGroup(network=network, position=position, **values)
    db.session.add(group)
    audit.record(actor, "add working group", group, network=network, after=values)
    return group


def edit_group(
    actor: User, group: WorkingGroup, values: Mapping[str, Any], *, version: int | None
) -> None:
    """Change a working group, or move it under another one."""
    expect(group, version)
    _check_place(group.network, group, values)
    _check_name(WorkingGroup, group.network, group, values)
    _change(actor, "edit working group", group, group.network, values)


def delete_group(actor: User, group: WorkingGroup) -> None:
    """Take a group out of the frame; its groups and teams move to the group that held it."""
    audit.record(
        actor,
        "delete working group",
        group,
        network=group.network,
        before={"name": group.name, "purpose": group.purpose},
    )
    for child in db.session.scalars(
        sa.select(WorkingGroup).where(WorkingGroup.parent_id == group.id)
    ):
        child.parent_id = group.parent_id
    db.session.execute(
        sa.update(Team)
        .where(Team.working_group_id == group.id)
        .values(working_group_id=group.parent_id)
    )
    db.session.delete(group)
    db.session.flush()


def move(actor: User, thing: Placed, step: int) -> None:
    """Move a strategy or group one place up (-1) or down (+1) among its neighbors."""
    if isinstance(thing, Strategy):
        same: sa.ColumnElement[bool] = Strategy.network_id == thing.network_id
    else:
        same = _beside(thing.network, thing.parent_id)
    kind = type(thing)
    neighbors = list(
        db.session.scalars(sa.select(kind).where(same).order_by(kind.position, kind.id))
    )
    old = neighbors.index(thing)
    new = min(max(old + step, 0), len(neighbors) - 1)
    if old == new:
        return
    neighbors.insert(new, neighbors.pop(old))
    for position, neighbor in enumerate(neighbors, start=1):
        neighbor.position = position
    audit.record(
        actor,
        "move",
        thing,
        network=thing.network,
        before={"position": old + 1},
        after={"position": new + 1},
    )


def create_team(
    actor: User | None, network: Network, name: str, *, place: str = "", group_id: int | None = None
) -> Team:
    """Make a team; its address follows from its name."""
    name = name.strip()
    if not name:
        raise ServiceError("Write the team’s name.", field="name")
    same = sa.func.lower(Team.name) == name.lower()
    if db.session.scalar(sa.select(Team.id).where(Team.network_id == network.id, same)) is not None:
        raise ServiceError("The network has a team of this name.", field="name")
    if group_id is not None:
        _group_of(network, group_id, "working_group_id")
    team = Team(
        network=network,
        slug=_free_slug(network, name),
        name=name,
        place=place,
        working_group_id=group_id,
    )
    db.session.add(team)
    audit.record(actor, "create team", team, network=network, after={"name": name, "place": place})
    return team


def _free_slug(network: Network, name: str) -> str:
    """The slug of `name`, numbered where another team has it."""
    base = slug_from(name) or "team"
    taken = set(
        db.session.scalars(
            sa.select(Team.slug).where(Team.network_id == network.id, Team.slug.startswith(base))
        )
    )
    slug, number = base, 1
    while slug in taken or slug in RESERVED:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _change(
    actor: User,
    action: str,
    thing: Network | Strategy | WorkingGroup,
    network: Network,
    values: Mapping[str, Any],
) -> None:
    before, after = audit.changes(thing, values)
    if not after:
        return
    for field, value in after.items():
        setattr(thing, field, value)
    audit.record(actor, action, thing, network=network, before=before, after=after)


def _check_people(network: Network, values: Mapping[str, Any]) -> None:
    """A strategy's lead and coach are people of the network."""
    for field in ("lead_id", "coach_id"):
        user_id = values.get(field)
        if user_id is not None and not is_of(network, user_id):
            raise ServiceError("Choose somebody who belongs to this network.", field=field)


def _check_name(
    kind: type[Strategy] | type[WorkingGroup],
    network: Network,
    thing: Strategy | WorkingGroup | None,
    values: Mapping[str, Any],
) -> None:
    """No two strategies, nor two working groups, of a network go by one name."""
    name = values["name"].strip().casefold()
    if thing is not None and thing.name.casefold() == name:
        return
    # Two that are added at once would not see each other's name.
    db.session.execute(sa.select(Network.id).where(Network.id == network.id).with_for_update())
    names = db.session.scalars(sa.select(kind.name).where(kind.network_id == network.id))
    if name in {taken.casefold() for taken in names}:
        what = "strategy" if kind is Strategy else "working group"
        raise ServiceError(f"The network has a {what} of this name.", field="name")


def _check_place(network: Network, group: WorkingGroup | None, values: Mapping[str, Any]) -> None:
    """A group serves a strategy of its network and stands under no group that stands under it."""
    strategy_id = values.get("strategy_id")
    if strategy_id is not None:
        strategy = db.session.get(Strategy, strategy_id)
        if strategy is None or strategy.network_id != network.id:
            raise ServiceError("Choose a strategy of this network.", field="strategy_id")
    parent_id = values.get("parent_id")
    if parent_id is None:
        return
    # Two moves at once could close a circle that neither of them sees.
    db.session.execute(sa.select(Network.id).where(Network.id == network.id).with_for_update())
    parents = {found.id: found.parent_id for found in network.working_groups}
    above: int | None = _group_of(network, parent_id, "parent_id").id
    seen: set[int] = set()
    while above is not None and above not in seen:
        if group is not None and above == group.id:
            raise ServiceError(
                "A group cannot be part of itself, nor of a group within it.", field="parent_id"
            )
        seen.add(above)
        above = parents.get(above)


def _group_of(network: Network, group_id: int, field: str) -> WorkingGroup:
    group = db.session.get(WorkingGroup, group_id)
    if group is None or group.network_id != network.id:
        raise ServiceError("Choose a working group of this network.", field=field)
    return group


def _beside(network: Network, parent_id: int | None) -> sa.ColumnElement[bool]:
    return sa.and_(
        WorkingGroup.network_id == network.id,
        WorkingGroup.parent_id.is_not_distinct_from(parent_id),
    )


def _last(kind: type[Strategy] | type[WorkingGroup], same: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.max(kind.position)).where(same)) or 0
