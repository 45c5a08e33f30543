"""A team stops reporting a measure, or takes it up again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request

from app import access, clock, navigation
from app.access import May
from app.catalog import reporting
from app.catalog.forms import StopForm
from app.database import SAFE_METHODS
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.measures.addresses import series_url
from app.measures.models import Series
from app.measures.views import SERIES

bp = Blueprint("reporting", __name__, template_folder="templates")


@bp.route(f"{SERIES}/stop", methods=["GET", "POST"])
@access.series(May.ENTER_DATA)
def stop(series: Series) -> Any:
    navigation.within(series.team.network, series.team)
    form = StopForm()
    if request.method in SAFE_METHODS:
        form.version.data, form.last.data = str(series.version), clock.today()
        return render_template("catalog/stop.html", series=series, form=form)
    status = attempt(
        form,
        lambda: reporting.stop(
            access.actor(),
            series,
            form.last.data,
            form.reason.data or "",
            version=form.opened_at,
        ),
    )
    if status:
        form.version.data = str(series.version)
        page = render_template(
            "catalog/stop.html", series=series, form=form, conflict=status == 409
        )
        return page, status
    flash("Nothing falls due any more. What was entered stays.", "saved")
    return go_to(series_url(series))


@bp.post(f"{SERIES}/resume")
@access.series(May.ENTER_DATA)
def resume(series: Series) -> Any:
    reporting.resume(access.actor(), series)
    db.session.commit()
    flash("The team collects these data again.", "saved")
    return go_to(series_url(series, _anchor="entry"))
