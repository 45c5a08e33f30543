"""The coaching log of a team: only its coaches see it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.coaching_log import queries, services
from app.coaching_log.agenda import agenda_of, parts_of
from app.coaching_log.forms import ItemForm, PlanForm, WriteUpForm
from app.coaching_log.models import CoachingVisit, Way
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.teams.models import Team

bp = Blueprint("coaching_log", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/coaching-log"
VISIT = f"{BASE}/<int:visit_id>"


@bp.get(BASE)
@access.team(May.SEE_COACHING_LOG)
def index(team: Team) -> Response:
    """Show what was agreed, visit by visit, and when the next one is."""
    return _log(team, PlanForm(formdata=None))


@bp.post(BASE)
@access.team(May.SEE_COACHING_LOG)
def plan(team: Team) -> Any:
    """Plan a visit and open its agenda."""
    form = PlanForm()
    made: list[CoachingVisit] = []

    def change() -> None:
        way = Way(form.way.data or Way.VISIT.value)
        made.append(services.plan(access.actor(), team, form.on.data or today(), way))

    status = attempt(form, change)
    if status:
        return _log(team, form, status=status)
    return go_to(_url(team, made[0]))


@bp.get(VISIT)
@access.team(May.SEE_COACHING_LOG)
def show(team: Team, visit_id: int) -> Response:
    """Show a visit with its agenda, to be printed or written up."""
    visit = _visit(team, visit_id)
    form = WriteUpForm(formdata=None)
    form.show(visit)
    return _page(visit, form)


@bp.post(VISIT)
@access.team(May.SEE_COACHING_LOG)
def save(team: Team, visit_id: int) -> Any:
    """Write the visit up, and plan the next one where its day is given."""
    visit = _visit(team, visit_id)
    form = WriteUpForm()
    first = visit.held_at is None

    def change() -> None:
        actor, way = access.actor(), Way(form.way.data or visit.way.value)
        services.write_up(
            actor,
            visit,
            on=form.on.data or visit.on,
            way=way,
            notes=form.notes.data or "",
            agreed=form.agreed.data or "",
            today=today(),
            agenda=agenda_of(visit, actor, today()) if first else (),
            version=form.version.opened_at,
        )
        if form.next_on.data:
            services.plan(actor, team, form.next_on.data, way)

    status = attempt(form, change)
    if status:
        return _page(_visit(team, visit_id), form, status=status)
    flash("The visit is in the log.", "saved")
    return go_to(url_for("coaching_log.index", **_where(team)))


@bp.post(f"{VISIT}/items")
@access.team(May.SEE_COACHING_LOG)
def add(team: Team, visit_id: int) -> Any:
    """Put something on the agenda by hand."""
    visit = _visit(team, visit_id)
    form = ItemForm()
    status = attempt(form, lambda: services.add(visit, form.text.data or ""))
    if status:
        writing = WriteUpForm(formdata=None)
        visit = _visit(team, visit_id)
        writing.show(visit)
        return _page(visit, writing, item=form, status=status)
    return go_to(_url(team, visit, _anchor="agenda"))


@bp.post(f"{VISIT}/<any(strike, take_up):verb>")
@access.team(May.SEE_COACHING_LOG)
def mark(team: Team, visit_id: int, verb: str) -> Any:
    """Strike an item, or take it up again."""
    visit = _visit(team, visit_id)
    wanted = request.form.get("item", "")
    items = agenda_of(visit, access.actor(), today())
    item = next((each for each in items if each.key == wanted), None)
    try:
        if item is not None:
            change = services.strike if verb == "strike" else services.take_up
            change(visit, item)
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        flash(error.message, "error")
    return go_to(_url(team, visit, _anchor="agenda"))


@bp.post(f"{VISIT}/<any(remove, restore):verb>")
@access.team(May.SEE_COACHING_LOG)
def take_out(team: Team, visit_id: int, verb: str) -> Any:
    """Take a visit out of the log, or put it back."""
    visit = _visit(team, visit_id)
    change = services.remove if verb == "remove" else services.restore
    change(access.actor(), visit)
    db.session.commit()
    flash("Taken out. It can be put back below." if verb == "remove" else "It is back.", "saved")
    return go_to(url_for("coaching_log.index", **_where(team)))


def _visit(team: Team, visit_id: int) -> CoachingVisit:
    found = queries.visit_of(team.id, visit_id)
    if found is None:
        access.not_found()
    return found


def _log(team: Team, form: PlanForm, *, status: int = 200) -> Response:
    navigation.within(team.network, team)
    visits = queries.visits_of(team.id)
    there = [each for each in visits if each.removed_at is None]
    page = render_template(
        "coaching_log/index.html",
        team=team,
        form=form,
        coming=[each for each in reversed(there) if each.held_at is None],
        held=[each for each in there if each.held_at is not None],
        removed=[each for each in visits if each.removed_at is not None],
    )
    return make_response(page, status)


def _page(
    visit: CoachingVisit, form: WriteUpForm, *, item: ItemForm | None = None, status: int = 200
) -> Response:
    team = visit.team
    navigation.within(team.network, team)
    stored = None
    if status == 409:
        form.version.move_to(visit.version)
        stored = visit
    page = render_template(
        "coaching_log/visit.html",
        team=team,
        visit=visit,
        form=form,
        item=item or ItemForm(formdata=None),
        parts=parts_of(agenda_of(visit, access.actor(), today())),
        stored=stored,
    )
    return make_response(page, status)


def _where(team: Team) -> dict[str, Any]:
    return {"network_slug": team.network.slug, "team_slug": team.slug}


def _url(team: Team, visit: CoachingVisit, **more: Any) -> str:
    return url_for("coaching_log.show", visit_id=visit.id, **_where(team), **more)
