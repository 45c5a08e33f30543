"""The team's page and its record."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.forms import attempt
from app.htmx import go_to
from app.measures import adopt
from app.teams import services
from app.teams.forms import TeamForm
from app.teams.models import Team
from app.teams.queries import working_groups_of
from app.teams.story import public_charts, story_of

bp = Blueprint("teams", __name__, template_folder="templates")

TEAM = "/networks/<network_slug>/teams/<team_slug>"


@bp.get(TEAM)
@access.team(May.MEET_TEAM)
def show(team: Team) -> str:
    """Tell the team's story; to those outside it, its name and its open charts only."""
    navigation.within(team.network, team if access.may(May.SEE_TEAM, team) else None)
    if access.may(May.SEE_TEAM, team):
        # Whoever may not take a measure up is not asked to.
        untaken = adopt.untaken(team) if access.may(May.EDIT_TEAM, team) else []
        return render_template(
            "teams/show.html", team=team, story=story_of(team, today()), untaken=untaken
        )
    return render_template("teams/meet.html", team=team, charts=public_charts(team))


@bp.get(f"{TEAM}/edit")
@access.team(May.RUN_TEAM)
def edit(team: Team) -> str:
    """Show the team's record for changing."""
    form = TeamForm(obj=team, working_group_id=team.working_group_id or "")
    return _edit_page(team, form)


@bp.post(f"{TEAM}/edit")
@access.team(May.RUN_TEAM)
def save(team: Team) -> Any:
    """Save the team's record."""
    form = TeamForm()
    form.offer(working_groups_of(team.network_id))

    def change() -> None:
        opened_at = form.version.opened_at
        services.change(team, form.values(), actor=access.actor(), version=opened_at)

    status = attempt(form, change)
    if status:
        return _edit_page(team, form, status), status
    flash("The team is saved.", "saved")
    return go_to(url_for("teams.show", network_slug=team.network.slug, team_slug=team.slug))


def _edit_page(team: Team, form: TeamForm, status: int = 200) -> str:
    navigation.within(team.network, team)
    form.offer(working_groups_of(team.network_id))
    conflict = form.lay_beside(team) if status == 409 else None
    return render_template("teams/edit.html", team=team, form=form, conflict=conflict)
