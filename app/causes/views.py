"""The signal card: what may have caused a signal, what the team says, whether the coach agrees."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from app import access, navigation
from app.access import May
from app.causes import queries, services
from app.causes.forms import CauseForm, form_for
from app.causes.models import Cause
from app.causes.panel import CardPanel, panel_of
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.htmx import WORK_CHANGED, go_to, is_htmx, page_or_fragment
from app.measures import queries as measures
from app.measures.charts import SeriesChart, series_chart
from app.measures.models import Series
from app.pdsa.queries import flags_for

bp = Blueprint("causes", __name__, template_folder="templates")

CARD = "/networks/<network_slug>/teams/<team_slug>/measures/<measure_slug>/signals/<side>/<day>"


@bp.get(CARD)
@access.series(May.SEE_TEAM)
def show(series: Series, side: str, day: str) -> Response:
    """Show a signal with its chart, its suspects and what was said of it."""
    chart = _chart(series)
    return _page(chart, _panel(chart, side, day))


@bp.post(CARD)
@access.series(May.ENTER_DATA)
def decide(series: Series, side: str, day: str) -> Any:
    """Record what caused the signal, or answer with what is missing."""
    chart = _chart(series)
    panel = _panel(chart, side, day)
    form = CauseForm()
    if not form.validate():
        return _page(chart, panel.with_form(form), status=422)
    try:
        services.decide(
            access.actor(),
            series,
            panel.card,
            Cause(form.cause.data),
            cycles=form.cycles.data or (),
            note=form.note.data or "",
            version=form.version.opened_at,
        )
    except Conflict:
        db.session.rollback()
        return _page(chart, panel.with_conflict(form), status=409)
    except ServiceError as error:
        db.session.rollback()
        form[error.field or "cause"].errors = [error.message]
        return _page(chart, panel.with_form(form), status=422)
    db.session.commit()
    return _done(series, side, day, "The cause is recorded.")


@bp.post(f"{CARD}/confirm")
@access.series(May.COACH_TEAM)
def confirm(series: Series, side: str, day: str) -> Any:
    """Record that the coach agrees."""
    chart = _chart(series)
    panel = _panel(chart, side, day)
    if panel.card.decision is None:
        access.not_found()
    version = request.form.get("version", type=int) or 0
    try:
        services.confirm(access.actor(), series, panel.card.decision, version=version)
    except Conflict:
        db.session.rollback()
        return _page(chart, panel.with_conflict(None), status=409)
    db.session.commit()
    return _done(series, side, day, "You confirmed the cause.")


def _chart(series: Series) -> SeriesChart:
    team = series.team
    navigation.within(team.network, team)
    measures.load_for_page(series)
    flags = flags_for(series, may_see_team=True)
    return series_chart(series, size="compact", uid="signal-chart", flags=flags)


def _panel(chart: SeriesChart, side: str, day: str) -> CardPanel:
    try:
        found = queries.card_on(chart, side, date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        access.not_found()
    return panel_of(chart, found, form_for(found.decision))


def _page(chart: SeriesChart, panel: CardPanel, *, status: int = 200) -> Response:
    return page_or_fragment(
        "causes/show.html", "causes/_card.html", status=status, chart=chart, panel=panel
    )


def _done(series: Series, side: str, day: str, said: str) -> Any:
    if not is_htmx():
        flash(said, "saved")
        return go_to(
            url_for(
                "causes.show",
                network_slug=series.team.network.slug,
                team_slug=series.team.slug,
                measure_slug=series.measure.slug,
                side=side,
                day=day,
            )
        )
    measures.read_again(series)
    chart = _chart(series)
    answer = _page(chart, _panel(chart, side, day))
    answer.headers["HX-Trigger"] = WORK_CHANGED
    return answer
