"""The progress score: a team's page, giving a score, and how the network words the levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.networks.models import Network
from app.plain_fields import tidy
from app.progress import services
from app.progress.forms import ScoreForm
from app.progress.models import ScoredBy
from app.progress.page import progress_page
from app.progress.queries import score_of
from app.progress.scale import DEFAULTS, Level, scale_of, wording_of
from app.teams.models import Team

bp = Blueprint("progress", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/progress"
WORDING = "/networks/<network_slug>/progress-wording"


@bp.get(BASE)
@access.team(May.SEE_TEAM)
def show(team: Team) -> Response:
    """Show the three scores side by side, over time, and what the next half step lacks."""
    return _page(team, ScoreForm(scale_of(team.network_id), formdata=None))


@bp.post(BASE)
@access.team(May.SCORE_TEAM)
def give(team: Team) -> Any:
    """Keep a score; who is on the team scores for it, its coach as the coach."""
    form = ScoreForm(scale_of(team.network_id))
    scored_by = _scores_as(team)

    def change() -> None:
        services.give(
            access.actor(),
            team,
            scored_by,
            int(form.halves.data or 0),
            on=form.on.data or today(),
            reason=form.reason.data or "",
            today=today(),
        )

    status = attempt(form, change)
    if status:
        return _page(team, form, status=status)
    flash("The score is kept.", "saved")
    return go_to(_url(team))


@bp.post(f"{BASE}/<int:score_id>/<any(withdraw, restore):verb>")
@access.team(May.SCORE_TEAM)
def take_back(team: Team, score_id: int, verb: str) -> Any:
    """Withdraw a score that one gave, or put it back."""
    score = score_of(team.id, score_id)
    if score is None:
        access.not_found()
    change: Callable[..., None] = services.withdraw if verb == "withdraw" else services.restore
    try:
        change(access.actor(), score)
        db.session.commit()
        flash(
            "Withdrawn. You can put it back." if verb == "withdraw" else "It counts again.", "saved"
        )
    except ServiceError as error:
        db.session.rollback()
        flash(error.message, "error")
    return go_to(_url(team, _anchor="given"))


@bp.get(WORDING)
@access.network(May.RUN_NETWORK)
def wording(network: Network) -> Response:
    """Show the words of the levels to change them."""
    found = wording_of(network.id)
    levels = list(scale_of(network.id).values())
    return _wording_page(network, levels, found.number if found else 0)


@bp.post(WORDING)
@access.network(May.RUN_NETWORK)
def reword(network: Network) -> Any:
    """Keep the network's own words, or take those that come along."""
    typed = [
        Level(halves, _typed(f"name-{halves}"), _typed(f"text-{halves}")) for halves in DEFAULTS
    ]
    version = request.form.get("version", type=int, default=-1)
    words = None if request.form.get("default") else [(each.name, each.text) for each in typed]
    try:
        services.reword(access.actor(), network, words, version=version)
        db.session.commit()
    except Conflict:
        db.session.rollback()
        found = wording_of(network.id)
        stored = list(scale_of(network.id).values())
        return _wording_page(
            network, typed, found.number if found else 0, stored=stored, status=409
        )
    except ServiceError as error:
        db.session.rollback()
        return _wording_page(network, typed, version, why=error.message, status=422)
    flash("The words are saved.", "saved")
    return go_to(url_for("progress.wording", network_slug=network.slug))


def _scores_as(team: Team) -> ScoredBy:
    return ScoredBy.TEAM if access.may(May.EDIT_TEAM, team) else ScoredBy.COACH


def _typed(name: str) -> str:
    return tidy(request.form.get(name, ""))


def _page(team: Team, form: ScoreForm, *, status: int = 200) -> Response:
    navigation.within(team.network, team)
    page = progress_page(team, today())
    shown = render_template(
        "progress/show.html",
        team=team,
        page=page,
        form=form,
        scores_as=_scores_as(team).value,
        me=access.actor().id,
    )
    return make_response(shown, status)


def _wording_page(
    network: Network,
    levels: list[Level],
    version: int,
    *,
    stored: list[Level] | None = None,
    why: str = "",
    status: int = 200,
) -> Response:
    navigation.within(network)
    shown = render_template(
        "progress/wording.html",
        network=network,
        levels=levels,
        version=version,
        stored=stored or [],
        why=why,
    )
    return make_response(shown, status)


def _url(team: Team, **more: Any) -> str:
    return url_for("progress.show", network_slug=team.network.slug, team_slug=team.slug, **more)
