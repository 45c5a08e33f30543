"""The pages of measures: catalog, definition, a team's series, entry and files."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import access, clock, navigation
from app.access import May
from app.database import SAFE_METHODS
from app.errors import ServiceError
from app.extensions import db
from app.htmx import WORK_CHANGED, is_htmx, page_or_fragment
from app.measures import (
    adopt,
    catalog,
    definition,
    entry,
    export,
    pages,
    periods,
    queries,
    removing,
    services,
)
from app.measures.addresses import series_url
from app.measures.charts import series_chart
from app.measures.contents import Contents
from app.measures.forms import CorrectionForm, EntryForm, RemovalForm, entry_form
from app.measures.models import Measure, Observation, Series
from app.measures.other_rules import other_rules
from app.measures.preview import SAY_WHY, doubted, preview_of
from app.networks.models import Network

bp = Blueprint("measures", __name__, template_folder="templates")

SERIES = "/networks/<network_slug>/teams/<team_slug>/measures/<measure_slug>"
MEASURE = "/networks/<network_slug>/measures/<measure_slug>"


@bp.get("/networks/<network_slug>/measures", endpoint="catalog")
@access.network(May.SEE_NETWORK)
def list_measures(network: Network) -> str:
    navigation.within(network)
    listed = catalog.catalog(network, access.standing())
    return render_template(
        "measures/catalog.html",
        network=network,
        catalog=listed,
        offers=adopt.offers(network, access.standing()),
    )


@bp.get(MEASURE, endpoint="definition")
@access.measure(May.SEE_MEASURE)
def show_definition(measure: Measure) -> str:
    navigation.within(measure.network)
    shown = definition.definition(measure, access.standing())
    return render_template(
        "measures/definition.html",
        measure=measure,
        definition=shown,
        offers=adopt.offers(measure.network, access.standing()),
    )


@bp.get(SERIES)
@access.series(May.SEE_SERIES)
def show(series: Series) -> Response:
    there = _open(series)
    row, status = None, 200
    asked = request.args.get("period")
    if asked and access.may(May.ENTER_DATA, series):
        period = periods.read(asked, series.measure.frequency)
        if period is None:
            row, status = entry.not_a_period(series, clock.today(), asked), 422
        elif any(each.period == period for each in series.observations):
            return _go(series_url(series, "measures.correct", period=period.isoformat()))
        else:
            row = entry.entry_row(series, clock.today(), period=period)
    return _page(series, there, status=status, row=row)


@bp.get(f"{SERIES}/preview")
@access.series(May.ENTER_DATA)
def preview(series: Series) -> str:
    queries.load_for_page(series)
    form = entry_form(series.measure, request.args, meta={"csrf": False})
    return render_template("measures/_preview.html", preview=preview_of(series, form))


@bp.post(f"{SERIES}/observations")
@access.series(May.ENTER_DATA)
def enter(series: Series) -> Response:
    navigation.within(series.team.network, series.team)
    form = entry_form(series.measure)
    sound = form.validate()
    period = form.read_period()
    if not sound or period is None or form.entered is None or _doubted(series, form, period):
        return _refused(series, form, period)
    try:
        services.enter(
            access.actor(),
            series,
            period,
            form.entered.value,
            form.entered.denominator,
            form.note.data or "",
            raw=form.entered.raw,
        )
    except ServiceError as error:
        form.refuse(error.field, error.message)
        return _refused(series, form, period)
    said = f"{periods.name(period, series.measure.frequency)} is stored."
    db.session.commit()
    return _stored(series, said, form)


@bp.route(f"{SERIES}/observations/<period>", methods=["GET", "POST"])
@access.series(May.ENTER_DATA)
def correct(series: Series, period: str) -> Response:
    there = _open(series)
    observation = _observation(series, period)
    if request.method in SAFE_METHODS:
        form = CorrectionForm.of(series.measure, observation)
        return _page(series, there, correction=_correction(series, observation, form))
    form = CorrectionForm(series.measure)
    if not form.validate() or form.entered is None:
        return _page(series, there, status=422, correction=_correction(series, observation, form))
    try:
        services.correct(
            access.actor(),
            observation,
            form.entered.value,
            form.entered.denominator,
            form.note.data or "",
            form.reason.data or "",
            version=form.read_version(),
            raw=form.entered.raw,
            period=form.moved_to,
        )
    except services.ChangedMeanwhileError as error:
        return _page(
            series,
            there,
            status=409,
            correction=_correction(series, observation, form, conflict=error.message),
        )
    except ServiceError as error:
        form.refuse(error.field, error.message)
        return _page(series, there, status=422, correction=_correction(series, observation, form))
    db.session.commit()
    return _stored(
        series, f"{periods.name(observation.period, series.measure.frequency)} is corrected."
    )


@bp.get(f"{SERIES}/other-rules", endpoint="rules")
@access.series(May.SEE_SERIES)
def show_other_rules(series: Series) -> Response:
    _open(series)
    chart = series_chart(series, full_access=access.may(May.SEE_TEAM, series.team))
    return page_or_fragment(
        "measures/other_rules.html",
        "measures/_other_rules.html",
        series=series,
        rules=other_rules(chart),
    )


@bp.post(f"{SERIES}/observations/<period>/remove")
@access.series(May.ENTER_DATA)
def remove(series: Series, period: str) -> Response:
    there = _open(series)
    observation = _observation(series, period)
    form, name = RemovalForm(), periods.name(observation.period, series.measure.frequency)
    status, conflict = 422, ""
    if form.validate():
        try:
            reason = form.reason.data or ""
            removing.remove(access.actor(), observation, reason, version=form.read_version())
            db.session.commit()
            return _stored(series, f"{name} is removed. It can be put back below.")
        except services.ChangedMeanwhileError as error:
            status, conflict = 409, error.message
        except ServiceError as error:
            form.reason.errors = [error.message]
    correction = _correction(
        series,
        observation,
        CorrectionForm.of(series.measure, observation),
        removal=form,
        conflict=conflict,
    )
    return _page(series, there, status=status, correction=correction)


@bp.post(f"{SERIES}/observations/<period>/put-back")
@access.series(May.ENTER_DATA)
def put_back(series: Series, period: str) -> Response:
    _open(series)
    day = periods.read(period, series.measure.frequency) or access.not_found()
    removed = removing.last_removed(series, day)
    if removed is None:
        flash("Nothing is removed there any more: somebody may have put it back.")
        return _go(series_url(series, _anchor="series"))
    try:
        removing.put_back(access.actor(), series, removed)
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        flash(error.message)
        return _go(series_url(series, _anchor="series"))
    return _stored(series, f"{periods.name(removed.period, series.measure.frequency)} is put back.")


@bp.get(f"{SERIES}/chart.<ext>")
@access.series(May.SEE_SERIES)
def download(series: Series, ext: str) -> Response:
    chart = _chart(series)
    width, scale = request.args.get("width", ""), request.args.get("scale", "")
    if not export.offered(ext, width, scale) or chart.analysis is None:
        access.not_found()
    content = export.chart_file(
        chart, cast("export.Extension", ext), width=cast("export.Width", width), scale=scale
    )
    return attached(content, export.TYPES[ext], export.file_name(chart, ext, width))


def _open(series: Series) -> Contents:
    navigation.within(series.team.network, series.team)
    return queries.load_for_page(series)


def _chart(series: Series) -> Any:
    queries.load_for_page(series)
    return series_chart(series, full_access=access.may(May.SEE_TEAM, series.team))


def _page(
    series: Series,
    there: Contents,
    *,
    status: int = 200,
    row: entry.EntryRow | None = None,
    correction: pages.Correction | None = None,
    saved: str = "",
) -> Response:
    everything = request.args.get("values") == "all"
    page = pages.series_page(
        series, there, entry=row, correction=correction, everything=everything, saved=saved
    )
    return page_or_fragment("measures/show.html", "measures/_series.html", status=status, page=page)


def _refused(series: Series, form: EntryForm, period: date | None) -> Response:
    there = queries.load_for_page(series)
    already = entry.already(series, period)
    row = entry.entry_row(
        series, clock.today(), form=form, period=period, back=form.back.data or "", already=already
    )
    if is_htmx() and row.back == "work":
        return Response(render_template("measures/_entry_alone.html", row=row), 422)
    return _page(series, there, status=422, row=row)


def _doubted(series: Series, form: EntryForm, period: date) -> bool:
    """Whether a value far from all others waits for a word in its note."""
    if form.note.data:
        return False
    stored = queries.rows_where([Series.id == series.id])[series.id]
    found = doubted(series, form, period, stored)
    if found:
        form.refuse("note", f"{' '.join(found)} {SAY_WHY}")
    return bool(found)


def _stored(series: Series, said: str, form: EntryForm | None = None) -> Response:
    back = form.back.data if form is not None else ""
    if not is_htmx():
        flash(said, "saved")
        return _go(url_for("work.home") if back == "work" else entry.entry_done(series))
    queries.read_again(series)
    there = queries.load_for_page(series)
    if back == "work":
        chart = series_chart(series, size="compact")
        done = render_template("measures/_entry_done.html", chart=chart, saved=said)
        return Response(done, headers={"HX-Trigger": WORK_CHANGED})
    answer = _page(series, there, saved=said)
    # A reload shows the series again, not the form that was just sent.
    answer.headers["HX-Replace-Url"] = series_url(series)
    return answer


def _go(url: str) -> Response:
    answer: Response = redirect(url, code=303)  # type: ignore[assignment]  # werkzeug's, which Flask's extends
    return answer


def _observation(series: Series, period: str) -> Observation:
    day = periods.read(period, series.measure.frequency)
    found = next((each for each in series.observations if each.period == day), None)
    if found is None:
        access.not_found()
    return found


def _correction(
    series: Series,
    observation: Observation,
    form: CorrectionForm,
    *,
    removal: RemovalForm | None = None,
    conflict: str = "",
) -> pages.Correction:
    day, removal = observation.period.isoformat(), removal or RemovalForm.of(observation)
    action = series_url(series, "measures.correct", period=day)
    remove_action = series_url(series, "measures.remove", period=day)
    if conflict:
        form.version.data = removal.version.data = str(observation.version)
    return pages.Correction(observation, form, action, removal, remove_action, conflict)


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file to keep, under its name."""
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
