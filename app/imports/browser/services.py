"""Storing what was checked. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db
from app.imports.browser import kept, saved
from app.imports.browser.checking import CheckPage
from app.imports.browser.place import Place
from app.imports.doing import Doing, unpack
from app.imports.progress import Steps
from app.imports.services import carry_out
from app.measures import sharing
from app.measures.models import Measure, Series, Share
from app.teams.models import Team

LONGEST_REASON = 2000
LONGEST_NAME = 80
MOST_LINKS = 60


class MovedError(ServiceError):
    """What is stored changed since the file was checked."""

    def __init__(self) -> None:
        super().__init__("What is stored changed since you looked at this page.")


def store(actor: User, page: CheckPage, *, digest: str, reason: str, name: str) -> Steps[None]:
    """Store all that the page showed, and remember the mapping under `name` where one is given.

    Raises
    ------
    MovedError
        Where it would store anything but what was shown.
    ServiceError
        Where the file has problems, or replaces numbers without a reason.
    """
    checked, pending = page.checked, page.pending
    if checked.summary is None or checked.problems_total:
        raise ServiceError("The file has problems; nothing is stored while it has.")
    if digest != checked.digest:
        raise MovedError
    if checked.summary.changed and not reason:
        raise ServiceError(
            "Say in a few words why. The old numbers are kept beside the new.", field="reason"
        )
    if len(reason) > LONGEST_REASON:
        raise ServiceError(f"Keep this under {LONGEST_REASON:,} characters.", field="reason")
    if len(name) > LONGEST_NAME:
        raise ServiceError(f"Keep this under {LONGEST_NAME} characters.", field="name")
    measure, source = pending.measure, pending.file_name
    doing = unpack(checked.packed)
    yield from carry_out(
        doing, measure, actor, source=source, reason=reason, note=page.mapping.note
    )
    if name:
        saved.remember(actor, page.place, measure, name, pending.mapping)
        pending.mapping_name = name
    pending.result = {
        "new": doing.report.created,
        "changed": doing.report.updated,
        "unchanged": doing.report.unchanged,
        "rows": doing.report.rows,
        "measure": measure.slug,
        "measure_name": measure.name,
        "remembered": name,
        "teams": [list(each) for each in _opened(page.place, measure, doing)[:MOST_LINKS]],
    }
    kept.forget(pending)


def _opened(place: Place, measure: Measure, doing: Doing) -> list[tuple[str, str]]:
    """Address and name of each team whose chart who stored it may open."""
    if place.team is not None:
        return list(doing.teams)
    by_name = sharing.seen_by_others(measure, Share.OPEN)
    query = select(Team.slug).join(Series, Series.team_id == Team.id)
    found = set(db.session.scalars(query.where(Series.measure_id == measure.id, by_name)))
    return [each for each in doing.teams if each[0] in found]
