"""Adding stakeholders, placing them, engaging them, removing them and putting them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app import audit
from app.accounts.models import User
from app.clock import now
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.stakeholders.models import (
    EngagementAction,
    Stakeholder,
    StakeholderChange,
    StakeholderPosition,
)
from app.stakeholders.quick import Line
from app.teams.models import Team, TeamMembership

FIELDS = (
    "name",
    "kind",
    "constituency",
    "lived_experience",
    "what_matters",
    "concerns",
    "commitment",
    "owner_id",
    "next_action",
    "next_action_on",
)
"""The columns that the form writes."""


def add(team: Team, fields: Mapping[str, Any], *, actor: User | None) -> Stakeholder:
    """Put somebody on the team's list; no two go by one name."""
    _lock(team)
    _check_name(team, fields["name"])
    _check_owner(team, None, fields.get("owner_id"))
    stakeholder = Stakeholder(team=team, **fields)
    db.session.add(stakeholder)
    db.session.flush()
    _note(stakeholder, actor, "add", {}, {"name": stakeholder.name})
    return stakeholder


def add_lines(
    team: Team, lines: Sequence[Line], *, actor: User | None, today: date
) -> tuple[list[Stakeholder], list[str]]:
    """Add those who are not on the list yet; answers them, and the names that already were."""
    _lock(team)
    taken = _names(team)
    made, known = [], []
    for line in lines:
        if line.name.casefold() in taken:
            known.append(line.name)
            continue
        stakeholder = add(team, {"name": line.name, "kind": line.kind}, actor=actor)
        if line.place is not None:
            place(stakeholder, *line.place, on=today, actor=actor, today=today)
        made.append(stakeholder)
    return made, known


def edit(
    stakeholder: Stakeholder,
    fields: Mapping[str, Any],
    *,
    actor: User | None,
    version: int | None = None,
) -> None:
    """Store what the form says."""
    _hold(stakeholder, version)
    if fields["name"].casefold() != stakeholder.name.casefold():
        _lock(stakeholder.team)
        _check_name(stakeholder.team, fields["name"])
    _check_owner(stakeholder.team, stakeholder.owner_id, fields.get("owner_id"))
    before, after = audit.changes(stakeholder, fields)
    if not after:
        return
    for name, value in after.items():
        setattr(stakeholder, name, value)
    db.session.flush()
    _note(stakeholder, actor, "edit", before, after)


def place(
    stakeholder: Stakeholder,
    support: int,
    importance: int,
    *,
    on: date,
    actor: User | None,
    today: date,
    note: str = "",
    version: int | None = None,
) -> None:
    """Say where they stood on a day; a second word on one day replaces the first."""
    _hold(stakeholder, version)
    if on > today:
        raise ServiceError("This day is still to come.", field="placed_on")
    if support not in range(-2, 3) or importance not in range(1, 6):
        raise ServiceError("Choose a place on the map.", field="support")
    last = stakeholder.now
    same = last is not None and (last.support, last.importance) == (support, importance)
    if same and not note and last is not None and on >= last.on:
        return
    found = next((each for each in stakeholder.positions if each.on == on), None)
    before = _place_words(found or last)
    if found is None:
        found = StakeholderPosition(on=on)
        stakeholder.positions.append(found)
    found.support, found.importance, found.set_by = support, importance, actor
    found.note = note or (found.note or "")
    stakeholder.positions.sort(key=lambda each: each.on)
    _touch(stakeholder)
    _note(stakeholder, actor, "place", before, _place_words(found))


def forget_position(stakeholder: Stakeholder, on: date, *, actor: User | None) -> None:
    """Take a wrong position out of the history."""
    _hold(stakeholder, None)
    found = next((each for each in stakeholder.positions if each.on == on), None)
    if found is None:
        raise ServiceError("This position is not there any more.")
    before = _place_words(found)
    stakeholder.positions.remove(found)
    _touch(stakeholder)
    _note(stakeholder, actor, "forget position", before, {})


def finish_action(
    stakeholder: Stakeholder,
    *,
    actor: User | None,
    today: date,
    outcome: str = "",
    version: int | None = None,
) -> EngagementAction:
    """Keep the next action as done, and make room for the one after it."""
    _hold(stakeholder, version)
    if not stakeholder.next_action:
        raise ServiceError("There is no open action; somebody may have finished it already.")
    done = EngagementAction(
        text=stakeholder.next_action,
        due_on=stakeholder.next_action_on,
        done_on=today,
        owner_id=stakeholder.owner_id,
        outcome=outcome[:300],
    )
    stakeholder.done_actions.insert(0, done)
    stakeholder.next_action, stakeholder.next_action_on = "", None
    db.session.flush()
    _note(stakeholder, actor, "done", {"next_action": done.text}, {"outcome": outcome})
    return done


