"""Who is on a team: seeing it, adding people, changing what they do, and coaches."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import DataRequired

from app import access, navigation
from app.access import May
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.guarded import Guarded
from app.invitations import services as invitations
from app.invitations.models import Invitation
from app.networks.forms import RoleForm
from app.networks.people import coaches_of
from app.plain_fields import ChoiceField, line
from app.teams import membership
from app.teams.models import CoachAssignment, Team, TeamMembership, TeamRole

bp = Blueprint("team_people", __name__, template_folder="templates")

PEOPLE = "/networks/<network_slug>/teams/<team_slug>/people"
PLACE = f"{PEOPLE}/<int:place_id>"
ROLES = [
    (role.value, f"{name}: {membership.ROLE_WORDS[role]}")
    for role, name in membership.ROLE_NAMES.items()
]


class PlaceForm(Guarded):
    """What a person does on the team, and brings to it."""

    role = ChoiceField("Role", validators=[DataRequired("Choose a role.")])
    contribution = line(
        "What they bring", 120, description="In a few words: nurse, parent partner, data lead."
    )
    lived_experience = BooleanField("Speaks from lived experience of what the team works on")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.role.choices = ROLES


class CoachForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """One of the network's coaches."""

    coach = ChoiceField("Coach")


@bp.get(PEOPLE)
@access.team(May.SEE_PEOPLE)
def show(team: Team) -> Any:
    return _page(team)


@bp.post(PEOPLE)
@access.team(May.RUN_TEAM)
def add(team: Team) -> Any:
    form = RoleForm()
    form.offer(ROLES)
    offers: list[invitations.Offer] = []
    status = attempt(
        form,
        lambda: offers.append(
            invitations.offer(access.actor(), team, form.email.data or "", TeamRole(form.role.data))
        ),
    )
    if status:
        return _page(team, form=form, status=status)
    if offers[0].token:
        return _page(team, offer=offers[0])
    flash(f"{offers[0].person.name if offers[0].person else ''} is on the team now.", "saved")
    return _to(team)


@bp.get(PLACE)
@access.team_place(May.RUN_TEAM)
def place(team_place: TeamMembership) -> Any:
    form = PlaceForm(formdata=None, obj=team_place)
    form.role.data = team_place.role.value
    return _place_page(team_place, form)


@bp.post(PLACE)
@access.team_place(May.RUN_TEAM)
def place_post(team_place: TeamMembership) -> Any:
    form, team = PlaceForm(), team_place.team
    status = attempt(
        form,
        lambda: membership.edit_place(
            access.actor(),
            team_place,
            TeamRole(form.role.data),
            contribution=form.contribution.data or "",
            lived_experience=bool(form.lived_experience.data),
        ),
    )
    if status:
        return _place_page(team_place, form, status)
    flash(f"What {team_place.user.name} does is changed.", "saved")
    return _to(team)


@bp.get(f"{PLACE}/leave")
@access.team_place(May.RUN_TEAM)
def leave(team_place: TeamMembership) -> Any:
    return _leave_page(team_place)


@bp.post(f"{PLACE}/leave")
@access.team_place(May.RUN_TEAM)
def leave_post(team_place: TeamMembership) -> Any:
    team, name = team_place.team, team_place.user.name
    try:
        membership.leave(access.actor(), team_place)
    except ServiceError as error:
        db.session.rollback()
        return _leave_page(team_place, error.message), 422
    db.session.commit()
    flash(f"{name} is on the team no longer.", "saved")
    return _to(team)


@bp.post(f"{PEOPLE}/coaches")
@access.team(May.RUN_TEAM)
def coach(team: Team) -> Any:
    form = _coach_form(team)
    status = attempt(
        form, lambda: membership.assign_coach(access.actor(), team, form.coach.id_value)
    )
    if status:
        return _page(team, coach_form=form, status=status)
    flash("The team has its coach.", "saved")
    return _to(team)


@bp.get(f"{PEOPLE}/coaches/<int:coaching_id>/end")
@access.coaching(May.RUN_TEAM)
def coach_end(coaching: CoachAssignment) -> str:
    team = coaching.team
    navigation.within(team.network, team)
    return render_template(
        "teams/coach_end.html", coaching=coaching, team=team, network=team.network
    )


@bp.post(f"{PEOPLE}/coaches/<int:coaching_id>/end")
@access.coaching(May.RUN_TEAM)
def coach_end_post(coaching: CoachAssignment) -> Any:
    team, name = coaching.team, coaching.user.name
    membership.end_coaching(access.actor(), coaching)
    db.session.commit()
    flash(f"{name} coaches the team no longer.", "saved")
    return _to(team)


@bp.get(f"{PEOPLE}/invitations/<int:invitation_id>/withdraw")
@access.team_invitation(May.RUN_TEAM)
def invitation_withdraw(invitation: Invitation) -> str:
    network = invitation.network
    navigation.within(network, invitation.team)
    return render_template(
        "invitations/withdraw.html",
        invitation=invitation,
        back=url_for(
            "team_people.show", network_slug=network.slug, team_slug=invitation.place.slug
        ),
    )


@bp.post(f"{PEOPLE}/invitations/<int:invitation_id>/withdraw")
@access.team_invitation(May.RUN_TEAM)
def invitation_withdraw_post(invitation: Invitation) -> Any:
    team = invitation.place
    invitations.withdraw(access.actor(), invitation)
    db.session.commit()
    flash("The invitation is taken back; its link leads nowhere now.", "saved")
    return _to(team)


def _page(
    team: Team,
    *,
    form: RoleForm | None = None,
    coach_form: CoachForm | None = None,
    offer: invitations.Offer | None = None,
    status: int = 200,
) -> Any:
    navigation.within(team.network, team)
    runs = access.may(May.RUN_TEAM, team)
    form = form or RoleForm(formdata=None, role=TeamRole.MEMBER.value)
    form.offer(ROLES)
    page = render_template(
        "teams/people.html",
        team=team,
        network=team.network,
        runs=runs,
        form=form,
        coach_form=coach_form or _coach_form(team, blank=True),
        offer=offer,
        places=membership.places_of(team),
        role_names=membership.ROLE_NAMES,
        coachings=membership.coachings_of(team),
        invitations=invitations.open_for(team) if runs else [],
    )
    return page, status


def _coach_form(team: Team, *, blank: bool = False) -> CoachForm:
    form = CoachForm(formdata=None) if blank else CoachForm()
    form.coach.choices = [
        ("", "Choose a coach"),
        *((str(person.id), person.name) for person in coaches_of(team.network)),
    ]
    return form


def _place_page(held: TeamMembership, form: PlaceForm, status: int = 200) -> Any:
    navigation.within(held.team.network, held.team)
    page = render_template(
        "teams/place.html", held=held, team=held.team, network=held.team.network, form=form
    )
    return page, status


def _leave_page(held: TeamMembership, refusal: str = "") -> str:
    navigation.within(held.team.network, held.team)
    return render_template(
        "teams/leave.html", held=held, team=held.team, network=held.team.network, refusal=refusal
    )


def _to(team: Any) -> Any:
    return redirect(
        url_for("team_people.show", network_slug=team.network.slug, team_slug=team.slug), code=303
    )
