"""Observations: read through the door that hides small numbers, written one by one or many."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from app import access
from app.access import May
from app.api import conditions, paging, storing
from app.api.auditing import record_use
from app.api.blueprint import bp
from app.api.many import store_items
from app.api.operation import Answer, reads, writes
from app.api.schemas.observations import (
    CorrectionOut,
    ItemsIn,
    ObservationDetails,
    ObservationIn,
    ObservationList,
    ObservationOut,
    PeriodQuery,
    RemovalQuery,
    RemovedOut,
    StoredList,
    numbers,
)
from app.api.scopes import Scope
from app.api.storing import Outcome, Wish
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.models import Observation, Series
from app.measures.queries import load_for_page
from app.measures.series import Row
from app.problems import Fault, Problem
from app.strata import published
from app.teams.models import Team

TEAM = "/networks/<network_slug>/teams/<team_slug>"
SERIES = f"{TEAM}/measures/<measure_slug>"
TAG = "Observations"


@bp.get(f"{SERIES}/observations")
@access.series(May.SEE_SERIES)
@reads(ObservationList, tag=TAG, query=PeriodQuery)
def observations(series: Series, query: PeriodQuery) -> Any:
    """Read a team's data of a measure, by period.

    Of other teams' data small numbers are left out, as on the pages, and so are notes.
    """
    rows, records = _seen(series)
    within = [row for row in rows if _is_within(row.period, query)]
    page = paging.cut(within, query, lambda row: row.period.isoformat())
    return ObservationList(
        observations=[
            ObservationOut.of(series.measure, row, records.get(row.period)) for row in page.items
        ],
        hidden=len(series.observations) - len(rows),
        next_cursor=page.next_cursor,
    )


@bp.get(f"{SERIES}/observations/<period>")
@access.series(May.SEE_SERIES)
@reads(ObservationDetails, tag=TAG)
def observation(series: Series, period: str) -> Any:
    """Read one period's data, and what they were before they were corrected."""
    return _details(series, periods.read(period, series.measure.frequency))


@bp.put(f"{SERIES}/observations/<period>")
@access.series(May.ENTER_DATA)
@writes(ObservationDetails, tag=TAG, scope=Scope.WRITE_OBSERVATIONS, body=ObservationIn)
def put_observation(series: Series, period: str, body: ObservationIn) -> Any:
    """Enter or correct one period's data.

    What is stored and the same stays as it is. To replace other data send `If-Match` with the
    ETag that you read, and a `reason`; what they were is kept.
    """
    day = periods.read(period, series.measure.frequency)
    if day is None:
        expected = "a day, such as 2026-01-01"
        raise Problem(422, "This is no day.", [Fault("period", "It is no day.", expected, "path")])
    try:
        found, outcome = storing.put(
            access.actor(), series, Wish(day, body, conditions.wanted_number())
        )
    except storing.NumbersError as error:
        raise Problem(422, str(error), error.faults) from None
    except storing.StoredError as error:
        raise _conflict(error) from None
    except ServiceError as error:
        fault = storing.fault_of(series.measure, error)
        raise Problem(422, error.message, [fault]) from None
    db.session.flush()
    if outcome is not Outcome.UNCHANGED:
        record_use(series.team, {series.measure.name}, {outcome.value: 1})
    db.session.expire(series)
    answer = _details(series, found.period)
    if outcome is not Outcome.CREATED:
        return answer
    where = url_for(
        "api.observation",
        network_slug=series.team.network.slug,
        team_slug=series.team.slug,
        measure_slug=series.measure.slug,
        period=found.period.isoformat(),
    )
    return Answer(answer.content, 201, {**answer.headers, "Location": where})


