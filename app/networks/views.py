"""The network's page, and its name, aim and story."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from app import access, navigation
from app.access import May
from app.forms import attempt
from app.htmx import page_or_fragment
from app.networks import (  # noqa: F401  # each gives the blueprint its routes
    group_views,
    people_views,
    queries,
    services,
    strategy_views,
    team_views,
)
from app.networks.blueprint import NETWORK, back_to, bp
from app.networks.forms import NetworkForm
from app.networks.models import Network

__all__ = ["bp"]


@bp.get("/networks")
@access.signed_in
def index() -> str:
    return render_template("networks/index.html", networks=queries.my_networks(access.standing()))


@bp.get(NETWORK)
@access.network(May.SEE_NETWORK)
def show(network: Network) -> Any:
    navigation.within(network)
    return page_or_fragment(
        "networks/show.html",
        "networks/_teams.html",
        network=network,
        roster=queries.roster(network, access.standing(), request.args.get("find", "")[:120]),
        strategies=queries.strategies_of(network),
        measures=queries.shared_measures_of(network),
    )


@bp.get(f"{NETWORK}/edit")
@access.network(May.RUN_NETWORK)
def edit(network: Network) -> Any:
    form = NetworkForm(formdata=None)
    form.show(network)
    return _edit_page(network, form)


@bp.post(f"{NETWORK}/edit")
@access.network(May.RUN_NETWORK)
def edit_post(network: Network) -> Any:
    form = NetworkForm()
    status = attempt(
        form,
        lambda: services.edit_network(
            access.actor(), network, form.values(), version=form.opened_at
        ),
    )
    if status:
        return _edit_page(network, form, status)
    flash("The network’s page is changed.", "saved")
    return back_to(network, "edit")


def _edit_page(network: Network, form: NetworkForm, status: int = 200) -> Any:
    navigation.within(network)
    conflict = form.lay_beside(network) if status == 409 else None
    groups = queries.flat(queries.tree(queries.groups_of(network)))
    page = render_template(
        "networks/edit.html",
        network=network,
        form=form,
        conflict=conflict,
        strategies=queries.strategies_of(network),
        groups=groups,
    )
    return page, status
