"""The storyboard's pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.conflicts import Difference
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.storyboard import queries, services, slides
from app.storyboard.arrangement import HOLDS, TITLES, arrangement_of
from app.storyboard.forms import ArrangeForm
from app.storyboard.material import Material, material_of
from app.storyboard.models import Part
from app.storyboard.page import board_of
from app.teams.models import Team

bp = Blueprint("storyboard", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/storyboard"


@bp.get(BASE)
@access.team(May.SEE_STORYBOARD)
def show(team: Team) -> str:
    """Show the storyboard: to the team as it is, to the network as it may read it."""
    own = access.may(May.SEE_TEAM, team)
    navigation.within(team.network, team if own else None)
    found = _material(team)
    return render_template(
        "storyboard/show.html",
        team=team,
        own=own,
        board=board_of(found),
        found=found,
        facts=slides.team_facts(found),
        titles=TITLES,
        Part=Part,
    )


@bp.get(f"{BASE}.pptx")
@access.team(May.SEE_STORYBOARD)
def deck(team: Team) -> Response:
    """Answer the storyboard as slides."""
    found, day = _material(team), today()
    answer = Response(slides.deck_of(found, day), content_type=slides.MIMETYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=slides.file_name(found, day))
    return answer


def _material(team: Team) -> Material:
    """What the reader may read; the team may ask for what the network would."""
    outside = not access.may(May.SEE_TEAM, team) or request.args.get("view") == "network"
    return material_of(team, today(), outside=outside)


@bp.get(f"{BASE}/arrange")
@access.team(May.EDIT_TEAM)
def edit(team: Team) -> Any:
    """Show what is hidden, said and quoted, for changing."""
    form = ArrangeForm(formdata=None)
    form.show(arrangement_of(queries.storyboard_of(team.id)))
    return _edit_page(team, form)


@bp.post(f"{BASE}/arrange")
@access.team(May.EDIT_TEAM)
def save(team: Team) -> Any:
    """Store the arrangement, or answer with what is wrong and all that was typed."""
    form = ArrangeForm()
    form.offer(queries.voices_offered(team.id))

    def change() -> None:
        services.arrange(
            team,
            hidden=form.hidden,
            sentences=form.sentences,
            quote_ids=form.quotes.ids,
            actor=access.actor(),
            version=form.version.opened_at,
        )

    status = attempt(form, change)
    if status == 409:
        stored = arrangement_of(queries.storyboard_of(team.id))
        return _edit_page(team, form, conflict=form.against(stored)), 409
    if status:
        return _edit_page(team, form), status
    flash("The storyboard is arranged.", "saved")
    return go_to(_url("show", team))


@bp.post(f"{BASE}/publish")
@access.team(May.EDIT_TEAM)
def publish(team: Team) -> Any:
    """Publish the storyboard to the network, or withdraw it."""
    is_public = request.form.get("public") == "1"
    services.publish(team, is_public=is_public, actor=access.actor())
    db.session.commit()
    words = f"{team.network.name} can now read the storyboard."
    flash(words if is_public else "The storyboard is the team’s alone again.", "saved")
    return go_to(_url("show", team, _anchor="publishing"))


def _edit_page(team: Team, form: ArrangeForm, conflict: list[Difference] | None = None) -> str:
    navigation.within(team.network, team)
    form.offer(queries.voices_offered(team.id))
    return render_template(
        "storyboard/arrange.html",
        team=team,
        form=form,
        parts=tuple(Part),
        holds=HOLDS,
        titles=TITLES,
        conflict=conflict,
        Part=Part,
    )


def _url(endpoint: str, team: Team, **more: Any) -> str:
    return url_for(
        f"storyboard.{endpoint}", network_slug=team.network.slug, team_slug=team.slug, **more
    )