def reopen_action(stakeholder: Stakeholder, *, actor: User | None) -> None:
    """Make the action that was finished last the next one again."""
    _hold(stakeholder, None)
    if stakeholder.next_action:
        raise ServiceError("There is a newer next action; finish it first.")
    if not stakeholder.done_actions:
        raise ServiceError("No action was finished yet.")
    last = stakeholder.done_actions[0]
    stakeholder.next_action, stakeholder.next_action_on = last.text, last.due_on
    stakeholder.done_actions.remove(last)
    db.session.flush()
    _note(stakeholder, actor, "reopen", {}, {"next_action": stakeholder.next_action})


def remove(stakeholder: Stakeholder, *, actor: User | None) -> None:
    """Take somebody off the map; history, actions and links to interviews wait for `restore`."""
    _hold(stakeholder, None)
    if stakeholder.removed_at is None:
        stakeholder.removed_at = now()
        _note(stakeholder, actor, "remove", {"name": stakeholder.name}, {})


def restore(stakeholder: Stakeholder, *, actor: User | None) -> None:
    """Put somebody back as they were."""
    _hold(stakeholder, None)
    if stakeholder.removed_at is not None:
        _lock(stakeholder.team)
        _check_name(stakeholder.team, stakeholder.name)
        stakeholder.removed_at = None
        _note(stakeholder, actor, "restore", {}, {"name": stakeholder.name})


def share_map(team: Team, *, is_open: bool, actor: User | None) -> None:
    """Open the map to the network, or close it. Interviews and plans stay the team's."""
    db.session.refresh(team, with_for_update={"of": Team})
    if team.stakeholders_open == is_open:
        return
    before = {"stakeholders_open": team.stakeholders_open}
    team.stakeholders_open = is_open
    after = {"stakeholders_open": is_open}
    action = "open stakeholder map" if is_open else "close stakeholder map"
    audit.record(actor, action, team, network=team.network, before=before, after=after)


def _hold(stakeholder: Stakeholder, version: int | None) -> None:
    """Lock, and refuse a form that was opened before somebody else saved."""
    db.session.refresh(stakeholder, with_for_update={"of": Stakeholder})
    if version is not None:
        expect(stakeholder, version)


def _touch(stakeholder: Stakeholder) -> None:
    # A move makes a new version although it changes no column of the stakeholder's own.
    flag_modified(stakeholder, "name")
    db.session.flush()


def _lock(team: Team) -> None:
    """Two who add at once would not see each other's names."""
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())


def _names(team: Team) -> set[str]:
    query = select(Stakeholder.name).where(
        Stakeholder.team_id == team.id, Stakeholder.removed_at.is_(None)
    )
    return {name.casefold() for name in db.session.scalars(query)}


def _check_name(team: Team, name: str) -> None:
    if name.casefold() in _names(team):
        raise ServiceError("Somebody of this name is on the map already.", field="name")


def _check_owner(team: Team, was: int | None, owner_id: int | None) -> None:
    if owner_id is None or owner_id == was:
        return
    own = select(TeamMembership.id).where(
        TeamMembership.team_id == team.id, TeamMembership.user_id == owner_id
    )
    if db.session.scalar(own) is None:
        raise ServiceError("Choose somebody on the team.", field="owner_id")


def _place_words(position: StakeholderPosition | None) -> dict[str, Any]:
    if position is None:
        return {}
    return {"on": position.on, "support": position.support, "importance": position.importance}


def _note(
    stakeholder: Stakeholder,
    actor: User | None,
    action: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Keep the change for the team, and say to the network's audit only that there was one."""
    change = StakeholderChange(
        stakeholder=stakeholder,
        by=actor,
        action=action,
        before=_plain(before),
        after=_plain(after),
    )
    db.session.add(change)
    team = stakeholder.team
    said = {"stakeholder": stakeholder.id, "fields": ", ".join(sorted({*before, *after}))}
    audit.record(actor, f"{action} stakeholder", team, network=team.network, after=said)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        if value is None or isinstance(value, bool | int | str)
        else str(getattr(value, "value", value))
        for name, value in values.items()
    }
