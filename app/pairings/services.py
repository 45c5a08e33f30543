"""Keeping groups of teams that talk, and arranging them by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app import audit
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import Network
from app.pairings.candidates import Candidate
from app.pairings.models import Part, TalkGroup, TalkPlace
from app.pairings.proposing import place_reason
from app.teams.models import Team

MOST_GROUPS = 200


def groups_of(network: Network, scope: str = "") -> list[TalkGroup]:
    """The groups of a session, or the network's own, with all that a page shows. Four queries."""
    places = selectinload(TalkGroup.places)
    query = (
        sa.select(TalkGroup)
        .where(TalkGroup.network_id == network.id, TalkGroup.scope == scope)
        .options(
            places.joinedload(TalkPlace.team).joinedload(Team.network),
            places.joinedload(TalkPlace.series),
            places.joinedload(TalkPlace.cycle),
        )
        .order_by(TalkGroup.position, TalkGroup.id)
    )
    return list(db.session.scalars(query))


def keep(
    actor: User, network: Network, proposed: Sequence[Sequence[Candidate]], *, scope: str = ""
) -> None:
    """Store proposed groups in place of those that were there."""
    before = _told(groups_of(network, scope))
    _delete(network, scope)
    for position, found in enumerate(proposed[:MOST_GROUPS]):
        group = TalkGroup(network=network, scope=scope, position=position, made_by=actor)
        group.places = [
            TalkPlace(
                team_id=each.team_id,
                position=at,
                part=each.part,
                reason=place_reason(each),
                series_id=each.series_id or None,
                cycle_id=next((one.cycle_id for one in each.tested if one.cycle_id), None),
            )
            for at, each in enumerate(found)
        ]
        db.session.add(group)
    db.session.flush()
    after = {
        f"Group {at + 1}": ", ".join(one.name for one in found) for at, found in enumerate(proposed)
    }
    _record(actor, network, "propose groups", scope, before, after)


def move(actor: User, network: Network, place_id: int, group_id: int, *, scope: str = "") -> None:
    """Move a team into another group of the same arrangement; it keeps its reason."""
    place, group = _place(network, place_id, scope), _group(network, group_id, scope)
    if place.group_id == group.id:
        return
    _not_there(group, place.team_id)
    before = place.group.name
    place.group, place.position = group, _last(group)
    db.session.flush()
    _record(
        actor, network, "move team between groups", scope,
        {place.team.name: before}, {place.team.name: group.name},
    )  # fmt: skip


def remove(actor: User, network: Network, place_id: int, *, scope: str = "") -> None:
    """Take a team out of its group; a group that is left empty goes."""
    place = _place(network, place_id, scope)
    group, name = place.group, place.team.name
    group.places.remove(place)
    db.session.flush()
    _record(actor, network, "take team out of group", scope, {name: group.name}, None)
    if not group.places:
        db.session.delete(group)
        db.session.flush()


def add(
    actor: User, network: Network, team_id: int, group_id: int | None, *, scope: str = ""
) -> None:
    """Put a team into a group by hand, or into a new one."""
    query = sa.select(Team).where(Team.id == team_id, Team.network_id == network.id)
    team = db.session.scalar(query)
    if team is None:
        raise ServiceError("Choose one of the network's teams.", field="team")
    if group_id is None:
        position = max((each.position for each in groups_of(network, scope)), default=-1) + 1
        group = TalkGroup(network=network, scope=scope, position=position, made_by=actor)
        db.session.add(group)
        db.session.flush()
    else:
        group = _group(network, group_id, scope)
    _not_there(group, team.id)
    group.places.append(TalkPlace(team=team, position=_last(group), part=Part.OTHER))
    db.session.flush()
    _record(actor, network, "put team into group", scope, None, {team.name: group.name})


def clear(actor: User, network: Network, *, scope: str = "") -> None:
    """Take the whole arrangement away."""
    before = _told(groups_of(network, scope))
    _delete(network, scope)
    if before:
        _record(actor, network, "clear groups", scope, before, None)


def _delete(network: Network, scope: str) -> None:
    for group in groups_of(network, scope):
        db.session.delete(group)
    db.session.flush()


def _place(network: Network, place_id: int, scope: str) -> TalkPlace:
    query = sa.select(TalkPlace).join(TalkGroup)
    query = query.where(
        TalkPlace.id == place_id, TalkGroup.network_id == network.id, TalkGroup.scope == scope
    )
    found = db.session.scalar(query)
    if found is None:
        raise ServiceError(
            "This team is in the group no longer; look at the groups as they are now."
        )
    return found


def _group(network: Network, group_id: int, scope: str) -> TalkGroup:
    query = sa.select(TalkGroup).where(
        TalkGroup.id == group_id, TalkGroup.network_id == network.id, TalkGroup.scope == scope
    )
    found = db.session.scalar(query)
    if found is None:
        raise ServiceError("This group is there no longer; choose another one.")
    return found


def _not_there(group: TalkGroup, team_id: int) -> None:
    if any(each.team_id == team_id for each in group.places):
        raise ServiceError(f"The team is in {group.name.lower()} already.")


def _last(group: TalkGroup) -> int:
    return max((each.position for each in group.places), default=-1) + 1


def _told(groups: Sequence[TalkGroup]) -> dict[str, Any]:
    return {each.name: ", ".join(one.team.name for one in each.places) for each in groups}


def _record(
    actor: User,
    network: Network,
    action: str,
    scope: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    where = {"session": scope} if scope else {}
    after = {**where, **after} if after is not None else (where or None)
    audit.record(actor, action, network, network=network, before=before or None, after=after)
