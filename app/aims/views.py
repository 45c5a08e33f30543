"""The aim's page: its sentence, its checklist and its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.aims import queries, services
from app.aims.checklist import Check, checklist, warnings
from app.aims.fields import NAMES, AimFields, fields_of
from app.aims.forms import AimForm
from app.aims.models import Aim
from app.aims.sentence import Part, parts
from app.clock import today
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to, page_or_fragment
from app.measures.models import Direction, Measure
from app.teams.models import Team
from app.templating import long_date, number

bp = Blueprint("aims", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a draft of the aim says and lacks."""

    parts: tuple[Part, ...]
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[str, bool, str]]:
        """The checks as the checklist shows them."""
        return [(check.name, check.met, check.why) for check in self.checks]


@bp.get("/networks/<network_slug>/teams/<team_slug>/aim/revisions")
@access.team(May.SEE_TEAM)
def show(team: Team) -> str:
    """Show the aim, what it lacks, and how it became what it is."""
    navigation.within(team.network, team)
    aim, measures = queries.aim_with_revisions(team.id), queries.measures_of(team.id)
    fields = fields_of(aim) if aim else AimFields()
    return render_template("aims/show.html", team=team, aim=aim, reading=read(fields, measures))


@bp.get("/networks/<network_slug>/teams/<team_slug>/aim")
@access.team(May.EDIT_TEAM)
def edit(team: Team) -> Response:
    """Show the form with the aim as it stands."""
    aim, measures = queries.aim_with_revisions(team.id), queries.measures_of(team.id)
    form = AimForm(obj=aim, version=aim.version if aim else 0, reason="")
    return _page(team, aim, form, measures)


@bp.post("/networks/<network_slug>/teams/<team_slug>/aim")
@access.team(May.EDIT_TEAM)
def save(team: Team) -> Any:
    """Save the aim, or answer with what is wrong and all that was typed."""
    measures = queries.measures_of(team.id)
    form = AimForm()
    form.offer(measures)
    if request.form.get("compose"):
        return _page(team, queries.aim_with_revisions(team.id), form, measures)
    if not form.validate():
        return _page(team, queries.aim_with_revisions(team.id), form, measures, status=422)
    try:
        services.save(
            team,
            form.fields(),
            actor=access.actor(),
            reason=form.reason.data or "",
            version=form.opened_version,
        )
    except Conflict:
        db.session.rollback()
        return _conflict(team, form, measures)
    except ServiceError as error:
        form[error.field or "what"].errors = [error.message]
        db.session.rollback()
        return _page(team, queries.aim_with_revisions(team.id), form, measures, status=422)
    db.session.commit()
    flash("The aim is saved.", "saved")
    return go_to(
        url_for("teams.show", network_slug=team.network.slug, team_slug=team.slug, _anchor="aim")
    )


def _page(
    team: Team,
    aim: Aim | None,
    form: AimForm,
    measures: Sequence[Measure],
    *,
    status: int = 200,
    stored: Sequence[tuple[str, str, str]] = (),
) -> Response:
    navigation.within(team.network, team)
    form.offer(measures)
    return page_or_fragment(
        "aims/edit.html",
        "aims/_reading.html",
        status=status,
        team=team,
        aim=aim,
        form=form,
        reading=read(form.fields(), measures),
        stored=stored,
    )


def read(fields: AimFields, measures: Sequence[Measure]) -> Reading:
    """Compose and check what the fields say."""
    measure = next((m for m in measures if m.id == fields.measure_id), None)
    return Reading(
        parts(fields, measure.name if measure else ""),
        checklist(fields),
        warnings(fields, measure, today()),
    )


def _conflict(team: Team, form: AimForm, measures: Sequence[Measure]) -> Response:
    """Show both: what is stored now and, still in the form, what was typed."""
    aim = queries.aim_with_revisions(team.id)
    if aim is None:
        access.not_found()
    now, typed = fields_of(aim), form.fields()
    names = {measure.id: measure.name for measure in measures}
    differing = [
        (
            form[name].label.text,
            _words(name, getattr(now, name), names),
            _words(name, getattr(typed, name), names),
        )
        for name in NAMES
        if getattr(now, name) != getattr(typed, name)
    ]
    form.version.raw_data = None
    form.version.data = str(aim.version)
    return _page(team, aim, form, measures, status=409, stored=differing)


def _words(name: str, value: Any, measures: dict[int, str]) -> str:
    if value in {None, ""}:
        return "nothing"
    if name == "measure_id":
        return measures.get(value, "a measure")
    if isinstance(value, Direction):
        return value.value
    if isinstance(value, float):
        return number(value)
    return long_date(value) if hasattr(value, "year") else str(value)
