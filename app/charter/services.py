"""Writing and revising a team's charter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app import audit
from app.accounts.models import User
from app.charter.models import Charter, CharterRevision
from app.extensions import db
from app.revisions import services as revisions
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
    """Write the charter or revise it; every revision after the first needs its reason.

    `version` is the one that the form was opened with (0 where there was none); None does not ask.
    Saving the same words again changes nothing.
    """
    charter = revisions.opened(Charter, team, version)
    if charter is not None and all(getattr(charter, name) == fields[name] for name in FIELDS):
        return charter
    revisions.need_reason(charter, reason, "the charter")
    if charter is None:
        charter = Charter(team=team)
        db.session.add(charter)
        before: dict[str, str] = {}
    else:
        before = {name: getattr(charter, name) for name in FIELDS}
    changed = [name for name in FIELDS if (before.get(name) or "") != fields[name]]
    for name in FIELDS:
        setattr(charter, name, fields[name])
    revision = CharterRevision(fields={name: fields[name] for name in FIELDS})
    revisions.keep(charter, revision, actor=actor, reason=reason, at=at)
    action = "revise charter" if before else "write charter"
    # The words themselves are the team's; its revisions keep them.
    said = {"fields": ", ".join(changed)}
    audit.record(actor, action, team, network=team.network, after=said, why=reason)
    return charter
