"""Writing and revising a team's aim."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app import audit
from app.accounts.models import User
from app.aims.fields import NAMES, AimFields, fields_of
from app.aims.models import Aim, AimRevision
from app.aims.sentence import sentence
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Measure, Series
from app.revisions import services as revisions
from app.teams.models import Team


def save(
    team: Team,
    fields: AimFields,
    *,
    actor: User | None,
    reason: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Aim:
    """Write the team's aim or revise it; every revision after the first needs its reason.

    `version` is the one that the form was opened with (0 where there was no aim); None does not
    ask. Saving the same words again changes nothing.
    """
    aim = revisions.opened(Aim, team, version)
    if aim is not None and fields_of(aim) == fields:
        return aim
    revisions.need_reason(aim, reason, "the aim")
    measure = _own_measure(team, fields.measure_id)
    before = fields_of(aim).stored() if aim else {}
    if aim is None:
        aim = Aim(team=team)
        db.session.add(aim)
    for name in NAMES:
        setattr(aim, name, getattr(fields, name))
    aim.measure = measure
    told = sentence(fields, measure.name if measure else "")
    revision = AimRevision(sentence=told, fields=fields.stored())
    revisions.keep(aim, revision, actor=actor, reason=reason, at=at)
    after = {name: value for name, value in fields.stored().items() if value != before.get(name)}
    audit.record(
        actor,
        "write the aim" if aim.revision == 1 else "revise the aim",
        aim,
        network=team.network,
        before={name: before[name] for name in after if name in before},
        after=after,
        why=reason.strip(),
    )
    return aim


def _own_measure(team: Team, measure_id: int | None) -> Measure | None:
    if measure_id is None:
        return None
    measure = db.session.scalar(
        select(Measure)
        .join(Series, Series.measure_id == Measure.id)
        .where(Series.team_id == team.id, Measure.id == measure_id)
    )
    if measure is None:
        raise ServiceError("Choose one of the team's measures.", field="measure_id")
    return measure
