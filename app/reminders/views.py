"""Choosing how to be reminded, the calendar's address, and the way out of the mail."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    render_template,
    request,
    url_for,
)

from app import access
from app.extensions import csrf, db
from app.htmx import go_to
from app.reminders import links, services
from app.reminders.calendar import calendar_of
from app.reminders.days import local_now
from app.reminders.forms import RemindersForm
from app.reminders.gather import quiet_of, reminders_of, teams_of
from app.reminders.models import CalendarFeed, Rhythm

bp = Blueprint("reminders", __name__, template_folder="templates")

SETTINGS = "/account/reminders"
OUT = "/reminders/stop/<token>"


@bp.get(SETTINGS)
@access.signed_in
def settings() -> Any:
    """Show how the person is reminded."""
    return _page()


@bp.post(SETTINGS)
@access.signed_in
def save() -> Any:
    """Store how the person wants to be reminded."""
    user = access.actor()
    form = RemindersForm(teams_of(user))
    if not form.validate():
        return _page(form=form, status=422)
    services.choose(
        user,
        Rhythm(form.rhythm.data),
        int(form.weekday.data or 0),
        form.time_zone.data,
        form.teams.ids,
    )
    db.session.commit()
    flash("Your reminders are saved.", "saved")
    return go_to(url_for("reminders.settings"))


@bp.post(f"{SETTINGS}/calendar")
@access.signed_in
def make_feed() -> Any:
    """Make the calendar's address, or a new one in its place, and show it this once."""
    token = links.make_feed(access.actor())
    db.session.commit()
    return _page(token=token)


@bp.post(f"{SETTINGS}/calendar/end")
@access.signed_in
def end_feed() -> Any:
    """End the calendar's address."""
    links.end_feed(access.actor())
    db.session.commit()
    flash("The calendar’s address leads nowhere now.", "saved")
    return go_to(url_for("reminders.settings", _anchor="calendar"))


@bp.get("/reminders/<token>.ics")
@access.public("calendar programs cannot sign in; the secret address is the right, and revocable")
def feed(token: str) -> Response:
    """Give a person's calendar to whoever knows its address."""
    user = links.owner_of_feed(token)
    if user is None:
        access.not_found()
    today = local_now(services.settings_of(user).time_zone).date()
    response = make_response(
        calendar_of(
            reminders_of(user, today), request.url_root, request.host.partition(":")[0], today
        )
    )
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = 'inline; filename="centerline.ics"'
    # An address that is a secret belongs into no search engine and no referrer.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get(OUT)
@access.public("who wants no more mail need not sign in; the link is signed")
def unsubscribe(token: str) -> Any:
    """Ask whether the mail shall stop: programs that look at links stop nothing."""
    if links.whose_way_out(token) is None:
        access.not_found()
    return render_template("reminders/stop.html", token=token, stopped=False)


@bp.post(OUT)
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF publishes no types
@access.public("mail programs ask by themselves, without a cookie (RFC 8058); the link is signed")
def unsubscribe_post(token: str) -> Any:
    """Stop the mail, and say so. Asking twice does no harm."""
    user = links.whose_way_out(token)
    if user is None:
        abort(400)
    services.stop_mail(user)
    db.session.commit()
    return render_template("reminders/stop.html", token=token, stopped=True)


def _page(
    form: RemindersForm | None = None, token: str | None = None, status: int = 200
) -> Response:
    user = access.actor()
    teams = teams_of(user)
    if form is None:
        form = RemindersForm(teams, formdata=None)
        form.show(services.settings_of(user), quiet_of(user))
    page = render_template(
        "reminders/settings.html",
        form=form,
        user=user,
        teams=teams,
        feed=db.session.get(CalendarFeed, user.id),
        token=token,
    )
    return make_response(page, status)
