"""The grid in which many periods of a series are entered and corrected."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app import access, clock, navigation
from app.access import May
from app.errors import ServiceError
from app.extensions import db
from app.grid import storing, window
from app.grid.chart import chart_of
from app.grid.opening import opened
from app.grid.reading import filled
from app.grid.sheet import Grid
from app.grid.words import kept_words
from app.imports import dates
from app.measures import definition
from app.measures.addresses import series_url
from app.measures.models import Series
from app.measures.queries import load_for_page
from app.strata.models import Breakdown
from app.strata.queries import breakdowns_of_measure

bp = Blueprint("grid", __name__, template_folder="templates")

SERIES = "/networks/<network_slug>/teams/<team_slug>/measures/<measure_slug>"


@bp.get(f"{SERIES}/grid")
@access.series(May.ENTER_DATA)
def show(series: Series) -> Any:
    breakdowns, breakdown = _open(series)
    grid = opened(series, breakdown, window.read(request.args, series, clock.today()))
    return _page(grid, breakdowns)


@bp.post(f"{SERIES}/grid")
@access.series(May.ENTER_DATA)
def store(series: Series) -> Any:
    breakdowns, breakdown = _open(series)
    wanted = request.form.get("do", "save")
    grid = _filled(series, breakdown, wanted)
    if wanted != "save":
        return _page(grid, breakdowns, checked=wanted == "check")
    if not grid.changed and not grid.is_refused:
        grid.error = f"Nothing here differs from what is stored. Type into the {grid.word}s first."
    if grid.conflicts or grid.is_refused:
        return _page(grid, breakdowns, 409 if grid.conflicts else 422, checked=True)
    try:
        kept = storing.store(access.actor(), grid)
        db.session.commit()
    except (StaleDataError, IntegrityError, ServiceError) as error:
        db.session.rollback()
        _open(series)
        grid = _filled(series, breakdown)
        if isinstance(error, ServiceError):
            grid.error = error.message
            return _page(grid, breakdowns, 422, checked=True)
        # Somebody stored the same in this very moment: both are shown.
        return _page(grid, breakdowns, 409, checked=True)
    flash(kept_words(kept, grid), "saved")
    where = ("strata.show", {"by": breakdown.id}) if breakdown else ("measures.show", {})
    return redirect(series_url(series, where[0], **where[1]), code=303)


@bp.post(f"{SERIES}/grid/check")
@access.series(May.ENTER_DATA)
def check(series: Series) -> str:
    _, breakdown = _open(series)
    grid = _filled(series, breakdown)
    return render_template("grid/_checked.html", grid=grid, chart=chart_of(grid), typing=True)


def _open(series: Series) -> tuple[list[Breakdown], Breakdown | None]:
    """Load the series; give its breakdowns, and the one that the address names."""
    navigation.within(series.team.network, series.team)
    load_for_page(series)
    asked = request.values.get("by", "")
    found = [each for each in breakdowns_of_measure(series.measure) if each.retired_at is None]
    chosen = next((each for each in found if str(each.id) == asked), None)
    if asked and chosen is None:
        access.not_found()
    return found, chosen


def _filled(series: Series, breakdown: Breakdown | None, wanted: str = "") -> Grid:
    today = clock.today()
    rows, frequency = window.read(request.form, series, today), series.measure.frequency
    if wanted == "earlier":
        rows = rows.earlier(frequency)
    elif wanted == "later":
        rows = rows.later(frequency, window.newest_period(series, today))
    return filled(series, breakdown, rows, request.form)


def _page(
    grid: Grid, breakdowns: list[Breakdown], status: int = 200, *, checked: bool = False
) -> Any:
    series = grid.series
    newest = window.newest_period(series, clock.today())
    rows, frequency = grid.window, grid.measure.frequency
    page = render_template(
        "grid/page.html",
        grid=grid,
        chart=chart_of(grid),
        breakdowns=breakdowns,
        definition=definition.counting(grid.measure),
        checked=checked,
        dates=dates.for_scripts(),
        may_go_back=rows.count < window.MOST,
        may_go_on=rows.blank < window.MOST if grid.is_event else rows.last(frequency) < newest,
        more=window.MORE[frequency],
    )
    return page, status
