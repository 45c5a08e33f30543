"""The charter's page and its form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, url_for

from app import access, navigation
from app.access import May
from app.charter import queries, services
from app.charter.comparison import LABELS, differing
from app.charter.forms import CharterForm
from app.charter.models import Charter
from app.charter.queries import places_of
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.revisions.comparison import history_of
from app.teams.models import Team

bp = Blueprint("charter", __name__, template_folder="templates")

CHARTER = "/networks/<network_slug>/teams/<team_slug>/charter"


@bp.get(CHARTER)
@access.team(May.SEE_TEAM)
def show(team: Team) -> str:
    """Show the charter on one sheet, and how it was revised."""
    navigation.within(team.network, team)
    charter = queries.charter_of(team.id)
    return render_template(
        "charter/show.html",
        team=team,
        charter=charter,
        history=history_of(charter.revisions, differing) if charter else None,
        places=places_of(team.id),
        labels=LABELS,
    )


@bp.get(f"{CHARTER}/edit")
@access.team(May.EDIT_TEAM)
def edit(team: Team) -> Any:
    """Show the form; a first one begins with what the team has said elsewhere."""
    charter = queries.charter_of(team.id)
    form = CharterForm(formdata=None)
    if charter:
        form.show(charter)
    else:
        form.title.data, form.why.data, form.version.data = team.name, team.why, "0"
    return _page(team, charter, form)


@bp.post(f"{CHARTER}/edit")
@access.team(May.EDIT_TEAM)
def save(team: Team) -> Any:
    """Save the charter, or answer with what is wrong and all that was typed."""
    form = CharterForm()

    def change() -> None:
        services.save(
            team,
            form.values(),
            actor=access.actor(),
            reason=form.reason.data or "",
            version=form.version.opened_at,
        )

    status = attempt(form, change)
    if status:
        db.session.expire_all()
        return _page(team, queries.charter_of(team.id), form, status=status)
    flash("The charter is saved.", "saved")
    return go_to(url_for("charter.show", network_slug=team.network.slug, team_slug=team.slug))


def _page(team: Team, charter: Charter | None, form: CharterForm, *, status: int = 200) -> Response:
    navigation.within(team.network, team)
    conflict = form.lay_beside(charter) if charter and status == 409 else None
    page = render_template(
        "charter/edit.html", team=team, charter=charter, form=form, conflict=conflict
    )
    return make_response(page, status)
