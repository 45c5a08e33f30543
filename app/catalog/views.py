"""The pages on which measures are defined, changed and retired, and their versions read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.catalog import history, pages, queries, services
from app.catalog.forms import DefinitionForm, RetireForm
from app.catalog.services import RefusedError
from app.database import SAFE_METHODS
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.measures import adopt
from app.measures.addresses import series_url
from app.measures.models import Measure
from app.networks.models import Network
from app.teams.models import Team

bp = Blueprint("catalog", __name__, template_folder="templates")

NETWORK = "/networks/<network_slug>/measures"
TEAM = "/networks/<network_slug>/teams/<team_slug>/measures"
MEASURE = f"{NETWORK}/<measure_slug>"


@bp.get(f"{NETWORK}/new")
@access.network(May.RUN_NETWORK)
def new_shared(network: Network) -> Any:
    form = _form(network, formdata=None)
    form.prefill(request.args)
    return _new_page(network, None, form)


@bp.post(f"{NETWORK}/new")
@access.network(May.RUN_NETWORK)
def new_shared_post(network: Network) -> Any:
    return _define(network, None)


@bp.get(f"{TEAM}/new")
@access.team(May.EDIT_TEAM)
def new_local(team: Team) -> Any:
    form = _form(team.network, formdata=None)
    form.prefill(request.args)
    return _new_page(team.network, team, form)


@bp.post(f"{TEAM}/new")
@access.team(May.EDIT_TEAM)
def new_local_post(team: Team) -> Any:
    return _define(team.network, team)


@bp.get(f"{MEASURE}/edit")
@access.measure(May.DEFINE_MEASURE)
def edit(measure: Measure) -> Any:
    form = _form(measure.network, formdata=None)
    form.show(measure)
    return _edit_page(measure, form)


@bp.post(f"{MEASURE}/edit")
@access.measure(May.DEFINE_MEASURE)
def edit_post(measure: Measure) -> Any:
    form = _form(measure.network)
    was = measure.definition_version

    def change() -> None:
        services.change(
            access.actor(),
            measure,
            form.values(),
            form.ids,
            reason=form.reason.data or "",
            starts_on=form.starts_on.data,
            wording_only=bool(form.wording_only.data),
            version=form.opened_at,
        )

    status = _attempt(form, change)
    if status:
        return _edit_page(measure, form, status)
    said = f"{measure.name} is changed."
    if measure.definition_version != was:
        said += f" Its definition is version {measure.definition_version} now."
    flash(said, "saved")
    return go_to(_url(measure))


@bp.route(f"{MEASURE}/retire", methods=["GET", "POST"])
@access.measure(May.DEFINE_MEASURE)
def retire(measure: Measure) -> Any:
    navigation.within(measure.network, measure.team)
    form = RetireForm()
    if request.method in SAFE_METHODS:
        form.version.data = str(measure.version)
        return render_template("catalog/retire.html", measure=measure, form=form)
    status = attempt(
        form,
        lambda: services.retire(
            access.actor(), measure, form.reason.data or "", version=form.opened_at
        ),
    )
    if status:
        form.version.data = str(measure.version)
        page = render_template(
            "catalog/retire.html", measure=measure, form=form, conflict=status == 409
        )
        return page, status
    flash(f"{measure.name} is retired. Everything that was entered can be read.", "saved")
    return go_to(_url(measure))


@bp.post(f"{MEASURE}/restore")
@access.measure(May.DEFINE_MEASURE)
def restore(measure: Measure) -> Any:
    services.restore(access.actor(), measure)
    db.session.commit()
    flash(f"{measure.name} is in use again.", "saved")
    return go_to(_url(measure))


@bp.get(f"{MEASURE}/versions")
@access.measure(May.SEE_MEASURE)
def versions(measure: Measure) -> Any:
    """List the revisions; `one` and `other` name two to lay side by side."""
    navigation.within(measure.network, measure.team)
    kept = history.revisions(measure)
    one = request.args.get("one", type=int)
    other = request.args.get("other", type=int)
    return render_template(
        "catalog/versions.html",
        measure=measure,
        revisions=kept,
        comparison=pages.compared(kept, one, other),
    )


def _define(network: Network, team: Team | None) -> Any:
    form = _form(network)
    made: list[Measure] = []

    def define() -> None:
        measure = services.define(access.actor(), network, team, form.values(), form.ids)
        if team is not None:
            adopt.keep(access.actor(), team, measure)
        made.append(measure)

    status = _attempt(form, define)
    if status:
        return _new_page(network, team, form, status)
    [measure] = made
    if team is None:
        flash(f"{measure.name} is in the catalog. Teams can take it up now.", "saved")
        return go_to(_url(measure))
    flash(f"{measure.name} is defined. Enter the first value.", "saved")
    series = queries.series_of(team, measure)
    return go_to(series_url(series, _anchor="entry"))


def _attempt(form: DefinitionForm, change: Callable[[], None]) -> int | None:
    """As `attempt`, with a sentence beside each of several fields at fault."""

    def told() -> None:
        try:
            change()
        except RefusedError as error:
            for field, sentence in list(error.refused.items())[1:]:
                form[field].errors = [*form[field].errors, sentence]
            raise

    return attempt(form, told)


def _form(network: Network, **more: Any) -> DefinitionForm:
    form = DefinitionForm(**more)
    form.offer(queries.strategy_choices(network.id))
    return form


def _new_page(network: Network, team: Team | None, form: DefinitionForm, status: int = 200) -> Any:
    navigation.within(network, team)
    page = render_template("catalog/new.html", network=network, team=team, form=form)
    return page, status


def _edit_page(measure: Measure, form: DefinitionForm, status: int = 200) -> Any:
    navigation.within(measure.network, measure.team)
    conflict = form.lay_beside(measure) if status == 409 else None
    page = render_template(
        "catalog/edit.html",
        measure=measure,
        form=form,
        conflict=conflict,
        has_values=queries.has_values(measure),
        says=pages.data_say(measure),
    )
    return page, status


def _url(measure: Measure) -> str:
    return url_for(
        "measures.definition", network_slug=measure.network.slug, measure_slug=measure.slug
    )
