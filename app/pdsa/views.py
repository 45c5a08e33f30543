"""The pages of a team's PDSA cycles: the list, a cycle, and the form of each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, render_template, request

from app import access, navigation
from app.access import May
from app.clock import today
from app.conflicts import Conflict, Difference
from app.conversations.about import of_thing
from app.conversations.panel import panel_of
from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to, page_or_fragment
from app.pdsa import (
    drafts,
    opening,
    queries,
    services,
    side_views,  # noqa: F401  # its routes belong to the blueprint
    worksheet,
)
from app.pdsa.blueprint import BASE, ONE, STEP, bp, cycle_or_404, url_of
from app.pdsa.conflict import differences
from app.pdsa.draft_names import opening_of
from app.pdsa.forms import ActForm, DoForm, PlanForm, StepForm, StudyForm
from app.pdsa.listing import listing
from app.pdsa.models import Cycle
from app.pdsa.outcomes import outcomes_of
from app.pdsa.search import wanted_of
from app.teams.models import Team

__all__ = ["bp"]

ROWS = {"predictions": "pdsa/_predictions.html", "to_do": "pdsa/_tasks.html"}
"""The fragment of each kind of rows that a Plan can get more of."""


@bp.get(BASE)
@access.team(May.SEE_TEAM)
def index(team: Team) -> Response:
    """List the team's cycles, narrowed to what is asked for."""
    navigation.within(team.network, team)
    edits = access.may(May.EDIT_TEAM, team)
    return page_or_fragment(
        "pdsa/index.html",
        "pdsa/_list.html",
        team=team,
        listing=listing(team, wanted_of(request.args)),
        unsaved=drafts.unsaved(team, actor=access.actor()) if edits else (),
        deleted=queries.deleted_of(team.id) if edits else (),
        gone=request.args.get("deleted", type=int),
    )


