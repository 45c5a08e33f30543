"""Writing and revising a team's charter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.charter.models import Charter, CharterRevision
from app.clock import now
from app.conflicts import Conflict
from app.extensions import db
from app.teams.models import Team

FIELDS = (
    "title",
    "problem",
    "why",
    "scope_in",
    "scope_out",
    "sponsor",
    "resources",
    "timeline",
)


def save(
    team: Team,
    fields: Mapping[str, str],
    *,
    actor: User | None,
    reason: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Charter:
    """Write the charter or revise it; each revision keeps the whole charter as it stood.

    `version` is the one that the form was opened with (0 where there was none); None does not ask.
    Saving the same words again changes nothing.
    """
    # Two who write the first charter at once would not see each other's.
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    query = select(Charter).where(Charter.team_id == team.id).with_for_update()
    charter = db.session.scalar(query.execution_options(populate_existing=True))
    if version is not None and (charter.version if charter else 0) != version:
        raise Conflict
    if charter is not None and all(getattr(charter, name) == fields[name] for name in FIELDS):
        return charter
    if charter is None:
        charter = Charter(team=team, revision=1)
        db.session.add(charter)
        before: dict[str, str] = {}
    else:
        charter.revision += 1
        before = {name: getattr(charter, name) for name in FIELDS}
    changed = [name for name in FIELDS if (before.get(name) or "") != fields[name]]
    for name in FIELDS:
        setattr(charter, name, fields[name])
    charter.updated_at = at or now()
    charter.revisions.append(
        CharterRevision(
            number=charter.revision,
            fields={name: fields[name] for name in FIELDS},
            reason=reason,
            revised_by=actor,
            revised_at=charter.updated_at,
        )
    )
    db.session.flush()
    action = "revise charter" if before else "write charter"
    # The words themselves are the team's; its revisions keep them.
    said = {"fields": ", ".join(changed)}
    audit.record(actor, action, team, network=team.network, after=said, why=reason)
    return charter
