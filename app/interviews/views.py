"""The pages of a team's interviews. They are never open to others."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.interviews import queries, services
from app.interviews.forms import InterviewForm
from app.interviews.models import Interview
from app.interviews.pareto import theme_chart
from app.stakeholders.queries import owners_for, stakeholders_of
from app.teams.models import Team
from app.theory.queries import theory_of

bp = Blueprint("interviews", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/interviews"
ONE = f"{BASE}/<int:interview_id>"


@bp.get(BASE)
@access.team(May.SEE_TEAM)
def index(team: Team) -> str:
    """Show what people told the team: themes by number, then each interview."""
    navigation.within(team.network, team)
    every = queries.interviews_of(team.id)
    counts = queries.theme_counts(every)
    theme = request.args.get("theme", "")
    asked = next((each.name for each in counts if each.name == theme), None)
    shown = [e for e in every if asked is None or asked in {t.name for t in e.themes}]
    return render_template(
        "interviews/index.html",
        team=team,
        every=every,
        shown=shown,
        counts=counts,
        asked=asked,
        chart=theme_chart(counts, lambda name: _url("index", team, theme=name, _anchor="each")),
        removed=queries.removed_from(team.id),
        just_removed=request.args.get("removed", type=int),
    )


@bp.get(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def new(team: Team) -> Any:
    """Show an empty form, of today and by the person who opens it."""
    form = InterviewForm(formdata=None)
    form.on.data = today()
    form.interviewer_id.data = str(access.actor().id)
    form.stakeholder_ids.data = [request.args.get("stakeholder", "")]
    return _form_page(team, None, form)


@bp.post(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def create(team: Team) -> Any:
    """Write an interview down."""
    form = InterviewForm()
    _offer(form, team, None)
    status = attempt(form, lambda: _save(team, None, form))
    if status:
        return _form_page(team, None, form, status=status)
    flash("The interview is saved.", "saved")
    return go_to(_url("index", team))


@bp.get(ONE)
@access.interview(May.SEE_TEAM)
def show(interview: Interview) -> str:
    """Show an interview."""
    _only_present(interview)
    team = interview.team
    navigation.within(team.network, team)
    return render_template("interviews/show.html", team=team, interview=interview)


@bp.get(f"{ONE}/edit")
@access.interview(May.EDIT_TEAM)
def edit(interview: Interview) -> Any:
    """Show the form with what is stored."""
    _only_present(interview)
    form = InterviewForm(formdata=None)
    form.show(interview)
    return _form_page(interview.team, interview, form)


@bp.post(f"{ONE}/edit")
@access.interview(May.EDIT_TEAM)
def save(interview: Interview) -> Any:
    """Save the form, or answer with what is wrong and all that was typed."""
    _only_present(interview)
    team, form = interview.team, InterviewForm()
    _offer(form, team, interview)
    status = attempt(form, lambda: _save(team, interview, form))
    if status:
        return _form_page(team, interview, form, status=status)
    flash("The interview is saved.", "saved")
    return go_to(_url("show", team, interview_id=interview.id))


@bp.post(f"{ONE}/remove")
@access.interview(May.EDIT_TEAM)
def remove(interview: Interview) -> Any:
    """Take it out of the list; the page that follows offers to put it back."""
    services.remove(interview, actor=access.actor())
    db.session.commit()
    return go_to(_url("index", interview.team, removed=interview.id))


@bp.post(f"{ONE}/restore")
@access.interview(May.EDIT_TEAM)
def restore(interview: Interview) -> Any:
    """Put it back with its themes, quotes and links."""
    services.restore(interview, actor=access.actor())
    db.session.commit()
    flash("The interview is back.", "saved")
    return go_to(_url("index", interview.team))


def _save(team: Team, interview: Interview | None, form: InterviewForm) -> None:
    services.save(
        team,
        interview,
        form.values(),
        themes=form.themes(),
        quotes=form.said(),
        stakeholder_ids=form.stakeholder_ids.ids,
        driver_ids=form.driver_ids.ids,
        actor=access.actor(),
        today=today(),
        version=form.version.opened_at if interview is not None else None,
    )


def _offer(form: InterviewForm, team: Team, interview: Interview | None) -> None:
    form.offer(
        people=owners_for(team.id, interview.interviewer_id if interview else None),
        themes=queries.known_themes(team.id),
        stakeholders=stakeholders_of(team.id),
        drivers=theory_of(team.id).nodes,
    )


def _form_page(
    team: Team, interview: Interview | None, form: InterviewForm, *, status: int = 200
) -> Response:
    navigation.within(team.network, team)
    _offer(form, team, interview)
    conflict = form.lay_beside(interview) if interview and status == 409 else None
    page = render_template(
        "interviews/edit.html", team=team, interview=interview, form=form, conflict=conflict
    )
    return make_response(page, status)


def _only_present(interview: Interview) -> None:
    """What was removed is put back before anything else is done."""
    if interview.removed_at is not None:
        access.not_found()


def _url(view: str, team: Team, **more: Any) -> str:
    return url_for(
        f"interviews.{view}", network_slug=team.network.slug, team_slug=team.slug, **more
    )
