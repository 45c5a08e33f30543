"""Planning a session: making and changing it, its agenda, whom it invites."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, render_template, request
from sqlalchemy import func, select

from app import access, navigation
from app.access import May
from app.clock import today
from app.extensions import db
from app.forms import attempt
from app.guarded import GuardedTexts
from app.htmx import go_to
from app.learning import agenda, queries, services, timing
from app.learning.blueprint import ONE, SESSIONS, bp, session_url
from app.learning.forms import SessionForm
from app.learning.models import LearningSession, Status
from app.networks.models import Network
from app.reminders import services as reminders


@bp.get(f"{SESSIONS}/new")
@access.network(May.RUN_SESSIONS)
def new(network: Network) -> Any:
    """Show the form of a new session, filled in as most sessions are."""
    form = SessionForm(formdata=None)
    _offer(form, network)
    count = select(func.count()).where(LearningSession.network_id == network.id)
    form.propose((db.session.scalar(count) or 0) + 1, today(), queries.MOST_MEASURES)
    form.time_zone.data = reminders.settings_of(access.actor()).time_zone or "UTC"
    return _form_page(network, None, form)


@bp.post(f"{SESSIONS}/new")
@access.network(May.RUN_SESSIONS)
def create(network: Network) -> Any:
    """Make the session, or answer with what is wrong and all that was typed."""
    form = SessionForm()
    _offer(form, network)
    made: list[LearningSession] = []

    def change() -> None:
        made.append(services.create(network, form.plan(), form.teams.ids, actor=access.actor()))

    status = attempt(form, change)
    if status:
        return _form_page(network, None, form, status=status)
    flash("The session is planned. Nobody is told before you send the invitations.", "saved")
    return go_to(session_url(made[0]))


@bp.get(f"{ONE}/edit")
@access.learning_session(May.RUN_SESSIONS)
def edit(session: LearningSession) -> Any:
    """Show the form with what is stored."""
    form = SessionForm(formdata=None)
    _offer(form, session.network)
    form.show(session)
    return _form_page(session.network, session, form)


@bp.post(f"{ONE}/edit")
@access.learning_session(May.RUN_SESSIONS)
def save(session: LearningSession) -> Any:
    """Save the session, or answer with what is wrong and all that was typed."""
    form = SessionForm()
    _offer(form, session.network)
    status = attempt(
        form,
        lambda: services.edit(
            session, form.plan(), actor=access.actor(), version=form.version.opened_at
        ),
    )
    if status:
        db.session.expire_all()
        return _form_page(session.network, session, form, status=status)
    flash("The session is saved.", "saved")
    return go_to(session_url(session))


def _offer(form: SessionForm, network: Network) -> None:
    teams = [team for _, group in queries.teams_by_group(network) for team in group]
    form.offer(queries.measures_offered(network), [(team.id, team.name) for team in teams])


def _form_page(
    network: Network, session: LearningSession | None, form: SessionForm, *, status: int = 200
) -> Response:
    navigation.within(network)
    conflict = form.lay_beside(session) if session and status == 409 else None
    page = render_template(
        "learning/edit.html",
        network=network,
        session=session,
        form=form,
        conflict=conflict,
        most=queries.MOST_MEASURES,
    )
    return make_response(page, status)


@bp.get(f"{ONE}/agenda")
@access.learning_session(May.RUN_SESSIONS)
def edit_agenda(session: LearningSession) -> Any:
    """Show the agenda for changing."""
    rows = [
        {
            name: getattr(item, name)
            for name in ("id", "day", "kind", "title", "minutes", "who", "notes")
        }
        for item in session.agenda
    ]
    return _agenda_page(session, rows, session.version)


@bp.post(f"{ONE}/agenda")
@access.learning_session(May.RUN_SESSIONS)
def save_agenda(session: LearningSession) -> Any:
    """Store the agenda; the buttons of a row also move or remove it."""
    do = request.form.get("do", "")
    rows = agenda.moved(agenda.rows_in(request.form), do)
    text = request.form.get("version", "")
    version = int(text) if text.isdecimal() and len(text) < 10 else -1
    form = GuardedTexts(str(row[name]) for row in rows for name in ("title", "who", "notes"))
    status = attempt(
        form, lambda: services.arrange(session, rows, actor=access.actor(), version=version)
    )
    if status:
        db.session.expire_all()
        kept = session.version if status == 409 else version
        return _agenda_page(session, rows, kept, form=form, status=status)
    if do == "done":
        return go_to(session_url(session, _anchor="agenda"))
    return go_to(session_url(session, "edit_agenda", _anchor="rows"))


def _agenda_page(
    session: LearningSession,
    rows: list[dict[str, Any]],
    version: int,
    *,
    form: GuardedTexts | None = None,
    status: int = 200,
) -> Response:
    navigation.within(session.network)
    shown = [row for row in rows if row["title"] or row["minutes"]]
    page = render_template(
        "learning/agenda.html",
        session=session,
        rows=shown,
        days=timing.by_day(session),
        add_to=shown[-1]["day"] if shown else 1,
        version=version,
        form=form,
        kinds=agenda.KINDS,
        times=timing.running(session),
        balance=timing.balance(session),
        stored=timing.by_day(session) if status == 409 else None,
    )
    return make_response(page, status)


@bp.get(f"{ONE}/invite")
@access.learning_session(May.RUN_SESSIONS)
def edit_invited(session: LearningSession) -> Any:
    """Show who is invited, for changing."""
    guests = "\n".join(one.guest for one in session.people if one.guest)
    asked = {one.user_id for one in session.people if one.user_id and one.invited}
    return _invite_page(session, {place.team_id for place in session.teams}, asked, guests)


@bp.post(f"{ONE}/invite")
@access.learning_session(May.RUN_SESSIONS)
def save_invited(session: LearningSession) -> Any:
    """Store who is invited."""
    teams = set(request.form.getlist("teams", type=int))
    offered = {user.id for user, _ in queries.people_of(session.network)}
    people = set(request.form.getlist("people", type=int)) & offered
    guests = request.form.get("guests", "").replace("\x00", "")[:5000]
    form = GuardedTexts((guests,))
    status = attempt(
        form,
        lambda: services.invite(session, teams, sorted(people), guests, actor=access.actor()),
    )
    if status:
        return _invite_page(session, teams, people, guests, form=form, status=status)
    flash("The list of those who are invited is saved.", "saved")
    return go_to(session_url(session, _anchor="teams"))


def _invite_page(
    session: LearningSession,
    teams: set[int],
    people: set[int],
    guests: str,
    *,
    form: GuardedTexts | None = None,
    status: int = 200,
) -> Response:
    navigation.within(session.network)
    page = render_template(
        "learning/invite.html",
        session=session,
        groups=queries.teams_by_group(session.network),
        people=queries.people_of(session.network),
        chosen=teams,
        asked=people,
        guests=guests,
        form=form,
    )
    return make_response(page, status)


@bp.post(f"{ONE}/announce")
@access.learning_session(May.RUN_SESSIONS)
def announce(session: LearningSession) -> Any:
    """Send the invitations."""
    was = session.status
    form = GuardedTexts(())
    if attempt(form, lambda: services.announce(session, actor=access.actor())):
        flash(
            " ".join(form.form_errors) or "Somebody else changed this session; look again.", "error"
        )
    elif was is Status.PREPARING:
        flash(
            "The invitations are out: every team finds the session in My work, its mail and its calendar.",
            "saved",
        )
    return go_to(session_url(session))
