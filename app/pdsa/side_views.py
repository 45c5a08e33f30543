"""Beside a cycle's steps: drafts, the quick log, tasks, deleting, history, ramps, predictions."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.diagram_files import LABELS, TYPES, attachment
from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to, is_htmx, page_or_fragment
from app.pdsa import drafts, opening, queries, services, worksheet
from app.pdsa.blueprint import BASE, ONE, bp, cycle_or_404, url_of
from app.pdsa.calibration import calibration_page
from app.pdsa.draft_names import opening_of, read_name
from app.pdsa.history import history_of
from app.pdsa.log import LogForm, empty_log, log_finished, says_more
from app.pdsa.outcomes import outcomes_of
from app.pdsa.ramp_page import ramp_file, ramp_page
from app.pdsa.sheet import sheet_of
from app.teams.models import Team


@bp.post(f"{BASE}/drafts")
@access.team(May.EDIT_TEAM)
def keep_draft(team: Team) -> Any:
    """Keep what stands in a form; the answer says when, and what was saved meanwhile."""
    form = request.form.get("draft", "")
    try:
        draft = drafts.keep(team, form, request.form.to_dict(flat=False), actor=access.actor())
    except ServiceError as error:
        db.session.rollback()
        return make_response(error.message, 422)
    db.session.commit()
    if not is_htmx():
        return go_to(url_of("index", team))
    stale = draft is not None and drafts.is_stale(team, draft)
    return render_template("pdsa/_saved.html", draft=draft, stale=stale)


@bp.post(f"{BASE}/drafts/discard")
@access.team(May.EDIT_TEAM)
def discard_draft(team: Team) -> Any:
    """Drop a draft and open its form with what is stored."""
    form = request.form.get("draft", "")
    name = read_name(form)
    if name is None:
        return make_response(drafts.NO_SUCH_FORM, 422)
    drafts.close(team, form, request.form.to_dict(flat=False), actor=access.actor())
    db.session.commit()
    if name.number is None:
        return go_to(url_of(name.step, team))
    if queries.cycle_of(team.id, name.number) is None:
        return go_to(url_of("index", team))
    return go_to(url_of("edit", team, number=name.number, step=name.step))


@bp.get(f"{BASE}/log")
@access.team(May.EDIT_TEAM)
def log(team: Team) -> Any:
    """Show the page on which a finished small cycle is logged, or what `draft` names of it."""
    opened = opening_of("log", request.args.get("draft", ""))
    made = services.made_before(team, opened.key) if opened else None
    if made is not None:
        return go_to(url_of("show", team, made))
    draft = drafts.draft_of(team, str(opened), actor=access.actor()) if opened else None
    form = (
        LogForm(formdata=drafts.fields_of(draft))
        if draft
        else empty_log(team, today(), once=opened.key if opened else "")
    )
    return _log_page(team, form, draft=draft)


@bp.post(f"{BASE}/log")
@access.team(May.EDIT_TEAM)
def log_post(team: Team) -> Any:
    """Store a finished cycle."""
    form = LogForm()
    form.offer(queries.plan_choices(team.id))
    if not form.validate():
        return _log_page(team, form, status=422)
    cycle = services.made_before(team, form.sent_once)
    if cycle is not None and says_more(form, cycle):
        return _log_page(team, opening.anew(form, cycle), status=409)
    if cycle is None:
        try:
            cycle = log_finished(team, form, actor=access.actor(), today=today())
        except ServiceError as error:
            db.session.rollback()
            if error.field in form:
                form[error.field].errors = [error.message]
            else:
                form.form_errors.append(error.message)
            return _log_page(team, form, status=422)
    drafts.close(
        team, f"log-{form.sent_once}", request.form.to_dict(flat=False), actor=access.actor()
    )
    db.session.commit()
    flash(f"Cycle {cycle.number} is logged.", "saved")
    return go_to(url_of("show", team, cycle))


def _log_page(team: Team, form: LogForm, *, status: int = 200, draft: Any = None) -> Response:
    navigation.within(team.network, team)
    form.offer(queries.plan_choices(team.id))
    name = f"log-{form.ensure_once()}"
    return page_or_fragment(
        "pdsa/log.html",
        "pdsa/_log_form.html",
        status=status,
        team=team,
        form=form,
        draft=draft,
        draft_name=name,
        others=drafts.unsaved(team, actor=access.actor(), besides=name),
    )


@bp.post(f"{ONE}/tasks/<int:task_id>")
@access.team(May.EDIT_TEAM)
def tick(team: Team, number: int, task_id: int) -> Any:
    """Say that a task is done, or that it is not."""
    cycle = cycle_or_404(team, number)
    task = next((each for each in cycle.to_do if each.id == task_id), None)
    if task is None:
        access.not_found()
    done = request.form.get("done") == "1"
    services.tick(cycle, task_id, done_on=today() if done else None, actor=access.actor())
    db.session.commit()
    if is_htmx():
        fragment = "pdsa/_my_task.html" if request.form.get("back") == "work" else "pdsa/_task.html"
        return render_template(fragment, team=team, cycle=cycle, task=task)
    if request.form.get("back") == "work":
        return go_to(url_for("work.home"))
    return go_to(url_of("show", team, cycle))


@bp.post(f"{ONE}/delete")
@access.team(May.EDIT_TEAM)
def delete(team: Team, number: int) -> Any:
    """Take a cycle off every page; the list offers to put it back."""
    cycle = cycle_or_404(team, number)
    services.remove(cycle, actor=access.actor())
    db.session.commit()
    return go_to(url_of("index", team, deleted=number))


@bp.post(f"{ONE}/restore")
@access.team(May.EDIT_TEAM)
def restore(team: Team, number: int) -> Any:
    """Put a deleted cycle back."""
    cycle = cycle_or_404(team, number, deleted=True)
    services.put_back(cycle, actor=access.actor())
    db.session.commit()
    flash(f"Cycle {number} is back.", "saved")
    return go_to(url_of("show", team, cycle))


@bp.get(f"{ONE}/history")
@access.team(May.SEE_TEAM)
def history(team: Team, number: int) -> str:
    """Show every change of a cycle, the latest first."""
    navigation.within(team.network, team)
    cycle = cycle_or_404(team, number)
    return render_template("pdsa/history.html", team=team, cycle=cycle, changes=history_of(cycle))


@bp.get(f"{ONE}/worksheet")
@access.team(May.SEE_TEAM)
def paper(team: Team, number: int) -> str:
    """Show a cycle as one sheet of paper."""
    navigation.within(team.network, team)
    cycle = cycle_or_404(team, number)
    paper = sheet_of(cycle, outcomes_of(cycle))
    return render_template("pdsa/worksheet.html", team=team, cycle=cycle, paper=paper)


@bp.get(f"{BASE}/ramps")
@access.team(May.SEE_TEAM)
def ramps(team: Team) -> str:
    """Show the team's ramps, each with its check."""
    navigation.within(team.network, team)
    return render_template(
        "pdsa/ramps.html", team=team, page=ramp_page(team), sheet=worksheet, formats=LABELS
    )


@bp.get(f"{BASE}/ramps/chart.<ext>")
@access.team(May.SEE_TEAM)
def ramps_file(team: Team, ext: str) -> Response:
    """Answer the team's ramps as a slide or a picture."""
    content = ramp_file(team, ext, today()) if ext in TYPES else None
    if content is None:
        access.not_found()
    return attachment(content, ext, f"{team.slug}-ramps")


@bp.get(f"{BASE}/predictions")
@access.team(May.SEE_TEAM)
def predictions(team: Team) -> str:
    """Show how often the team's predictions come true."""
    navigation.within(team.network, team)
    return render_template("pdsa/predictions.html", team=team, page=calibration_page(team))
