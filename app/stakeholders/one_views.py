"""The pages of one stakeholder: reading, writing, engaging, removing and putting back."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.guarded import GuardedTexts
from app.htmx import go_to
from app.interviews.queries import interviews_with
from app.stakeholders import queries, services
from app.stakeholders.blueprint import BASE, bp
from app.stakeholders.forms import StakeholderForm
from app.stakeholders.history import history_of
from app.stakeholders.models import Stakeholder
from app.teams.models import Team

ONE = f"{BASE}/<int:stakeholder_id>"


@bp.get(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def new(team: Team) -> Any:
    """Show an empty form."""
    return _form_page(team, None, StakeholderForm(formdata=None))


@bp.post(f"{BASE}/new")
@access.team(May.EDIT_TEAM)
def create(team: Team) -> Any:
    """Add one with all that is known, and place them where the form says so."""
    form = StakeholderForm()
    form.offer(queries.owners_for(team.id))

    def change() -> None:
        _place(services.add(team, form.values(), actor=access.actor()), form)

    status = attempt(form, change)
    if status:
        return _form_page(team, None, form, status=status)
    flash(f"{form.name.data} is added.", "saved")
    return go_to(_map_url(team, _anchor="board"))


@bp.get(ONE)
@access.stakeholder(May.SEE_TEAM)
def one(stakeholder: Stakeholder) -> str:
    """Show who it is, how they moved, what was done, and what they told the team."""
    team = stakeholder.team
    navigation.within(team.network, team)
    found = queries.with_history(stakeholder.id)
    names = {person.id: person.name for person in queries.owners_for(team.id, found.owner_id)}
    return render_template(
        "stakeholders/one.html",
        team=team,
        person=found,
        history=history_of(found, names),
        interviews=interviews_with(found.id),
    )


@bp.get(f"{ONE}/edit")
@access.stakeholder(May.EDIT_TEAM)
def edit(stakeholder: Stakeholder) -> Any:
    """Show the form with what is stored."""
    _only_present(stakeholder)
    form = StakeholderForm(formdata=None)
    form.show(stakeholder)
    return _form_page(stakeholder.team, stakeholder, form)


@bp.post(f"{ONE}/edit")
@access.stakeholder(May.EDIT_TEAM)
def save(stakeholder: Stakeholder) -> Any:
    """Save the form, or answer with what is wrong and all that was typed."""
    _only_present(stakeholder)
    form = StakeholderForm()
    form.offer(queries.owners_for(stakeholder.team_id, stakeholder.owner_id))

    def change() -> None:
        actor = access.actor()
        services.edit(stakeholder, form.values(), actor=actor, version=form.version.opened_at)
        _place(stakeholder, form)

    status = attempt(form, change)
    if status:
        return _form_page(stakeholder.team, stakeholder, form, status=status)
    flash(f"{stakeholder.name} is saved.", "saved")
    return go_to(_one_url(stakeholder))


@bp.post(f"{ONE}/done")
@access.stakeholder(May.EDIT_TEAM)
def done(stakeholder: Stakeholder) -> Any:
    """Finish the next action."""
    _only_present(stakeholder)
    outcome = " ".join(request.form.get("outcome", "").replace("\x00", "").split())

    guard = GuardedTexts((outcome,))
    if not guard.validate():
        return _outcome_page(stakeholder, outcome, guard)

    def change() -> None:
        services.finish_action(stakeholder, actor=access.actor(), today=today(), outcome=outcome)

    found = _try(change)
    flash(*(found or (f"Done with {stakeholder.name}. What comes next?", "saved")))
    if request.form.get("back") == "work":
        return go_to(url_for("work.home"))
    return go_to(_map_url(stakeholder.team, _anchor="plan"))


@bp.post(f"{ONE}/reopen")
@access.stakeholder(May.EDIT_TEAM)
def reopen(stakeholder: Stakeholder) -> Any:
    """Make the action that was finished last the next one again."""
    _only_present(stakeholder)
    found = _try(lambda: services.reopen_action(stakeholder, actor=access.actor()))
    flash(*(found or ("The action is open again.", "saved")))
    return go_to(_map_url(stakeholder.team, _anchor="plan"))


@bp.post(f"{ONE}/forget")
@access.stakeholder(May.EDIT_TEAM)
def forget(stakeholder: Stakeholder) -> Any:
    """Take a wrong position out of the history."""
    _only_present(stakeholder)
    try:
        day = date.fromisoformat(request.form.get("on", ""))
    except ValueError:
        day = date.min
    found = _try(lambda: services.forget_position(stakeholder, day, actor=access.actor()))
    flash(*(found or ("The position is taken out.", "saved")))
    return go_to(_one_url(stakeholder))


@bp.post(f"{ONE}/remove")
@access.stakeholder(May.EDIT_TEAM)
def remove(stakeholder: Stakeholder) -> Any:
    """Take them off the map; the page that follows offers to put them back."""
    services.remove(stakeholder, actor=access.actor())
    db.session.commit()
    return go_to(_map_url(stakeholder.team, removed=stakeholder.id))


@bp.post(f"{ONE}/restore")
@access.stakeholder(May.EDIT_TEAM)
def restore(stakeholder: Stakeholder) -> Any:
    """Put them back with their history and links."""
    found = _try(lambda: services.restore(stakeholder, actor=access.actor()))
    flash(*(found or (f"{stakeholder.name} is back.", "saved")))
    return go_to(_map_url(stakeholder.team))


def _try(change: Any) -> tuple[str, str] | None:
    """Make a change and commit it; the refusal as a message where there is one."""
    try:
        change()
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        return error.message, "error"
    return None


def _place(stakeholder: Stakeholder, form: StakeholderForm) -> None:
    place = form.place(today())
    if place is None:
        return
    support, importance, day, note = place
    services.place(
        stakeholder,
        support,
        importance,
        on=day,
        note=note,
        actor=access.actor(),
        today=today(),
    )


def _only_present(stakeholder: Stakeholder) -> None:
    """Who was taken off the map is put back before anything else is done."""
    if stakeholder.removed_at is not None:
        access.not_found()


def _form_page(
    team: Team, stakeholder: Stakeholder | None, form: StakeholderForm, *, status: int = 200
) -> Response:
    navigation.within(team.network, team)
    form.offer(queries.owners_for(team.id, stakeholder.owner_id if stakeholder else None))
    conflict = form.lay_beside(stakeholder) if stakeholder and status == 409 else None
    page = render_template(
        "stakeholders/edit.html", team=team, person=stakeholder, form=form, conflict=conflict
    )
    return make_response(page, status)


def _outcome_page(stakeholder: Stakeholder, outcome: str, guard: GuardedTexts) -> Response:
    """Show what was typed of an action that is done, with the question what it tells."""
    navigation.within(stakeholder.team.network, stakeholder.team)
    page = render_template(
        "stakeholders/outcome.html",
        team=stakeholder.team,
        stakeholder=stakeholder,
        outcome=outcome,
        guard=guard,
        back=request.form.get("back"),
    )
    return make_response(page, 422)


def _map_url(team: Team, **more: Any) -> str:
    return url_for("stakeholders.show", network_slug=team.network.slug, team_slug=team.slug, **more)


def _one_url(stakeholder: Stakeholder) -> str:
    team = stakeholder.team
    return url_for(
        "stakeholders.one",
        network_slug=team.network.slug,
        team_slug=team.slug,
        stakeholder_id=stakeholder.id,
    )