@bp.delete(f"{SERIES}/observations/<period>")
@access.series(May.ENTER_DATA)
@writes(
    RemovedOut, tag=TAG, scope=Scope.WRITE_OBSERVATIONS, query=RemovalQuery, statuses=(200,)
)  # fmt: skip
def delete_observation(series: Series, period: str, query: RemovalQuery) -> Any:
    """Remove one period's data, which should never have been entered.

    Send `If-Match` with the ETag that you read. What the data were is kept with the reason, and a
    person can put them back. Sent again, the answer tells the same removal again and nothing is
    changed; where there never were any data it is 404. Data by group belong to those of the whole
    team: with any of them the removal is refused.
    """
    load_for_page(series)
    day = periods.read(period, series.measure.frequency) or access.not_found()
    version = conditions.wanted_number()
    try:
        removed, outcome = storing.remove(access.actor(), series, day, query.reason, version)
    except LookupError:
        access.not_found()
    except storing.StoredError as error:
        if version is None:
            raise _unnamed(error) from None
        raise _conflict(error) from None
    except ServiceError as error:
        place = [Fault("reason", error.message, "", "query")] if error.field else []
        raise Problem(422, error.message, place) from None
    if outcome is Outcome.REMOVED:
        record_use(series.team, {series.measure.name}, {outcome.value: 1})
    return RemovedOut.of(series.measure, removed)


@bp.post(f"{TEAM}/observations")
@access.team(May.ENTER_DATA)
@writes(StoredList, tag=TAG, scope=Scope.WRITE_OBSERVATIONS, body=ItemsIn, statuses=(200,))
def post_observations(team: Team, body: ItemsIn) -> Any:
    """Enter or correct data of a team: a month of all its measures, or a year of one.

    All items are stored, or none. Of what is stored and the same nothing is changed, so that
    the request can be sent again. To replace other data an item needs the `version` that you
    read, and a `reason`.
    """
    stored = store_items(access.actor(), team, body.observations)
    if stored.created or stored.corrected:
        counts = {"created": stored.created, "corrected": stored.corrected}
        changed = {each.measure for each in stored.stored if each.outcome != "unchanged"}
        record_use(team, changed, counts)
    return stored


def _details(series: Series, day: date | None) -> Answer:
    rows, records = _seen(series)
    row = next((each for each in rows if each.period == day), None)
    if row is None:
        access.not_found()
    stored = records.get(row.period)
    found = ObservationOut.of(series.measure, row, stored)
    corrections = [_correction(series, each) for each in stored.corrections] if stored else None
    content = ObservationDetails(**found.model_dump(), corrections=corrections)
    return Answer(content, headers={"ETag": conditions.etag(stored.version)} if stored else {})


def _seen(series: Series) -> tuple[list[Row], dict[date, Observation]]:
    """The rows that the reader may see and, for who sees all of the team's work, their records."""
    load_for_page(series)
    sees_all = access.may(May.SEE_TEAM, series.team)
    rows = published.rows(series, sees_all=sees_all)
    return rows, {each.period: each for each in series.observations} if sees_all else {}


def _is_within(day: date, query: PeriodQuery) -> bool:
    after = query.since is None or day >= query.since
    return after and (query.until is None or day <= query.until)


def _correction(series: Series, each: Any) -> CorrectionOut:
    row = Row(each.observation.period, each.old_value, each.old_denominator, raw=each.old_raw)
    return CorrectionOut(
        **numbers(series.measure, row),
        note=each.old_note,
        reason=each.reason,
        by=each.corrected_by.name if each.corrected_by else None,
        at=each.corrected_at,
    )


def _unnamed(error: storing.StoredError) -> Problem:
    """Data are to be removed, and the request does not say that it knows which."""
    stored = storing.told(error.stored) if error.stored is not None else None
    version = stored["version"] if stored else ""
    detail = f'To remove these data send If-Match: "{version}".'
    return Problem(428, detail, [Fault("If-Match", detail, "", "header", stored=stored)])


def _conflict(error: storing.StoredError) -> Problem:
    if error.stored is None:
        return Problem(412, "Nothing is stored for this period, so no version can be meant.")
    stored = storing.told(error.stored)
    if conditions.wanted() is None:
        detail = (
            f"Other data are stored. To replace them send If-Match: "
            f"{conditions.etag(error.stored.version)} and a reason."
        )
        return Problem(409, detail, [Fault("", detail, stored=stored)])
    detail = "Somebody changed these data since you read them."
    return Problem(412, detail, [Fault("If-Match", detail, "", "header", stored=stored)])
