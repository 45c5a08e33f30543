"""Keeping the theory as it stands, under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import User
from app.audit import chain as audit
from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.teams.models import Team
from app.theory.models import TheoryVersion
from app.theory.queries import versions_of
from app.theory.snapshot import Snapshot, read


def freeze(
    team: Team,
    snapshot: Snapshot,
    name: str,
    *,
    note: str = "",
    actor: User | None,
    at: datetime | None = None,
) -> TheoryVersion:
    """Keep `snapshot` as the team's next version.

    Raises
    ------
    ServiceError
        Where there is nothing to keep, nothing new since the latest, or the name is taken.
    """
    if not snapshot.parts:
        raise ServiceError("There is nothing to keep yet: write a driver first.", field="name")
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    before = versions_of(team.id)
    if any(each.name.casefold() == name.casefold() for each in before):
        raise ServiceError(f"“{name}” is taken; give this version another name.", field="name")
    if before and read(before[-1].content) == snapshot:
        raise ServiceError(f"Nothing has changed since “{before[-1].name}”.", field="name")
    last = db.session.scalar(
        select(func.max(TheoryVersion.number)).where(TheoryVersion.team_id == team.id)
    )
    version = TheoryVersion(
        team=team,
        number=(last or 0) + 1,
        name=name,
        note=note,
        content=snapshot.stored(),
        frozen_by=actor,
        frozen_at=at or now(),
    )
    db.session.add(version)
    audit.record(
        actor, "freeze theory", version, network=team.network, after={"name": name, "note": note}
    )
    return version
