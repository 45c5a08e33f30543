"""Who does what for the whole network."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from app import access, navigation
from app.access import May
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.invitations import services as invitations
from app.invitations.models import Invitation
from app.networks import people as network_people
from app.networks.blueprint import NETWORK, back_to, bp
from app.networks.forms import RoleForm
from app.networks.models import Network, NetworkMembership, NetworkRole


@bp.get(f"{NETWORK}/people")
@access.network(May.SEE_NETWORK)
def people(network: Network) -> Any:
    return _people_page(network, RoleForm(formdata=None, role=NetworkRole.VIEWER.value))


@bp.post(f"{NETWORK}/people")
@access.network(May.RUN_NETWORK)
def people_post(network: Network) -> Any:
    form = RoleForm()
    form.offer(ROLES)
    offers: list[invitations.Offer] = []
    status = attempt(
        form,
        lambda: offers.append(
            invitations.offer(
                access.actor(), network, form.email.data or "", NetworkRole(form.role.data)
            )
        ),
    )
    if status:
        return _people_page(network, form, status)
    if offers[0].token:
        return _people_page(
            network, RoleForm(formdata=None, role=NetworkRole.VIEWER.value), offer=offers[0]
        )
    flash(f"{offers[0].person.name if offers[0].person else ''} has the role now.", "saved")
    return back_to(network, "people")


ROLES = [
    (role.value, f"{name}: {network_people.ROLE_WORDS[role]}")
    for role, name in network_people.ROLE_NAMES.items()
]


def _people_page(
    network: Network,
    form: RoleForm,
    status: int = 200,
    offer: invitations.Offer | None = None,
) -> Any:
    navigation.within(network)
    runs = access.may(May.RUN_NETWORK, network)
    form.offer(ROLES)
    page = render_template(
        "networks/people.html",
        network=network,
        form=form,
        offer=offer,
        runs=runs,
        roles=network_people.roles_of(network),
        invitations=invitations.open_for(network) if runs else [],
    )
    return page, status


@bp.get(f"{NETWORK}/people/roles/<int:role_id>/end")
@access.network_role(May.RUN_NETWORK)
def role_end(network_role: NetworkMembership) -> Any:
    return _role_end_page(network_role)


@bp.post(f"{NETWORK}/people/roles/<int:role_id>/end")
@access.network_role(May.RUN_NETWORK)
def role_end_post(network_role: NetworkMembership) -> Any:
    network, name = network_role.network, network_role.user.name
    try:
        network_people.take_role(access.actor(), network_role)
    except ServiceError as error:
        db.session.rollback()
        return _role_end_page(network_role, error.message), 422
    db.session.commit()
    flash(f"{name} has this role no longer.", "saved")
    if not access.standing_of(access.actor()).reachable >= {network.id}:
        return redirect(url_for("networks.index"), code=303)
    return back_to(network, "people")


def _role_end_page(held: NetworkMembership, refusal: str = "") -> str:
    navigation.within(held.network)
    return render_template(
        "networks/role_end.html",
        held=held,
        name=network_people.ROLE_NAMES[held.role],
        refusal=refusal,
    )


@bp.get(f"{NETWORK}/people/invitations/<int:invitation_id>/withdraw")
@access.network_invitation(May.RUN_NETWORK)
def invitation_withdraw(invitation: Invitation) -> str:
    navigation.within(invitation.network)
    return render_template(
        "invitations/withdraw.html",
        invitation=invitation,
        back=url_for("networks.people", network_slug=invitation.network.slug),
    )


@bp.post(f"{NETWORK}/people/invitations/<int:invitation_id>/withdraw")
@access.network_invitation(May.RUN_NETWORK)
def invitation_withdraw_post(invitation: Invitation) -> Any:
    invitations.withdraw(access.actor(), invitation)
    db.session.commit()
    flash("The invitation is taken back; its link leads nowhere now.", "saved")
    return back_to(invitation.network, "people")
