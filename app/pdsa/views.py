"""The pages of a team's PDSA cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to, page_or_fragment
from app.pdsa import queries, services, worksheet
from app.pdsa.conflict import differences
from app.pdsa.forms import (
    ActForm,
    DoForm,
    PlanForm,
    StepForm,
    StudyForm,
    plan_rows,
    study_rows,
)
from app.pdsa.listing import listing
from app.pdsa.models import Cycle
from app.teams.models import Team

bp = Blueprint("pdsa", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/cycles"
ONE = f"{BASE}/<int:number>"
STEP = f"{ONE}/<any(plan, do, study, act):step>"


@bp.get(BASE)
@access.team(May.SEE_TEAM)
def index(team: Team) -> Response:
    """List the team's cycles, by step and ramp where asked."""
    navigation.within(team.network, team)
    found = listing(team, step=request.args.get("step", ""), ramp=request.args.get("ramp", ""))
    return page_or_fragment("pdsa/index.html", "pdsa/_list.html", team=team, listing=found)


@bp.get(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def new(team: Team) -> Response:
    """Show an empty Plan."""
    form = PlanForm(
        predictions=plan_rows(None),
        version=0,
        change_idea_id=request.args.get("idea", ""),
        owner_id=access.actor().id,
    )
    return _step_page(team, None, "plan", form)


@bp.post(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def create(team: Team) -> Any:
    """Start a cycle with as much of its Plan as there is."""
    form = PlanForm()
    if request.form.get("add_prediction"):
        return _another_prediction(team, None, form)
    form.offer(*_choices(team))
    if not form.validate():
        return _step_page(team, None, "plan", form, status=422)
    values = form.values()
    try:
        cycle = services.start(team, values.pop("title"), actor=access.actor(), **values)
        services.save_plan(cycle, {}, form.predicted())
    except ServiceError as error:
        db.session.rollback()
        return _refused(team, None, "plan", form, error)
    db.session.commit()
    flash(f"Cycle {cycle.number} is saved.", "saved")
    return go_to(_url("show", team, cycle))


@bp.get(ONE)
@access.team(May.SEE_TEAM)
def show(team: Team, number: int) -> str:
    """Show a cycle as the worksheet that people know."""
    navigation.within(team.network, team)
    cycle = _cycle(team, number)
    return render_template(
        "pdsa/show.html",
        team=team,
        cycle=cycle,
        steps=worksheet.steps_of(cycle),
        step_rows=_step_rows(team, cycle),
        question=worksheet.question(cycle, today()),
        following=queries.following(cycle),
        charts=queries.charts_of(cycle),
        sheet=worksheet,
    )


@bp.get(STEP)
@access.team(May.EDIT_TEAM)
def edit(team: Team, number: int, step: str) -> Response:
    """Show a step's form with what is stored."""
    cycle = _cycle(team, number)
    return _step_page(team, cycle, step, _opened(cycle, step))


@bp.post(STEP)
@access.team(May.EDIT_TEAM)
def save(team: Team, number: int, step: str) -> Any:
    """Save a step, complete or not."""
    cycle = _cycle(team, number)
    form = _FORMS[step]()
    if isinstance(form, PlanForm):
        if request.form.get("add_prediction"):
            return _another_prediction(team, cycle, form)
        form.offer(*_choices(team))
    if not form.validate():
        return _step_page(team, cycle, step, form, status=422)
    try:
        _store(cycle, form)
    except Conflict:
        db.session.rollback()
        return _conflict(team, _cycle(team, number), step, form)
    except ServiceError as error:
        db.session.rollback()
        return _refused(team, number, step, form, error)
    db.session.commit()
    flash(f"{worksheet.STEP_NAMES[step]} is saved.", "saved")
    return go_to(_url("show", team, cycle))


@bp.post(f"{ONE}/next")
@access.team(May.EDIT_TEAM)
def next(team: Team, number: int) -> Any:  # noqa: A001  # the endpoint's name
    """Start the cycle that follows, with everything carried over, and open its Plan."""
    cycle = _cycle(team, number)
    try:
        following = services.next_cycle(cycle, actor=access.actor())
    except ServiceError as error:
        db.session.rollback()
        flash(error.message, "error")
        return go_to(_url("edit", team, _cycle(team, number), step="act"))
    db.session.commit()
    return go_to(_url("edit", team, following, step="plan"))


_FORMS: dict[str, type[StepForm]] = {
    "plan": PlanForm,
    "do": DoForm,
    "study": StudyForm,
    "act": ActForm,
}


def _cycle(team: Team, number: int) -> Cycle:
    found = queries.cycle_of(team.id, number)
    if found is None:
        access.not_found()
    return found


def _choices(team: Team) -> tuple[Any, Any, Any]:
    choices = queries.plan_choices(team.id)
    return choices.ideas, choices.measures, choices.people


def _opened(cycle: Cycle, step: str) -> StepForm:
    """The step's form as it opens."""
    match step:
        case "plan":
            # The rows are given apart: WTForms would keep the records themselves in them.
            values = {name: getattr(cycle, name) for name in services.STEPS["plan"]}
            return PlanForm(predictions=plan_rows(cycle), version=cycle.version, **values)
        case "do":
            return DoForm(obj=cycle)
        case "study":
            return StudyForm(
                outcomes=study_rows(cycle),
                version=cycle.version,
                results=cycle.results,
                comparison=cycle.comparison,
                learned=cycle.learned,
            )
    form = ActForm(obj=cycle)
    form.decided_on.data = cycle.decided_on or today()
    return form


def _store(cycle: Cycle, form: StepForm) -> None:
    values, version = form.values(), form.opened_version
    match form:
        case PlanForm():
            services.save_plan(cycle, values, form.predicted(), version=version)
        case DoForm():
            services.save_do(cycle, values, version=version)
        case StudyForm():
            services.save_study(cycle, values, form.came(), version=version)
        case ActForm():
            services.decide(cycle, values, today=today(), version=version)


def _another_prediction(team: Team, cycle: Cycle | None, form: PlanForm) -> Response:
    form.add_row()
    return _step_page(team, cycle, "plan", form, fragment="pdsa/_predictions.html")


def _refused(
    team: Team, number: int | None, step: str, form: StepForm, error: ServiceError
) -> Response:
    cycle = _cycle(team, number) if number else None
    if error.field in form:
        form[error.field].errors = [error.message]
    else:
        form.form_errors.append(error.message)
    return _step_page(team, cycle, step, form, status=422)


def _conflict(team: Team, cycle: Cycle, step: str, form: StepForm) -> Response:
    """Show what is stored now beside what was typed; saving again replaces it knowingly."""
    form.version.raw_data = None
    form.version.data = str(cycle.version)
    names = {
        "change_idea_id": cycle.change_idea.text if cycle.change_idea else "",
        "measure_id": cycle.measure.name if cycle.measure else "",
        "owner_id": cycle.owner.name if cycle.owner else "",
    }
    if isinstance(form, PlanForm):
        form.offer(*_choices(team))
    stored = differences(cycle, form, names)
    return _step_page(team, cycle, step, form, status=409, stored=stored)


def _step_page(
    team: Team,
    cycle: Cycle | None,
    step: str,
    form: StepForm,
    *,
    status: int = 200,
    stored: Sequence[tuple[str, str, str]] = (),
    fragment: str = "pdsa/_form.html",
) -> Response:
    navigation.within(team.network, team)
    if isinstance(form, PlanForm):
        form.offer(*_choices(team))
    return page_or_fragment(
        "pdsa/edit.html",
        fragment,
        status=status,
        team=team,
        cycle=cycle,
        step=step,
        form=form,
        stored=stored,
        conflict=status == 409,
        focus_last=fragment != "pdsa/_form.html",
        back=_url("show", team, cycle) if cycle else _url("index", team),
        sheet=worksheet,
        action=_url("edit", team, cycle, step=step) if cycle else _url("new", team),
    )


def _step_rows(team: Team, cycle: Cycle) -> list[tuple[str, str, str, str | None]]:
    """The steps as the bar shows them, each leading to its section of the page."""
    here = _url("show", team, cycle)
    return [
        (step.name, step.when, step.state, f"{here}#{step.key}")
        for step in worksheet.steps_of(cycle)
    ]


def _url(endpoint: str, team: Team, cycle: Cycle | None = None, **values: Any) -> str:
    if cycle is not None:
        values["number"] = cycle.number
    return url_for(
        f"pdsa.{endpoint}", network_slug=team.network.slug, team_slug=team.slug, **values
    )
