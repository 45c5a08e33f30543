"""Making a team."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from app import access, navigation
from app.access import May
from app.errors import ServiceError
from app.forms import attempt
from app.invitations import services as invitations
from app.networks import queries, services
from app.networks.blueprint import NETWORK, bp
from app.networks.forms import TeamForm
from app.networks.models import Network
from app.teams.models import Team, TeamRole


@bp.get(f"{NETWORK}/teams/new")
@access.network(May.RUN_NETWORK)
def team_new(network: Network) -> Any:
    return _team_page(network, TeamForm(formdata=None))


@bp.post(f"{NETWORK}/teams/new")
@access.network(May.RUN_NETWORK)
def team_new_post(network: Network) -> Any:
    form = TeamForm()
    form.offer(queries.group_choices(queries.tree(queries.groups_of(network))))
    made: list[tuple[Team, invitations.Offer | None]] = []
    status = attempt(form, lambda: made.append(_make_team(network, form)))
    if status:
        return _team_page(network, form, status)
    team, offer = made[0]
    if offer is None or offer.token is None:
        flash(f"{team.name} is made.", "saved")
        return redirect(
            url_for("teams.show", network_slug=network.slug, team_slug=team.slug), code=303
        )
    navigation.within(network, team)
    return render_template("networks/team_made.html", network=network, team=team, offer=offer)


def _make_team(network: Network, form: TeamForm) -> tuple[Team, invitations.Offer | None]:
    team = services.create_team(
        access.actor(),
        network,
        form.name.data or "",
        place=form.place.data or "",
        group_id=form.working_group_id.id_value,
    )
    if not form.lead_email.data:
        return team, None
    try:
        return team, invitations.offer(access.actor(), team, form.lead_email.data, TeamRole.LEAD)
    except ServiceError as error:
        raise ServiceError(error.message, field="lead_email") from error


def _team_page(network: Network, form: TeamForm, status: int = 200) -> Any:
    navigation.within(network)
    form.offer(queries.group_choices(queries.tree(queries.groups_of(network))))
    return render_template("networks/team_new.html", network=network, form=form), status
