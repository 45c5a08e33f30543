"""Which team stands behind which code: for those who may learn it, who ask, and are written down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from app import audit
from app.accounts.models import User
from app.compare.codes import codes_of, scope_of
from app.compare.models import TeamCode
from app.extensions import db
from app.measures import queries, sharing
from app.measures.models import Measure, Series, Share
from app.teams.models import Team


@dataclass(frozen=True, slots=True)
class Resolved:
    """A code with the team that it stands for."""

    code: str
    team: str
    slug: str


def resolve_all(actor: User, measure: Measure, *, scope: str = "") -> tuple[Resolved, ...]:
    """All codes of a comparison with their teams, in the order of the codes; kept in the audit."""
    scope = scope or scope_of(measure)
    teams = queries.teams_with(measure, sharing.seen_by_others(measure, Share.BLINDED))
    codes = codes_of(measure.network_id, scope, (each.team_id for each in teams))
    found = tuple(
        sorted(
            (Resolved(codes[each.team_id], each.name, each.slug) for each in teams),
            key=lambda each: each.code,
        )
    )
    _keep(actor, measure, {each.code: each.team for each in found}, scope)
    return found


def resolve_shown(
    actor: User,
    measure: Measure,
    codes: Collection[str],
    *,
    scope: str,
    team_ids: Collection[int] | None = None,
) -> tuple[Resolved, ...]:
    """The teams behind codes that stand on a comparison, whatever the teams chose since; kept in
    the audit. `team_ids` are those of which it may be told; None tells all.
    """
    query = (
        sa.select(TeamCode.code, Team.name, Team.slug)
        .join(Team, Team.id == TeamCode.team_id)
        .where(
            TeamCode.network_id == measure.network_id,
            TeamCode.scope == scope,
            TeamCode.code.in_(codes),
        )
        .order_by(TeamCode.code)
    )
    if team_ids is not None:
        query = query.where(TeamCode.team_id.in_(team_ids))
    found = tuple(Resolved(*row) for row in db.session.execute(query))
    if found:
        _keep(actor, measure, {each.code: each.team for each in found}, scope)
    return found


def resolve_own(actor: User, series: Series) -> str:
    """The code of a team's own series, for its people and its coach; kept in the audit."""
    scope = scope_of(series.measure)
    code = codes_of(series.team.network_id, scope, [series.team_id])[series.team_id]
    _keep(actor, series.measure, {code: series.team.name}, scope)
    return code


def _keep(actor: User, measure: Measure, found: dict[str, str], scope: str) -> None:
    audit.record(
        actor,
        "resolve codes",
        measure,
        network=measure.network,
        after={"comparison": scope, **dict(sorted(found.items()))},
    )
