"""The sessions of a network, one session, and what a team says to it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, render_template, request

from app import access, navigation
from app.access import May
from app.clock import today
from app.compare.codes import scope_of
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.learning import attending, calendar, packing, prework, queries, services, timing
from app.learning.blueprint import ONE, PLACE, SESSIONS, bp, session_url
from app.learning.forms import AnswerForm
from app.learning.models import Answer, LearningSession, SessionTeam, Status
from app.networks.models import Network
from app.pairings import services as pairings


@bp.get(SESSIONS)
@access.network(May.SEE_SESSION)
def index(network: Network) -> str:
    """List the sessions to come and those held."""
    navigation.within(network)
    sessions = queries.sessions_of(network)
    day = today()
    coming = [each for each in sessions if each.status is not Status.HELD and each.until >= day]
    return render_template(
        "learning/index.html",
        network=network,
        coming=list(reversed(coming)),
        past=[each for each in sessions if each not in coming],
        own=access.own_teams(access.standing()),
        timing=timing,
        Status=Status,
    )


@bp.get(ONE)
@access.learning_session(May.SEE_SESSION)
def show(session: LearningSession) -> Any:
    """Show a session: to those who run it with what is left to do, to a team with its own part."""
    return _page(session)


def _page(session: LearningSession, form: AnswerForm | None = None, status: int = 200) -> Response:
    queries.load(session)
    runs, day = access.may(May.RUN_SESSIONS, session), today()
    own = queries.own_places(session, access.standing())
    navigation.within(session.network)
    wanted = bool(own) or runs
    page = render_template(
        "learning/show.html",
        session=session,
        runs=runs,
        own=own,
        lists=prework.checklists(session, day)
        if wanted and session.status is not Status.HELD
        else {},
        names=prework.NAMES,
        form=form,
        agenda=timing.by_day(session),
        talks=pairings.groups_of(session.network, scope_of(session)),
        timing=timing,
        pack_ready=packing.is_ready(session),
        day=day,
        Status=Status,
        Answer=Answer,
    )
    return make_response(page, status)


@bp.post(f"{PLACE}/answer")
@access.session_team(May.EDIT_TEAM)
def answer(place: SessionTeam) -> Any:
    """A team says whether it comes."""
    form = AnswerForm()

    def change() -> None:
        services.respond(
            place, Answer(form.answer.data), form.note.data or "", actor=access.actor()
        )

    status = attempt(form, change)
    if status:
        return _page(place.session, form, status)
    said = "comes" if place.answer is Answer.CONFIRMED else "cannot come"
    flash(f"The facilitator sees that {place.team.name} {said}.", "saved")
    return go_to(session_url(place.session))


@bp.post(f"{PLACE}/prework")
@access.session_team(May.EDIT_TEAM)
def tick(place: SessionTeam) -> Any:
    """A team ticks what the facilitator asked for besides."""
    ids = set(request.form.getlist("done", type=int))
    attending.tick(place, ids, actor=access.actor())
    db.session.commit()
    flash("Your pre-work is saved.", "saved")
    return go_to(session_url(place.session, _anchor="prework"))


@bp.get(f"{ONE}/attendance")
@access.learning_session(May.RUN_SESSIONS)
def attendance(session: LearningSession) -> str:
    """Show everybody who may come, for ticking on the day."""
    queries.load(session)
    navigation.within(session.network)
    return render_template(
        "learning/attendance.html", session=session, tables=attending.tables(session)
    )


@bp.post(f"{ONE}/attendance")
@access.learning_session(May.RUN_SESSIONS)
def save_attendance(session: LearningSession) -> Any:
    """Store who came."""
    queries.load(session)
    attending.take(
        session,
        set(request.form.getlist("team", type=int)),
        set(request.form.getlist("user", type=int)),
        set(request.form.getlist("guest", type=int)),
        actor=access.actor(),
    )
    db.session.commit()
    flash("Attendance is saved.", "saved")
    return go_to(session_url(session, _anchor="teams"))


@bp.get(f"{ONE}/session.ics")
@access.learning_session(May.SEE_SESSION)
def ics(session: LearningSession) -> Response:
    """Answer the session as a calendar file."""
    url = session_url(session, _external=True)
    response = make_response(calendar.file_of(session, url, request.host.partition(":")[0]))
    response.mimetype = "text/calendar"
    name = f"{session.network.slug}-session-{session.number}.ics"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
