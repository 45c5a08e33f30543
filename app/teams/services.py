"""Changing a team's own record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app import audit
from app.accounts.models import User
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.networks.models import WorkingGroup
from app.teams.models import Team

COLUMNS = ("name", "place", "context", "tags", "why", "working_group_id")


def change(
    team: Team, fields: Mapping[str, Any], *, actor: User | None, version: int | None = None
) -> None:
    """Store the team's name, place, context, tags, reason and working group."""
    db.session.refresh(team, with_for_update={"of": Team})
    if version is not None:
        expect(team, version)
    group_id = fields.get("working_group_id")
    if group_id is not None:
        own = select(WorkingGroup.id).where(
            WorkingGroup.id == group_id, WorkingGroup.network_id == team.network_id
        )
        if db.session.scalar(own) is None:
            raise ServiceError("Choose one of the network's groups.", field="working_group_id")
    if fields["name"] != team.name:
        _check_name(team, fields["name"])
    changed = [name for name in COLUMNS if getattr(team, name) != fields[name]]
    before = {name: getattr(team, name) for name in changed}
    for name in changed:
        setattr(team, name, fields[name])
    if changed:
        after = {name: fields[name] for name in changed}
        audit.record(actor, "edit team", team, network=team.network, before=before, after=after)


def _check_name(team: Team, name: str) -> None:
    """Refuse another team's name: people could not tell the two apart."""
    others = select(Team.id).where(Team.network_id == team.network_id, Team.id != team.id)
    if db.session.scalar(others.where(func.lower(Team.name) == name.lower())) is not None:
        raise ServiceError("The network has a team of this name.", field="name")
