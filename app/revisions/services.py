"""Opening a document to revise it, and keeping the state that it then has."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from app.accounts.models import User
from app.clock import now
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.teams.models import Team

Document = TypeVar("Document")


def opened(model: type[Document], team: Team, version: int | None) -> Document | None:
    """Lock the team's document, None where there is none yet.

    `version` is the one that the form was opened with (0 where there was none); None does not ask.

    Raises
    ------
    Conflict
        Where somebody else saved since the form was opened.
    """
    # Two who write the first one at once would not see each other's.
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    kind: Any = model
    query = select(model).where(kind.team_id == team.id).with_for_update()
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if version is not None and (getattr(found, "version", 0)) != version:
        raise Conflict
    return found


def need_reason(document: object | None, reason: str, what: str) -> None:
    """Refuse to revise without saying why; the first writing needs no reason."""
    if document is not None and not reason.strip():
        raise ServiceError(f"Say why {what} changes.", field="reason")


def keep(
    document: Any, revision: Any, *, actor: User | None, reason: str, at: datetime | None
) -> None:
    """Number the new state, note who wrote it and why, and keep it with the document."""
    document.revision = revision.number = len(document.revisions) + 1
    document.updated_at = revision.revised_at = at or now()
    revision.reason, revision.revised_by = reason.strip(), actor
    document.revisions.append(revision)
    db.session.flush()
