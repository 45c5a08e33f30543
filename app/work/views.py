"""My work: the first page after signing in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_security import current_user

from app import access, navigation
from app.access import May
from app.clock import today
from app.extensions import db
from app.htmx import WORK_CHANGED, go_to, is_htmx, page_or_fragment
from app.measures.models import Series
from app.measures.signals import mark_seen
from app.work.queries import my_work

bp = Blueprint("work", __name__, template_folder="templates")


@bp.get("/")
@access.public("leads to one's work or to signing in")
def root() -> Any:
    """Lead to where the visitor belongs."""
    here = "work.home" if current_user.is_authenticated else "accounts.sign_in"
    return redirect(url_for(here), code=303)


@bp.get("/work")
@access.signed_in
def home() -> Response:
    """Show the work itself, by date; for htmx what the rest of the page says of it."""
    work = my_work(access.actor(), access.standing(), today())
    if work.own:
        team = work.own[0][0]
        navigation.within(team.network, team)
    day = today()
    return page_or_fragment(
        "work/home.html",
        "work/_summary.html",
        work=work,
        person=access.actor(),
        today_words=f"{day:%A}, {day:%B} {day.day}",
    )


@bp.post("/seen-signals")
@access.signed_in
def seen() -> Any:
    """Remember that the person has seen a signal."""
    series_id = request.form.get("series", type=int)
    series = db.session.get(Series, series_id) if series_id else None
    if series is None or not access.may(May.SEE_SERIES, series):
        access.not_found()
    mark_seen(access.actor(), [(series.id, request.form.get("signal", ""))])
    db.session.commit()
    if is_htmx():
        said = render_template("work/_seen.html", name=series.measure.name)
        return Response(said, headers={"HX-Trigger": WORK_CHANGED})
    return go_to(url_for("work.home"))
