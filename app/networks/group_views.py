"""The network's working groups."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from app import access, navigation
from app.access import May
from app.extensions import db
from app.forms import attempt
from app.networks import queries, services
from app.networks.blueprint import NETWORK, back_to, bp, step_asked
from app.networks.forms import GroupForm
from app.networks.models import Network, WorkingGroup

GROUP = f"{NETWORK}/groups/<int:group_id>"


@bp.get(f"{NETWORK}/groups/new")
@access.network(May.RUN_NETWORK)
def group_new(network: Network) -> Any:
    form = GroupForm(formdata=None)
    form.parent_id.data = request.args.get("within", "")
    return _group_page(network, form)


@bp.post(f"{NETWORK}/groups/new")
@access.network(May.RUN_NETWORK)
def group_new_post(network: Network) -> Any:
    form = _offered(network, GroupForm())
    status = attempt(form, lambda: services.add_group(access.actor(), network, form.values()))
    if status:
        return _group_page(network, form, status=status)
    flash("The working group is added.", "saved")
    return back_to(network, "edit", "groups")


@bp.get(f"{GROUP}/edit")
@access.group(May.RUN_NETWORK)
def group_edit(group: WorkingGroup) -> Any:
    form = GroupForm(formdata=None)
    form.show(group)
    return _group_page(group.network, form, group)


@bp.post(f"{GROUP}/edit")
@access.group(May.RUN_NETWORK)
def group_edit_post(group: WorkingGroup) -> Any:
    form = _offered(group.network, GroupForm())
    status = attempt(
        form,
        lambda: services.edit_group(access.actor(), group, form.values(), version=form.opened_at),
    )
    if status:
        return _group_page(group.network, form, group, status)
    flash("The working group is changed.", "saved")
    return back_to(group.network, "edit", "groups")


def _offered(network: Network, form: GroupForm, without: int | None = None) -> GroupForm:
    """The form with the choices that the network has.

    A posted form is offered the group itself as well, so that the service can say what is wrong.
    """
    strategies = [(str(found.id), found.name) for found in queries.strategies_of(network)]
    groups = queries.group_choices(queries.tree(queries.groups_of(network)), without)
    form.offer(strategies, groups)
    return form


def _group_page(
    network: Network, form: GroupForm, group: WorkingGroup | None = None, status: int = 200
) -> Any:
    navigation.within(network)
    without = group.id if group and form.parent_id.data != str(group.id) else None
    _offered(network, form, without)
    conflict = form.lay_beside(group) if group and status == 409 else None
    page = render_template(
        "networks/group.html", network=network, form=form, group=group, conflict=conflict
    )
    return page, status


@bp.post(f"{GROUP}/move")
@access.group(May.RUN_NETWORK)
def group_move(group: WorkingGroup) -> Any:
    services.move(access.actor(), group, step_asked())
    db.session.commit()
    return back_to(group.network, "edit", "groups")


@bp.get(f"{GROUP}/delete")
@access.group(May.RUN_NETWORK)
def group_delete(group: WorkingGroup) -> Any:
    navigation.within(group.network)
    return render_template("networks/group_delete.html", group=group, held=queries.held_by(group))


@bp.post(f"{GROUP}/delete")
@access.group(May.RUN_NETWORK)
def group_delete_post(group: WorkingGroup) -> Any:
    network, name = group.network, group.name
    services.delete_group(access.actor(), group)
    db.session.commit()
    flash(f"“{name}” is no longer a working group.", "saved")
    return back_to(network, "edit", "groups")
