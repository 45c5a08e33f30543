"""Defining measures, changing and retiring them, and taking up a shared one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy import select

from app import access
from app.access import May
from app.api import conditions
from app.api.auditing import record_definition
from app.api.blueprint import bp
from app.api.measure_views import MEASURE, details
from app.api.operation import Answer, writes
from app.api.schemas.definitions import MeasureChangeIn, MeasureIn, RetirementIn, TakeUpIn
from app.api.schemas.measures import MeasureDetails
from app.api.scopes import Scope
from app.catalog import services
from app.extensions import db
from app.measures import adopt
from app.measures.models import Measure
from app.networks.models import Network, Strategy
from app.problems import Fault, Problem
from app.teams.models import Team

TAG = "Measures"
TEAM = "/networks/<network_slug>/teams/<team_slug>/measures"


@bp.post("/networks/<network_slug>/measures")
@access.network(May.RUN_NETWORK)
@writes(MeasureDetails, tag=TAG, scope=Scope.WRITE_MEASURES, body=MeasureIn, statuses=(201,))
def define_shared(network: Network, body: MeasureIn) -> Any:
    """Define a measure that the network shares."""
    measure = _define(network, None, body)
    record_definition(measure, "defined")
    return _defined(measure)


@bp.post(TEAM)
@access.team(May.EDIT_TEAM)
@writes(MeasureDetails, tag=TAG, scope=Scope.WRITE_MEASURES, body=MeasureIn, statuses=(201,))
def define_local(team: Team, body: MeasureIn) -> Any:
    """Define a team's own measure, which it keeps from then on."""
    measure = _define(team.network, team, body)
    adopt.keep(access.actor(), team, measure)
    record_definition(measure, "defined", team)
    return _defined(measure)


@bp.put(MEASURE)
@access.measure(May.DEFINE_MEASURE)
@writes(MeasureDetails, tag=TAG, scope=Scope.WRITE_MEASURES, body=MeasureChangeIn, statuses=(200,))
def change(measure: Measure, body: MeasureChangeIn) -> Any:
    """Change a measure's definition; what it was, and why it changed, is kept.

    Send the whole definition, and `If-Match` with the ETag that you read. Where the numbers come
    to mean something else, the definition's version rises from `starts_on`.
    """
    services.change(
        access.actor(),
        measure,
        body.as_kept(),
        _strategies(measure.network, body.strategies),
        reason=body.reason,
        starts_on=body.starts_on,
        wording_only=body.wording_only,
        version=_read_version(),
    )
    record_definition(measure, "changed")
    return details(measure)


@bp.put(f"{MEASURE}/retirement")
@access.measure(May.DEFINE_MEASURE)
@writes(MeasureDetails, tag=TAG, scope=Scope.WRITE_MEASURES, body=RetirementIn, statuses=(200,))
def retire(measure: Measure, body: RetirementIn) -> Any:
    """Take a measure out of use, or into use again. Everything stays readable."""
    is_retired = measure.retired_at is not None
    if body.retired and not is_retired:
        services.retire(access.actor(), measure, body.reason, version=_read_version())
        record_definition(measure, "retired")
    elif is_retired and not body.retired:
        services.restore(access.actor(), measure)
        record_definition(measure, "restored")
    db.session.flush()
    return details(measure)


@bp.put(f"{TEAM}/<measure_slug>")
@access.team(May.EDIT_TEAM)
@writes(MeasureDetails, tag=TAG, scope=Scope.WRITE_MEASURES, body=TakeUpIn)
def take_up(team: Team, measure_slug: str, body: TakeUpIn) -> Any:  # nothing to say
    """Take up a measure that the network shares: the team keeps a series of it from now on."""
    measure = adopt.shared_measure(team.network, measure_slug)
    if measure is None:
        access.not_found()
    _series, is_new = adopt.adopt(access.actor(), team, measure)
    if is_new:
        record_definition(measure, "taken up", team)
    return details(measure, 201 if is_new else 200)


def _define(network: Network, team: Team | None, body: MeasureIn) -> Measure:
    chosen = _strategies(network, body.strategies)
    return services.define(access.actor(), network, team, body.as_kept(), chosen)


def _defined(measure: Measure) -> Answer:
    where = url_for("api.measure", network_slug=measure.network.slug, measure_slug=measure.slug)
    made = details(measure, 201)
    return Answer(made.content, 201, {**made.headers, "Location": where})


def _read_version() -> int:
    version = conditions.wanted_number()
    if version is None:
        fault = Fault("If-Match", "It is missing.", "the ETag that you read", "header")
        raise Problem(428, "Say which version you change.", [fault])
    return version


def _strategies(network: Network, names: Iterable[str]) -> list[int]:
    query = select(Strategy.name, Strategy.id).where(Strategy.network_id == network.id)
    known = {row.name: row.id for row in db.session.execute(query)}
    unknown = [number for number, name in enumerate(names) if name not in known]
    if unknown:
        expected = "; ".join(sorted(known)) or "none: the network has no strategies"
        raise Problem(
            422,
            "The network has no strategy of this name.",
            [
                Fault(f"/strategies/{number}", "There is none of this name.", expected)
                for number in unknown
            ],
        )
    return [known[name] for name in names]
