"""Observations by group: read through the door that hides small numbers, written as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app import access
from app.access import May
from app.api import conditions, paging, storing
from app.api.auditing import record_use
from app.api.blueprint import bp
from app.api.observation_views import SERIES
from app.api.operation import Answer, reads, writes
from app.api.schemas.observations import NumbersIn, numbers
from app.api.schemas.strata import PartList, PartOut, SheetIn, SheetOut, StrataQuery
from app.api.scopes import Scope
from app.errors import ServiceError
from app.extensions import db
from app.measures import periods
from app.measures.models import Measure, Series
from app.measures.queries import load_for_page
from app.measures.series import Row, display
from app.measures.values import Entered
from app.problems import Fault, Problem
from app.strata import entering, published, sheets
from app.strata.models import Breakdown, Stratified

PATH = f"{SERIES}/strata/<int:breakdown_id>/observations"
TAG = "Observations by group"
ZERO = Entered(0.0, 0.0)
"""Nobody of this group was there: a zero that is shown, and divides nothing."""


@bp.get(PATH)
@access.stratified(May.SEE_SERIES)
@reads(PartList, tag=TAG, query=StrataQuery)
def strata(stratified: Stratified, query: StrataQuery) -> Any:
    """Read a team's data of a measure by the groups of a breakdown, whole team included.

    Of other teams' data small numbers are hidden, and others with them that would give them away.
    """
    series, breakdown = stratified.series, stratified.breakdown
    found = [
        each
        for each in _rows(series, breakdown)
        if (query.stratum is None or each.stratum == query.stratum)
        and (query.since is None or each.period >= query.since)
        and (query.until is None or each.period <= query.until)
    ]
    page = paging.cut(found, query, _key)
    return PartList(
        breakdown=breakdown.name, observations=list(page.items), next_cursor=page.next_cursor
    )


@bp.get(f"{PATH}/<period>")
@access.stratified(May.ENTER_DATA)
@reads(SheetOut, tag=TAG)
def sheet(stratified: Stratified, period: str) -> Any:
    """Read one period by group, with the ETag that it takes to correct it."""
    return _sheet(stratified, _day(stratified.series.measure, period))


@bp.put(f"{PATH}/<period>")
@access.stratified(May.ENTER_DATA)
@writes(SheetOut, tag=TAG, scope=Scope.WRITE_OBSERVATIONS, body=SheetIn, statuses=(200,))
def put_sheet(stratified: Stratified, period: str, body: SheetIn) -> Any:
    """Enter or correct one period by group: the whole team and its groups together.

    Groups cannot add up to more than the whole, and to less only with a `note` that says who is
    missing. What is stored and the same stays as it is. To replace other data send `If-Match`
    with the ETag of the period, and a `reason`.
    """
    series, breakdown = stratified.series, stratified.breakdown
    day = _day(series.measure, period)
    whole, parts = _read(series.measure, breakdown, body)
    before = _expect(series, breakdown, day, whole, parts)
    try:
        entering.store(
            access.actor(), series, breakdown, day, whole, parts, note=body.note, reason=body.reason
        )
        db.session.flush()
    except IntegrityError:
        raise Problem(409, "Somebody else entered this period in the same moment.") from None
    except ServiceError as error:
        raise Problem(422, error.message, [_fault(series.measure, breakdown, error)]) from None
    db.session.expire(series)
    answer = _sheet(stratified, day)
    if answer.headers["ETag"] != conditions.etag(before):
        record_use(series.team, {f"{series.measure.name} by {breakdown.name}"}, {"periods": 1})
    return answer


def _read(
    measure: Measure, breakdown: Breakdown, body: SheetIn
) -> tuple[Entered, dict[int, Entered]]:
    """The numbers of the whole and of each group by its id; Problem names what is wrong."""
    known = {each.name: each.id for each in breakdown.strata}
    faults: list[Fault] = []
    whole = _numbers(measure, body.whole, "/whole", None, faults)
    parts: dict[int, Entered] = {}
    for number, part in enumerate(body.strata):
        where, row = f"/strata/{number}", number + 1
        stratum_id = known.get(part.stratum)
        if stratum_id is None:
            detail = f"{breakdown.name} has no group of this name."
            faults.append(Fault(f"{where}/stratum", detail, "; ".join(known), row=row))
        elif stratum_id in parts:
            faults.append(Fault(f"{where}/stratum", "This group is here twice.", row=row))
        else:
            entered = _numbers(measure, part, where, row, faults)
            parts[stratum_id] = entered or ZERO
    if faults or whole is None:
        raise Problem(422, f"Nothing was stored. {faults[0].detail}", faults)
    return whole, parts


def _numbers(
    measure: Measure, sent: NumbersIn, where: str, row: int | None, faults: list[Fault]
) -> Entered | None:
    nobody = row is not None and measure.has_denominator
    if nobody and (sent.numerator or 0) == 0 and sent.denominator == 0:
        return ZERO
    try:
        return storing.read(measure, sent)
    except storing.NumbersError as error:
        faults += [
            Fault(f"{where}{each.field}", each.detail, each.expected, row=row)
            for each in error.faults
        ]
        return None


def _expect(
    series: Series, breakdown: Breakdown, day: date, whole: Entered, parts: Mapping[int, Entered]
) -> str:
    """Refuse to replace other data unless the request names what it read; what is stored."""
    stored = sheets.blank(series, breakdown, day)
    tag, wanted = _tag(stored.seen), conditions.wanted()
    if wanted is not None and wanted != tag:
        raise Problem(412, "Somebody changed this period since you read it.")
    if wanted is None and stored.has_stored and _differs(series, breakdown, day, whole, parts):
        detail = f"Other data are stored. To replace them send If-Match: {conditions.etag(tag)} and a reason."
        raise Problem(409, detail, [Fault("", detail)])
    return tag


def _differs(
    series: Series, breakdown: Breakdown, day: date, whole: Entered, parts: Mapping[int, Entered]
) -> bool:
    load_for_page(series)
    found = published.strata(series, breakdown.id, sees_all=True)
    pairs = [(row, whole) for row in found.whole if row.period == day]
    pairs += [
        (row, parts[key])
        for key, rows in found.parts.items()
        for row in rows
        if row.period == day and key in parts
    ]
    return any(
        (row.value, row.denominator) != (each.value, each.denominator) for row, each in pairs
    )


def _sheet(stratified: Stratified, day: date) -> Answer:
    series, breakdown = stratified.series, stratified.breakdown
    found = [each for each in _rows(series, breakdown) if each.period == day]
    tag = _tag(sheets.blank(series, breakdown, day).seen)
    content = SheetOut(breakdown=breakdown.name, period=day, observations=found)
    return Answer(content, headers={"ETag": conditions.etag(tag)} if tag else {})


def _tag(seen: str) -> str:
    """The versions of the whole and of each group, as an ETag can have them."""
    return seen.replace(" ", ",")


def _rows(series: Series, breakdown: Breakdown) -> list[PartOut]:
    """A row for each period and group that the reader may know of, in the order of pages."""
    load_for_page(series)
    sees_all = access.may(May.SEE_TEAM, series.team)
    found = published.strata(series, breakdown.id, sees_all=sees_all)
    rows = list(_of(series.measure, None, found.whole, found.held))
    for each in breakdown.strata:
        hidden = found.hidden.get(each.id, frozenset())
        rows += _of(series.measure, each.name, found.parts.get(each.id, ()), hidden)
    return sorted(rows, key=_key)


def _of(
    measure: Measure, name: str | None, rows: Iterable[Row], hidden: Iterable[date]
) -> Iterable[PartOut]:
    for row in rows:
        shown = numbers(measure, row)
        yield PartOut(
            period=row.period,
            stratum=name,
            numerator=shown["numerator"],
            denominator=shown["denominator"],
            value=shown["value"],
            result=display(measure, row.value, row.denominator),
            hidden=False,
        )
    for day in hidden:
        yield PartOut(
            period=day,
            stratum=name,
            numerator=None,
            denominator=None,
            value=None,
            result=None,
            hidden=True,
        )


def _key(part: PartOut) -> str:
    return f"{part.period.isoformat()} {part.stratum or ''}"


def _day(measure: Measure, text: str) -> date:
    found = periods.read(text, measure.frequency)
    if found is None:
        fault = Fault("period", "It is no day.", "a day, such as 2026-01-01", "path")
        raise Problem(422, "This is no day.", [fault])
    return found


def _fault(measure: Measure, breakdown: Breakdown, error: ServiceError) -> Fault:
    """A refusal with a pointer to the group that it is about."""
    name, _, key = (error.field or "").partition("-")
    if key.isdecimal():
        stratum = next(each.name for each in breakdown.strata if str(each.id) == key)
        return Fault("/strata", f"{stratum}: {error.message}", "this group, too")
    if name in {"note", "reason"}:
        return Fault(f"/{name}", error.message)
    if name == "period":
        return Fault("period", error.message, "", "path")
    field = storing.field_of(measure, name)
    return Fault(f"/whole/{field}" if name in {"value", "denominator"} else "", error.message)
