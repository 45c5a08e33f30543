"""The aim's page: its sentence, its checklist and its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.aims import queries, services
from app.aims.checklist import Check, checklist, warnings
from app.aims.comparison import differing
from app.aims.fields import AimFields, fields_of
from app.aims.forms import AimForm
from app.aims.inherit import Inherited, inherit
from app.aims.models import Aim
from app.aims.progress import standing_of
from app.aims.sentence import Part, parts
from app.clock import today
from app.conversations.about import of_thing
from app.conversations.panel import panel_of
from app.forms import attempt
from app.htmx import go_to, page_or_fragment
from app.measures.models import Measure, MeasureRole
from app.revisions.comparison import Change, history_of
from app.teams.models import Team

bp = Blueprint("aims", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a draft of the aim says and lacks."""

    parts: tuple[Part, ...]
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]
    taken: tuple[str, ...] = ()
    """What the linked chart says where the form was left open."""

    @property
    def rows(self) -> list[tuple[str, bool, str]]:
        """The checks as the checklist shows them."""
        return [(check.name, check.met, check.why) for check in self.checks]


@bp.get("/networks/<network_slug>/teams/<team_slug>/aim/revisions")
@access.team(May.SEE_TEAM)
def show(team: Team) -> str:
    """Show the aim, what it lacks, how far it has come, and how it became what it is."""
    navigation.within(team.network, team)
    aim, measures = queries.aim_with_revisions(team.id), queries.measures_of(team.id)
    fields = fields_of(aim) if aim else AimFields()

    def differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
        return differing(before, after, measures)

    return render_template(
        "aims/show.html",
        team=team,
        aim=aim,
        reading=_read(Inherited(fields), measures),
        history=history_of(aim.revisions, differs) if aim else None,
        standing=standing_of(aim, today()) if aim else None,
        talk=panel_of(of_thing(aim, team)) if aim else None,
    )


@bp.get("/networks/<network_slug>/teams/<team_slug>/aim")
@access.team(May.EDIT_TEAM)
def edit(team: Team) -> Response:
    """Show the form with the aim as it stands, or with what the team's records already say."""
    aim, measures = queries.aim_with_revisions(team.id), queries.measures_of(team.id)
    if aim is None:
        form = AimForm(data=_first_guess(team, measures))
    else:
        form = AimForm(obj=aim, version=aim.version, reason="")
    return _page(team, aim, form, measures)


def _first_guess(team: Team, measures: Sequence[Measure]) -> dict[str, Any]:
    """What a new aim starts with: the team's outcome measure and the network's larger aim."""
    outcome = next((each for each in measures if each.role is MeasureRole.OUTCOME), None)
    return {
        "version": 0,
        "measure_id": outcome.id if outcome else None,
        "global_aim": team.network.global_aim,
    }


@bp.post("/networks/<network_slug>/teams/<team_slug>/aim")
@access.team(May.EDIT_TEAM)
def save(team: Team) -> Any:
    """Save the aim, or answer with what is wrong and all that was typed."""
    measures = queries.measures_of(team.id)
    form = AimForm()
    form.offer(measures)
    if request.form.get("compose"):
        return _page(team, queries.aim_with_revisions(team.id), form, measures)

    def change() -> None:
        services.save(
            team,
            _inherited(team, form, measures).fields,
            actor=access.actor(),
            reason=form.reason.data or "",
            version=form.version.opened_at,
        )

    status = attempt(form, change)
    if status:
        return _page(team, queries.aim_with_revisions(team.id), form, measures, status=status)
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
) -> Response:
    navigation.within(team.network, team)
    form.offer(measures)
    conflict = form.lay_beside(aim, measures) if aim and status == 409 else None
    return page_or_fragment(
        "aims/edit.html",
        "aims/_reading.html",
        status=status,
        team=team,
        aim=aim,
        form=form,
        reading=_read(_inherited(team, form, measures), measures),
        conflict=conflict,
    )


def _inherited(team: Team, form: AimForm, measures: Sequence[Measure]) -> Inherited:
    """What the form says, its open fields taken from the chart that it names."""
    typed = form.fields()
    measure = _measure(typed, measures)
    needs_chart = measure is not None and typed.baseline is None and not form.baseline.errors
    analysis = queries.analysis_of(team.id, measure) if measure and needs_chart else None
    return inherit(typed, measure, analysis)


def _measure(fields: AimFields, measures: Sequence[Measure]) -> Measure | None:
    return next((each for each in measures if each.id == fields.measure_id), None)


def _read(found: Inherited, measures: Sequence[Measure]) -> Reading:
    """Compose and check what the fields say."""
    fields, measure = found.fields, _measure(found.fields, measures)
    return Reading(
        parts(fields, measure.name if measure else ""),
        checklist(fields),
        warnings(fields, measure, today()),
        found.taken,
    )
