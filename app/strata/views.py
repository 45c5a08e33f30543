"""A team's series by strata: the charts, the form of one period, and the files."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import Response, flash, redirect, render_template, request
from sqlalchemy.orm.exc import StaleDataError

from app import access, clock, navigation
from app.access import May
from app.errors import ServiceError
from app.extensions import db
from app.measures import due, export, periods
from app.measures.addresses import series_url
from app.measures.models import Series
from app.measures.queries import load_for_page
from app.strata import entering, page, queries, setting_views, sheets
from app.strata.blueprint import SERIES, bp
from app.strata.models import Breakdown

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
    return render_template("strata/show.html", page=page.strata_page(series, found, chosen))


@bp.get(f"{SERIES}/strata/<int:breakdown_id>/enter")
@access.series(May.ENTER_DATA)
def enter(series: Series, breakdown_id: int) -> Any:
    breakdown = _breakdown(series, breakdown_id)
    return _form(sheets.blank(series, breakdown, _period(series)))


@bp.post(f"{SERIES}/strata/<int:breakdown_id>/enter")
@access.series(May.ENTER_DATA)
def store(series: Series, breakdown_id: int) -> Any:
    breakdown = _breakdown(series, breakdown_id)
    sheet = sheets.filled(series, breakdown, _period(series), request.form)
    if sheet.conflict:
        return _form(sheet, 409)
    whole = sheet.whole.entered
    if sheet.is_refused or whole is None:
        return _form(sheet, 422)
    try:
        entering.store(
            access.actor(),
            series,
            breakdown,
            sheet.period,
            whole,
            sheet.parts(),
            note=sheet.note,
            reason=sheet.reason,
        )
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _form(sheets.filled(series, breakdown, sheet.period, request.form), 409)
    except ServiceError as error:
        db.session.rollback()
        sheet.refuse(error.field, error.message)
        return _form(sheet, 422)
    flash(f"{sheet.name} is stored.", "saved")
    return redirect(series_url(series, "strata.show", by=breakdown_id), code=303)


@bp.get(f"{SERIES}/strata/<int:breakdown_id>/chart.<ext>")
@access.series(May.SEE_SERIES)
def picture(series: Series, breakdown_id: int, ext: str) -> Response:
    found = _page(series, breakdown_id)
    if ext not in PICTURES or not found.drawn:
        access.not_found()
    from charts import figure  # noqa: PLC0415  # matplotlib is loaded when a file is asked for

    content = figure.render(found.drawing(), cast("figure.Format", ext), print_date=clock.today())
    return _file(content, export.TYPES[ext], series, ext)


@bp.get(f"{SERIES}/strata/<int:breakdown_id>/data.csv")
@access.series(May.SEE_SERIES)
def data(series: Series, breakdown_id: int) -> Response:
    text = page.data_csv(_page(series, breakdown_id))
    return _file(text.encode("utf-8-sig"), "text/csv; charset=utf-8", series, "csv")


def _page(series: Series, breakdown_id: int) -> page.StrataPage:
    breakdown = _breakdown(series, breakdown_id)
    load_for_page(series)
    return page.strata_page(series, (breakdown,), breakdown)


def _breakdown(series: Series, breakdown_id: int) -> Breakdown:
    found = queries.breakdowns_of_measure(series.measure)
    breakdown = next((each for each in found if each.id == breakdown_id), None)
    if breakdown is None:
        access.not_found()
    return breakdown


def _period(series: Series) -> date:
    asked = request.values.get("period", "")
    found = periods.read(asked, series.measure.frequency) if asked else None
    if found is None:
        load_for_page(series)
        return due.next_period(series, clock.today())
    return found


def _form(sheet: sheets.Sheet, status: int = 200) -> Any:
    series = sheet.series
    navigation.within(series.team.network, series.team)
    frequency = series.measure.frequency
    newest = periods.latest_complete(clock.today(), frequency)
    days = [periods.step(newest, frequency, -back) for back in range(24)]
    return (
        render_template(
            "strata/enter.html",
            sheet=sheet,
            choices=[(day.isoformat(), periods.name(day, frequency)) for day in days],
        ),
        status,
    )


def _file(content: bytes, kind: str, series: Series, ext: str) -> Response:
    answer = Response(content, content_type=kind)
    name = f"{series.team.slug}-{series.measure.slug}-by-group.{ext}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
