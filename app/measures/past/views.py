"""The pages of a chart's past: its history, and the chart as it was at a moment."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, render_template, request

from app import access, clock, navigation
from app.access import May
from app.measures import export, queries
from app.measures.charts import series_chart
from app.measures.models import Series
from app.measures.past import page
from app.measures.past.listing import read_filter
from app.measures.past.moments import Moment, NotAMomentError, read
from app.measures.views import SERIES, attached

bp = Blueprint("past", __name__, template_folder="../templates")


@bp.get(f"{SERIES}/history")
@access.series(May.SEE_TEAM)
def history(series: Series) -> str:
    """List every change of the chart."""
    navigation.within(series.team.network, series.team)
    queries.load_for_page(series)
    chosen = read_filter(request.args.get("kind", ""), request.args.get("person", ""))
    number = request.args.get("page", 1, type=int)
    return render_template("past/history.html", page=page.history_page(series, chosen, number))


@bp.get(f"{SERIES}/as-it-was")
@access.series(May.SEE_SERIES)
def show(series: Series) -> Any:
    """Show the chart as it was, with today's below it where that is asked for."""
    navigation.within(series.team.network, series.team)
    there = queries.load_for_page(series)
    full, error, then = access.may(May.SEE_TEAM, series.team), "", None
    asked = request.args.get("as_of", "")
    try:
        then = page.then_of(series, _moment()) if asked else None
    except NotAMomentError as refused:
        error = str(refused)
    beside = None
    if then is not None and "beside" in request.args:
        beside = series_chart(series, uid="today", full_access=full)
    found = render_template(
        "past/show.html",
        series=series,
        then=then,
        beside=beside,
        asked=asked,
        error=error,
        events=page.events_of(series) if full else (),
        full_access=full,
        by_group=there.by_group,
    )
    return found, 422 if error else 200


@bp.get(f"{SERIES}/as-it-was/chart.<ext>")
@access.series(May.SEE_SERIES)
def download(series: Series, ext: str) -> Response:
    """The chart as it was, as a file that says so."""
    then = then_asked(series)
    if not export.offered(ext, "", "") or then.chart.analysis is None:
        access.not_found()
    extension = cast("export.Extension", ext)
    content = export.chart_file(then.chart, extension, heading=then.heading)
    name = export.file_name(then.chart, ext, stamp=then.moment.stamp)
    return attached(content, export.TYPES[ext], name)


def then_asked(series: Series) -> page.Then:
    """The chart as it was at the moment that the address asks for; what is none is not found."""
    queries.load_for_page(series)
    try:
        return page.then_of(series, _moment())
    except NotAMomentError:
        access.not_found()


def _moment() -> Moment:
    """The moment that the address asks for, today without one; none is still to come."""
    asked = request.args.get("as_of") or clock.now().date().isoformat()
    found = read(asked, request.args.get("just", ""))
    if found.day > clock.now().date():
        raise NotAMomentError("That day is still to come. Choose an earlier one.")
    return found
