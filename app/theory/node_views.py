"""A driver's or change idea's own form: words, layer, what it serves, measure, status."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from app import access, navigation
from app.access import May
from app.aims.queries import measures_of
from app.forms import attempt
from app.ideas.lineage import lineage_of_node
from app.interviews.queries import interviews_about
from app.pdsa.queries import cycles_of
from app.teams.models import Team
from app.theory import services
from app.theory.blueprint import BASE, back_to_outline, bp
from app.theory.forms import NodeForm
from app.theory.held import hold
from app.theory.models import DriverNode, NodeKind
from app.theory.queries import Theory, node_of, theory_of

ONE = f"{BASE}/nodes/<int:node_id>"


@bp.get(ONE)
@access.team(May.EDIT_TEAM)
def node(team: Team, node_id: int) -> Any:
    """Show everything that one driver or change idea holds."""
    found, theory = _node(team, node_id), theory_of(team.id)
    form = NodeForm(formdata=None)
    form.show(found, theory.serves.get(found.id, ()))
    return _page(team, found, theory, form)


@bp.post(ONE)
@access.team(May.EDIT_TEAM)
def save_node(team: Team, node_id: int) -> Any:
    """Store it all, or answer with what is wrong and everything that was typed."""
    found, theory = _node(team, node_id), theory_of(team.id)
    form = NodeForm()
    form.offer(_drivers(theory, found), measures_of(team.id))
    status = attempt(form, lambda: _store(team, found, form))
    if status:
        return _page(team, _node(team, node_id), theory_of(team.id), form, status)
    flash("It is saved.", "saved")
    return back_to_outline(team, node_id)


def _store(team: Team, found: DriverNode, form: NodeForm) -> None:
    held, actor = hold(team), access.actor()
    kind = form.wanted_kind(found)
    fields = form.fields(found, may_set_status=not _cycles(team, found))
    if kind is not found.kind:
        services.check_version(found, form.opened_at)
        services.set_kind(held, found, kind, actor=actor)
        services.write(held, found, fields, version=None, actor=actor)
    else:
        services.write(held, found, fields, version=form.opened_at, actor=actor)
    added, ended = form.link_changes()
    for key in sorted(ended):
        if key in held.nodes:
            services.disconnect(held, found, held.nodes[key], actor=actor)
    for key in sorted(added):
        services.connect(held, found, services.there(held, key), actor=actor)


def _page(team: Team, found: DriverNode, theory: Theory, form: NodeForm, status: int = 200) -> Any:
    navigation.within(team.network, team)
    form.offer(_drivers(theory, found), measures_of(team.id))
    conflict = None
    if status == 409:
        conflict = form.lay_beside(found)
        form.keep(found, theory.serves.get(found.id, ()))
    page = render_template(
        "theory/node.html",
        team=team,
        node=found,
        form=form,
        conflict=conflict,
        cycles=_cycles(team, found),
        is_idea=found.kind is NodeKind.IDEA,
        lineage=lineage_of_node(found.id),
        interviews=interviews_about(found.id),
    )
    return page, status


def _drivers(theory: Theory, found: DriverNode) -> list[DriverNode]:
    """What it could serve: every driver but itself, those nearer the aim first."""
    drivers = [
        each for each in theory.nodes if each.kind is not NodeKind.IDEA and each.id != found.id
    ]
    return sorted(drivers, key=lambda each: each.kind.depth)


def _cycles(team: Team, found: DriverNode) -> list[Any]:
    if found.kind is not NodeKind.IDEA:
        return []
    return [
        each for each in cycles_of([team.id]).get(team.id, ()) if each.change_idea_id == found.id
    ]


def _node(team: Team, node_id: int) -> DriverNode:
    found = node_of(team.id, node_id)
    if found is None:
        access.not_found()
    return found
