"""A team's series by strata: the charts, the form of one period, and the files."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import Response, flash, redirect, render_template, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app import access, clock, navigation
from app.access import May
from app.errors import ServiceError
from app.extensions import db
from app.guarded import GuardedTexts
from app.measures import due, export, periods
from app.measures.addresses import series_url
from app.measures.models import Series
from app.measures.past.moments import Moment, NotAMomentError, read
from app.measures.queries import load_for_page
from app.measures.views import attached
from app.strata import entering, page, queries, setting_views, sheets
from app.strata.blueprint import SERIES, bp
from app.strata.models import Stratified

__all__ = ["bp", "setting_views"]

PICTURES = ("png", "svg", "pdf")


@bp.get(f"{SERIES}/strata")
@access.series(May.SEE_SERIES)
def show(series: Series) -> Any:
    navigation.within(series.team.network, series.team)
    load_for_page(series)
    found = queries.breakdowns_of_measure(series.measure)
    if not found:
        return render_template("strata/none.html", series=series)
    asked = request.args.get("by", "")
    chosen = next((each for each in found if str(each.id) == asked), found[0])
    return render_template(
        "strata/show.html", page=page.strata_page(series, found, chosen, moment_asked())
    )


@bp.get(f"{SERIES}/strata/<int:breakdown_id>/enter")
@access.stratified(May.ENTER_DATA)
def enter(stratified: Stratified) -> Any:
    series = stratified.series
    return _form(sheets.blank(series, stratified.breakdown, _period(series)))


@bp.post(f"{SERIES}/strata/<int:breakdown_id>/enter")
@access.stratified(May.ENTER_DATA)
def store(stratified: Stratified) -> Any:
    series, breakdown = stratified.series, stratified.breakdown
    sheet = sheets.filled(series, breakdown, _period(series), request.form)
    if sheet.conflict:
        return _form(sheet, 409)
    guard = GuardedTexts((sheet.note, sheet.reason))
    if sheet.is_refused or sheet.whole.entered is None or not guard.validate():
        return _form(sheet, 422, guard)
    try:
        entering.store(
            access.actor(),
            series,
            breakdown,
            sheet.period,
            sheet.whole.entered,
            sheet.parts(),
            note=sheet.note,
            reason=sheet.reason,
        )
        db.session.commit()
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        return _form(sheets.filled(series, breakdown, sheet.period, request.form), 409)
    except ServiceError as error:
        db.session.rollback()
        sheet.refuse(error.field, error.message)
        return _form(sheet, 422)
    flash(f"{sheet.name} is stored.", "saved")
    return redirect(series_url(series, "strata.show", by=breakdown.id), code=303)


@bp.get(f"{SERIES}/strata/<int:breakdown_id>/chart.<ext>")
@access.stratified(May.SEE_SERIES)
def picture(stratified: Stratified, ext: str) -> Response:
    found = _page(stratified)
    if ext not in PICTURES or not found.drawn:
        access.not_found()
    from charts import figure  # noqa: PLC0415  # matplotlib is loaded when a file is asked for

    content = figure.render(found.drawing(), cast("figure.Format", ext), print_date=clock.today())
    return _file(content, export.TYPES[ext], found, ext)


def _page(stratified: Stratified) -> page.StrataPage:
    load_for_page(stratified.series)
    breakdown = stratified.breakdown
    return page.strata_page(stratified.series, (breakdown,), breakdown, moment_asked())


def moment_asked() -> Moment | None:
    """The earlier moment that the address asks for, if any; what is none is not found."""
    text = request.args.get("as_of", "")
    if not text:
        return None
    try:
        return read(text, request.args.get("just", ""))
    except NotAMomentError:
        access.not_found()


def _period(series: Series) -> date:
    asked = request.values.get("period", "")
    found = periods.read(asked, series.measure.frequency) if asked else None
    if found is not None:
        return found
    load_for_page(series)
    today = clock.today()
    # What is not over cannot be entered; then the last one is opened, to read or correct.
    newest = periods.latest_complete(today, series.measure.frequency)
    return min(due.next_period(series, today), newest)


def _form(sheet: sheets.Sheet, status: int = 200, guard: GuardedTexts | None = None) -> Any:
    series = sheet.series
    navigation.within(series.team.network, series.team)
    frequency = series.measure.frequency
    newest = periods.latest_complete(clock.today(), frequency)
    days = [periods.step(newest, frequency, -back) for back in range(24)]
    return (
        render_template(
            "strata/enter.html",
            sheet=sheet,
            guard=guard,
            choices=[(day.isoformat(), periods.name(day, frequency)) for day in days],
        ),
        status,
    )


def _file(content: bytes, kind: str, found: page.StrataPage, ext: str) -> Response:
    series = found.series
    stamp = f"-{found.moment.stamp}" if found.moment else ""
    name = f"{series.team.slug}-{series.measure.slug}-by-group{stamp.lower()}.{ext}"
    return attached(content, kind, name)
