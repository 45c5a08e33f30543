"""Storing what was checked. Nothing here commits."""

from __future__ import annotations

from app.accounts.models import User
from app.errors import ServiceError
from app.imports.browser import saved
from app.imports.browser.checking import CheckPage
from app.imports.plan import Plan
from app.imports.services import carry_out

LONGEST_REASON = 2000
LONGEST_NAME = 80
MOST_LINKS = 60


class MovedError(ServiceError):
    """What is stored changed since the file was checked."""

    def __init__(self) -> None:
        super().__init__("What is stored changed since you looked at this page.")


def store(actor: User, page: CheckPage, *, digest: str, reason: str, name: str) -> None:
    """Store all that the page showed, and remember the mapping under `name` where one is given.

    Raises
    ------
    MovedError
        Where it would store anything but what was shown.
    ServiceError
        Where the file has problems, or replaces numbers without a reason.
    """
    plan, pending = page.plan, page.pending
    if plan is None or page.problems_total:
        raise ServiceError("The file has problems; nothing is stored while it has.")
    if digest != page.digest:
        raise MovedError
    if plan.changed and not reason:
        raise ServiceError(
            "Say in a few words why. The old numbers are kept beside the new.", field="reason"
        )
    if len(reason) > LONGEST_REASON:
        raise ServiceError(f"Keep this under {LONGEST_REASON:,} characters.", field="reason")
    if len(name) > LONGEST_NAME:
        raise ServiceError(f"Keep this under {LONGEST_NAME} characters.", field="name")
    report = carry_out(plan, actor, source=pending.file_name, reason=reason, note=page.mapping.note)
    if name:
        saved.remember(actor, page.place, plan.measure, name, pending.mapping)
        pending.mapping_name = name
    pending.result = {
        "new": report.created,
        "changed": report.updated,
        "unchanged": report.unchanged,
        "rows": report.rows,
        "measure": plan.measure.slug,
        "measure_name": plan.measure.name,
        "remembered": name,
        "teams": _teams(plan),
    }


def _teams(plan: Plan) -> list[list[str]]:
    """Address and name of each team that has new or changed numbers."""
    touched = {each.team.slug: each.team.name for each in (*plan.new, *plan.changed)}
    found = sorted(touched.items(), key=lambda each: each[1])
    return [list(each) for each in found[:MOST_LINKS]]
