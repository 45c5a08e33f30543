"""A team shows one of its change ideas, takes it back, or tries another team's."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from app import access, navigation
from app.access import May
from app.aims.queries import measures_of
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.ideas import services
from app.ideas.blueprint import TEAM, bp
from app.ideas.forms import PassportForm, TryForm
from app.ideas.lineage import lineage_of_node
from app.ideas.models import PublishedIdea
from app.ideas.queries import copy_within, cycles_to_show, idea_of_network, passport_of
from app.ideas.suggest import measure_for, own_driver
from app.teams.models import Team
from app.theory.models import DriverNode, NodeKind
from app.theory.queries import Theory, node_of, theory_of

ONE = f"{TEAM}/theory/ideas/<int:change_idea_id>/publish"
TRY = f"{TEAM}/ideas/<int:idea_id>/try"


@bp.get(ONE)
@access.team(May.EDIT_TEAM)
def publish(team: Team, change_idea_id: int) -> Any:
    """Show what the network would read of an idea, or reads."""
    node = _idea(team, change_idea_id)
    passport, form = passport_of(node.id), PassportForm(formdata=None)
    if passport is None:
        cycles = cycles_to_show(node.id)
        wanted = measure_for(team.id, node.id, cycles)
        form.suggest(node, cycles, place=team.place, measure_id=wanted)
    else:
        form.show(passport)
    return _passport_page(team, node, passport, form)


@bp.post(ONE)
@access.team(May.EDIT_TEAM)
def save(team: Team, change_idea_id: int) -> Any:
    """Publish an idea, or change what is shown of it."""
    node = _idea(team, change_idea_id)
    form = PassportForm()
    form.offer(measures_of(team.id), cycles_to_show(node.id))
    status = attempt(form, lambda: _publish(node, form))
    if status:
        return _passport_page(team, node, passport_of(change_idea_id), form, status)
    flash("The network can read it now.", "saved")
    return go_to(_address(team, passport_of(change_idea_id)))


@bp.post(f"{TEAM}/theory/ideas/<int:change_idea_id>/unpublish")
@access.team(May.EDIT_TEAM)
def unpublish(team: Team, change_idea_id: int) -> Any:
    """Take an idea out of the library; what was written stays for the team."""
    passport = passport_of(_idea(team, change_idea_id).id)
    if passport is not None:
        services.withdraw(passport, actor=access.actor())
        db.session.commit()
        flash("Only your team sees it now. Teams that copied it keep their copies.", "saved")
    return go_to(
        url_for(
            "ideas.publish",
            network_slug=team.network.slug,
            team_slug=team.slug,
            change_idea_id=change_idea_id,
        )
    )


@bp.get(TRY)
@access.team(May.EDIT_TEAM)
def try_form(team: Team, idea_id: int) -> Any:
    """Ask what the team calls the idea, and which of its drivers it should move."""
    source, theory = _source(team, idea_id), theory_of(team.id)
    form = TryForm(formdata=None)
    form.text.data = source.title
    form.under.data = own_driver(theory, source)
    return _try_page(team, source, theory, form)


@bp.post(TRY)
@access.team(May.EDIT_TEAM)
def try_post(team: Team, idea_id: int) -> Any:
    """Copy the idea into the team's theory."""
    source, theory = _source(team, idea_id), theory_of(team.id)
    form = TryForm()
    form.offer(_drivers(theory))
    made: list[DriverNode] = []
    status = attempt(form, lambda: made.append(_copy(team, source, form)))
    if status:
        return _try_page(team, _source(team, idea_id), theory_of(team.id), form, status)
    flash("It stands in your theory now. The first small test is the next step.", "saved")
    return go_to(
        url_for(
            "theory.node",
            network_slug=team.network.slug,
            team_slug=team.slug,
            node_id=made[0].id,
        )
    )


def _publish(node: DriverNode, form: PassportForm) -> None:
    services.publish(
        node,
        form.fields(),
        cycles=form.cycles.ids,
        version=form.opened_at,
        actor=access.actor(),
    )


def _copy(team: Team, source: PublishedIdea, form: TryForm) -> DriverNode:
    return services.try_it(
        team,
        source,
        text=form.text.data or "",
        under=form.under.id_value,
        actor=access.actor(),
    )


def _passport_page(
    team: Team,
    node: DriverNode,
    passport: PublishedIdea | None,
    form: PassportForm,
    status: int = 200,
) -> Any:
    navigation.within(team.network, team)
    form.offer(measures_of(team.id), cycles_to_show(node.id))
    conflict = form.lay_beside(passport) if status == 409 and passport else None
    page = render_template(
        "ideas/publish.html",
        team=team,
        node=node,
        passport=passport,
        form=form,
        conflict=conflict,
        lineage=lineage_of_node(node.id),
    )
    return page, status


def _try_page(
    team: Team, source: PublishedIdea, theory: Theory, form: TryForm, status: int = 200
) -> Any:
    navigation.within(team.network, team)
    form.offer(_drivers(theory))
    page = render_template(
        "ideas/try.html",
        team=team,
        source=source,
        form=form,
        own=source.team_id == team.id,
        already=copy_within(team.id, services.root_of(source)),
    )
    return page, status


def _drivers(theory: Theory) -> list[DriverNode]:
    drivers = [node for node in theory.nodes if node.kind is not NodeKind.IDEA]
    return sorted(drivers, key=lambda node: -node.kind.depth)


def _address(team: Team, passport: PublishedIdea | None) -> str:
    if passport is None:
        access.not_found()
    return url_for("ideas.show", network_slug=team.network.slug, idea_id=passport.id)


def _idea(team: Team, node_id: int) -> DriverNode:
    found = node_of(team.id, node_id)
    if found is None or found.kind is not NodeKind.IDEA:
        access.not_found()
    return found


def _source(team: Team, idea_id: int) -> PublishedIdea:
    found = idea_of_network(team.network_id, idea_id)
    if found is None:
        access.not_found()
    return found
