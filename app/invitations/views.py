"""Opening an invitation's link."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask_security import current_user

from app import access
from app.accounts import sessions
from app.accounts.models import User
from app.accounts.setup import keep, kept
from app.errors import ServiceError
from app.extensions import db
from app.forms import refuse
from app.invitations import services
from app.invitations.forms import AccountForm
from app.invitations.models import Invitation
from app.teams.models import Team, TeamRole

bp = Blueprint("invitations", __name__, template_folder="templates")


@bp.get("/invitations/<token>")
@access.public("who is invited has no account yet; the link itself is the right")
def show(token: str) -> Any:
    return _page(token, _found(token), AccountForm(formdata=None))


@bp.post("/invitations/<token>")
@access.public("as above")
def take_up(token: str) -> Any:
    invitation, form = _found(token), AccountForm()
    if current_user.is_authenticated:
        return _take_up_as(access.actor(), token, invitation, form)
    if services.account_of(invitation) is not None:
        return redirect(
            url_for("accounts.sign_in", next=url_for("invitations.show", token=token)), code=303
        )
    if not form.validate():
        return _page(token, invitation, form, 422)
    try:
        user = services.take_up_anew(invitation, form.name.data or "", form.password.data or "")
    except ServiceError as error:
        return _refused(token, form, error)
    sessions.end(kept() or "")
    session_token = sessions.open_for(user)
    place = _address(invitation)
    db.session.commit()
    keep(session_token)
    flash(f"Welcome to {invitation.place.name}.", "saved")
    return redirect(place, code=303)


def _take_up_as(user: User, token: str, invitation: Invitation, form: AccountForm) -> Any:
    try:
        services.take_up(invitation, user)
    except ServiceError as error:
        return _refused(token, form, error)
    db.session.commit()
    flash(f"Welcome to {invitation.place.name}.", "saved")
    return redirect(_address(invitation), code=303)


def _refused(token: str, form: AccountForm, error: ServiceError) -> Any:
    """Nothing was stored: say why, with all that was typed but the password."""
    db.session.rollback()
    if isinstance(error, services.InvitationOver):
        _over()
    refuse(form, error)
    return _page(token, _found(token), form, 422)


def _found(token: str) -> Invitation:
    try:
        invitation = services.find(token)
    except services.InvitationOver:
        _over()
    if invitation is None:
        access.not_found()
    return invitation


def _over() -> NoReturn:
    """Answer that the invitation is not to be had any more."""
    page = current_app.jinja_env.get_template("invitations/over.html").render()
    abort(make_response(page, 410))


def _page(token: str, invitation: Invitation, form: AccountForm, status: int = 200) -> Any:
    me = access.actor() if current_user.is_authenticated else None
    page = render_template(
        "invitations/show.html",
        token=token,
        invitation=invitation,
        form=form,
        words=WORDS[invitation.role.value].format(place=invitation.place.name),
        me=me,
        mine=me is not None and me.email == invitation.email,
        known=services.account_of(invitation) is not None,
    )
    return page, status


WORDS = {
    TeamRole.LEAD.value: "lead {place}",
    TeamRole.MEMBER.value: "be a member of {place}",
    "viewer": "follow the work of {place}",
    "backbone": "help run {place}",
    "facilitator": "facilitate the learning sessions of {place}",
    "coach": "coach teams of {place}",
}


def _address(invitation: Invitation) -> str:
    place = invitation.place
    if isinstance(place, Team):
        return url_for("teams.show", network_slug=invitation.network.slug, team_slug=place.slug)
    return url_for("networks.show", network_slug=place.slug)