@bp.get(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def new(team: Team) -> Any:
    """Show an empty Plan, or the one that `draft` names and that was not saved yet."""
    opened = opening_of("new", request.args.get("draft", ""))
    made = services.made_before(team, opened.key) if opened else None
    if made is not None:
        return go_to(url_of("show", team, made))
    draft = drafts.draft_of(team, str(opened), actor=access.actor()) if opened else None
    form = (
        opening.typed("plan", drafts.fields_of(draft))
        if draft
        else opening.empty_plan(
            access.actor().id, request.args.get("idea", ""), once=opened.key if opened else ""
        )
    )
    return _step_page(team, None, "plan", form, draft=draft)


@bp.post(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def create(team: Team) -> Any:
    """Start a cycle with as much of its Plan as there is."""
    form = PlanForm()
    if rows := _more_of():
        return _another_row(team, None, form, rows)
    form.offer(queries.plan_choices(team.id))
    if not form.validate():
        return _step_page(team, None, "plan", form, status=422)
    cycle = services.made_before(team, form.sent_once)
    if cycle is not None and differences(cycle, form, {}):
        return _step_page(team, None, "plan", opening.anew(form, cycle), status=409)
    if cycle is None:
        values = form.values() | {"once": form.sent_once or None}
        try:
            cycle = services.start(
                team,
                values.pop("title"),
                actor=access.actor(),
                predicted=form.predicted(),
                assigned=form.assigned(),
                **values,
            )
        except ServiceError as error:
            db.session.rollback()
            return _refused(team, None, "plan", form, error)
    _close_draft(team, f"new-{form.sent_once}")
    db.session.commit()
    flash(f"Cycle {cycle.number} is saved.", "saved")
    return go_to(url_of("show", team, cycle))


@bp.get(ONE)
@access.team(May.SEE_TEAM)
def show(team: Team, number: int) -> str:
    """Show a cycle as the worksheet that people know."""
    navigation.within(team.network, team)
    cycle = cycle_or_404(team, number)
    return render_template(
        "pdsa/show.html",
        team=team,
        cycle=cycle,
        steps=worksheet.steps_of(cycle),
        step_rows=_step_rows(team, cycle),
        question=worksheet.question(cycle, today()),
        following=queries.following(cycle),
        charts=queries.charts_of(cycle),
        outcomes=outcomes_of(cycle),
        sheet=worksheet,
        talk=panel_of(of_thing(cycle, team)),
    )


@bp.get(STEP)
@access.team(May.EDIT_TEAM)
def edit(team: Team, number: int, step: str) -> Response:
    """Show a step's form with what is stored, or with what was typed and not saved yet."""
    cycle = cycle_or_404(team, number)
    draft = drafts.draft_of(team, f"{step}-{number}", actor=access.actor())
    form = (
        opening.typed(step, drafts.fields_of(draft))
        if draft
        else opening.stored(cycle, step, today())
    )
    return _step_page(team, cycle, step, form, draft=draft)


@bp.post(STEP)
@access.team(May.EDIT_TEAM)
def save(team: Team, number: int, step: str) -> Any:
    """Save a step, complete or not."""
    cycle = cycle_or_404(team, number)
    form = opening.FORMS[step]()
    if isinstance(form, PlanForm):
        if rows := _more_of():
            return _another_row(team, cycle, form, rows)
        form.offer(queries.plan_choices(team.id))
    if not form.validate():
        return _step_page(team, cycle, step, form, status=422)
    try:
        _store(cycle, form)
    except Conflict:
        db.session.rollback()
        return _conflict(team, cycle_or_404(team, number), step, form)
    except ServiceError as error:
        db.session.rollback()
        return _refused(team, number, step, form, error)
    _close_draft(team, f"{step}-{number}")
    db.session.commit()
    flash(f"{worksheet.STEP_NAMES[step]} is saved.", "saved")
    return go_to(url_of("show", team, cycle))


@bp.post(f"{ONE}/next")
@access.team(May.EDIT_TEAM)
def next(team: Team, number: int) -> Any:  # noqa: A001  # the endpoint's name
    """Start the cycle that follows, with everything carried over, and open its Plan."""
    cycle = cycle_or_404(team, number)
    try:
        following = services.next_cycle(cycle, actor=access.actor())
    except ServiceError as error:
        db.session.rollback()
        flash(error.message, "error")
        return go_to(url_of("edit", team, cycle_or_404(team, number), step="act"))
    db.session.commit()
    return go_to(url_of("edit", team, following, step="plan"))


def _close_draft(team: Team, name: str) -> None:
    drafts.close(team, name, request.form.to_dict(flat=False), actor=access.actor())


def _store(cycle: Cycle, form: StepForm) -> None:
    values, version, actor = form.values(), form.version.opened_at, access.actor()
    match form:
        case PlanForm():
            rows = form.predicted(), form.assigned()
            services.save_plan(cycle, values, *rows, actor=actor, version=version)
        case DoForm():
            services.save_do(cycle, values, actor=actor, version=version)
        case StudyForm():
            services.save_study(cycle, values, form.came(), actor=actor, version=version)
        case ActForm():
            services.decide(cycle, values, today=today(), actor=actor, version=version)


def _more_of() -> str:
    """Which rows the form asks to have one more of."""
    asked = request.form.get("add", "")
    return asked if asked in ROWS else ""


def _another_row(team: Team, cycle: Cycle | None, form: PlanForm, rows: str) -> Response:
    """Show one more row; what is typed so far is kept, for nothing of it is saved yet."""
    name = _draft_name(cycle, "plan", form)
    form.add_row(rows)
    response = _step_page(team, cycle, "plan", form, fragment=ROWS[rows])
    fields = request.form.to_dict(flat=False)
    # The new row comes back with the rest: what is typed into it without a connection needs it.
    fields["once"] = [form.once.data or ""]
    fields.setdefault(f"{rows}-{len(form[rows]) - 1}-text", [""])
    drafts.keep(team, name, fields, actor=access.actor())
    db.session.commit()
    return response


def _refused(
    team: Team, number: int | None, step: str, form: StepForm, error: ServiceError
) -> Response:
    cycle = cycle_or_404(team, number) if number else None
    if error.field in form:
        form[error.field].errors = [error.message]
    else:
        form.form_errors.append(error.message)
    return _step_page(team, cycle, step, form, status=422)


def _conflict(team: Team, cycle: Cycle, step: str, form: StepForm) -> Response:
    """Show what is stored now beside what was typed; saving again replaces it knowingly."""
    form.version.move_to(cycle.version)
    names = {
        "change_idea_id": cycle.change_idea.text if cycle.change_idea else "",
        "measure_id": cycle.measure.name if cycle.measure else "",
        "owner_id": cycle.owner.name if cycle.owner else "",
    }
    if isinstance(form, PlanForm):
        form.offer(queries.plan_choices(team.id))
    found = differences(cycle, form, names)
    return _step_page(team, cycle, step, form, status=409, conflict=found)


def _step_page(
    team: Team,
    cycle: Cycle | None,
    step: str,
    form: StepForm,
    *,
    status: int = 200,
    conflict: Sequence[Difference] | None = None,
    fragment: str = "pdsa/_form.html",
    draft: Any = None,
) -> Response:
    navigation.within(team.network, team)
    if isinstance(form, PlanForm):
        form.offer(queries.plan_choices(team.id))
    name = _draft_name(cycle, step, form)
    came = {each.prediction.id: each for each in outcomes_of(cycle)} if cycle else {}
    return page_or_fragment(
        "pdsa/edit.html",
        fragment,
        status=status,
        team=team,
        cycle=cycle,
        step=step,
        form=form,
        outcomes=came,
        conflict=conflict,
        draft=draft,
        draft_name=name,
        others=() if cycle else drafts.unsaved(team, actor=access.actor(), besides=name),
        focus_last=fragment != "pdsa/_form.html",
        back=url_of("show", team, cycle) if cycle else url_of("index", team),
        sheet=worksheet,
        action=url_of("edit", team, cycle, step=step) if cycle else url_of("new", team),
    )


def _draft_name(cycle: Cycle | None, step: str, form: StepForm) -> str:
    return f"{step}-{cycle.number}" if cycle else f"new-{form.ensure_once()}"


def _step_rows(team: Team, cycle: Cycle) -> list[tuple[str, str, str, str | None]]:
    """The steps as the bar shows them, each leading to its section of the page."""
    here = url_of("show", team, cycle)
    return [
        (step.name, step.when, step.state, f"{here}#{step.key}")
        for step in worksheet.steps_of(cycle)
    ]
