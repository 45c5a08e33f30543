"""Changing a team's own record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.errors import ServiceError
from app.extensions import db
from app.networks.models import WorkingGroup
from app.teams.models import Team

COLUMNS = ("name", "place", "why", "working_group_id")


class StaleTeamError(Exception):
    """Somebody saved the team since the form was opened."""


def change(team: Team, fields: Mapping[str, Any], *, version: int | None = None) -> None:
    """Store the team's name, place, reason and working group."""
    db.session.refresh(team, with_for_update={"of": Team})
    if version is not None and team.version != version:
        raise StaleTeamError
    group_id = fields.get("working_group_id")
    if group_id is not None:
        own = select(WorkingGroup.id).where(
            WorkingGroup.id == group_id, WorkingGroup.network_id == team.network_id
        )
        if db.session.scalar(own) is None:
            raise ServiceError("Choose one of the network's groups.", field="working_group_id")
    for name in COLUMNS:
        setattr(team, name, fields[name])
    db.session.flush()
