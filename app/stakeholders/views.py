"""The stakeholder map's pages: the map, quick add, placing, opening it, and its files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Response, abort, flash, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.conflicts import Conflict
from app.diagram_files import LABELS, TYPES, attachment
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to, is_htmx, page_or_fragment
from app.interviews.queries import summary_of
from app.stakeholders import (
    files,
    one_views,  # noqa: F401  # its routes belong to the blueprint
    queries,
    services,
)
from app.stakeholders.blueprint import BASE, bp
from app.stakeholders.board import SUPPORT_HEADS, board_of
from app.stakeholders.drawing import map_of, quadrant_of
from app.stakeholders.forms import NamesForm
from app.stakeholders.models import Stakeholder
from app.stakeholders.plan import plan_of
from app.stakeholders.quick import read_lines
from app.stakeholders.words import place_words, stands
from app.teams.models import Team
from charts.stakeholder_map import html

__all__ = ["bp"]


@bp.get(BASE)
@access.team(May.SEE_STAKEHOLDERS)
def show(team: Team) -> Any:
    """Show who matters, where they stand, and what each needs next."""
    if not access.may(May.SEE_TEAM, team):
        return _open_map(team)
    return _page(team, NamesForm(formdata=None))


def _open_map(team: Team) -> str:
    """What the network sees of an opened map: names, places and movement, nothing else."""
    navigation.within(team.network)
    people = queries.stakeholders_of(team.id)
    found = map_of(people, outside=True)
    return render_template(
        "stakeholders/open.html",
        team=team,
        drawing=html(found, uid="stakeholders-drawing") if found else None,
    )


def _page(team: Team, form: NamesForm, *, status: int = 200, **more: Any) -> Response:
    navigation.within(team.network, team)
    day = today()
    board = board_of(team, day, request.args.get("place", ""))
    people = [each.person for each in board.people]
    if not is_htmx():  # the fragment is the map alone
        more |= {
            "plan": plan_of(people, queries.done_in(team.id), day),
            "removed": queries.removed_from(team.id),
            "interviews": summary_of(team.id),
        }
    return page_or_fragment(
        "stakeholders/show.html",
        "stakeholders/_board.html",
        status=status,
        team=team,
        board=board,
        people=people,
        just_removed=request.args.get("removed", type=int),
        formats=LABELS,
        form=form,
        quadrant_of=quadrant_of,
        heads=SUPPORT_HEADS,
        **more,
    )


@bp.post(f"{BASE}/add")
@access.team(May.EDIT_TEAM)
def add_names(team: Team) -> Any:
    """Add everybody on the list, a line each."""
    form = NamesForm()
    added: list[Stakeholder] = []
    known: list[str] = []

    def change() -> None:
        made, there = services.add_lines(
            team, read_lines(form.names.data or ""), actor=access.actor(), today=today()
        )
        added.extend(made)
        known.extend(there)

    status = attempt(form, change)
    if status:
        return _page(team, form, status=status)
    flash(_added_words(len(added), known), "saved")
    return go_to(_url("show", team, _anchor="board"))


def _added_words(count: int, known: list[str]) -> str:
    words = f"{count} {'stakeholder is' if count == 1 else 'stakeholders are'} added."
    if not count:
        words = "Nobody new was added."
    if known:
        words += f" Already there: {', '.join(known)}."
    return words


@bp.post(f"{BASE}/place")
@access.team(May.EDIT_TEAM)
def place(team: Team) -> Any:
    """Put somebody on a place of the map, by pad, pointer or key."""
    stakeholder, version = _placed_one(team)
    if stakeholder is None:
        return _page(team, NamesForm(formdata=None), status=422, refused="Choose first who it is.")
    support, importance = _cell()
    before = stakeholder.now
    try:
        services.place(
            stakeholder,
            support,
            importance,
            on=_day(request.form.get("on", "")),
            actor=access.actor(),
            today=today(),
            version=version,
        )
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _moved_by_another(team, stakeholder.id, support, importance)
    except ServiceError as error:
        db.session.rollback()
        return _page(team, NamesForm(formdata=None), status=422, refused=error.message)
    after = stakeholder.now
    if not is_htmx():
        # Whoever moves somebody again and again stays with them; else the next in line comes up.
        again = {"place": stakeholder.id} if before is not None else {}
        return go_to(_url("show", team, _anchor="board", **again))
    response = _page(team, NamesForm(formdata=None), moved=stakeholder)
    if after is not None:
        response.headers["HX-Trigger"] = _announcement(stands(stakeholder))
    return response


def _placed_one(team: Team) -> tuple[Stakeholder | None, int | None]:
    """Who is to be placed, and the version that the page showed: "12:3"."""
    found, _, version = request.form.get("who", "").partition(":")
    if not (found.isascii() and found.isdecimal() and len(found) < 10):
        return None, None
    stakeholder = db.session.get(Stakeholder, int(found))
    if stakeholder is None or stakeholder.team_id != team.id or stakeholder.removed_at:
        return None, None
    return stakeholder, int(version) if version.isdecimal() and len(version) < 10 else None


def _cell() -> tuple[int, int]:
    support, _, importance = request.form.get("cell", "").partition(",")
    try:
        return int(support), int(importance)
    except ValueError:
        abort(400)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


def _announcement(words: str) -> str:
    return json.dumps({"announce": words})


def _moved_by_another(team: Team, stakeholder_id: int, support: int, importance: int) -> Response:
    """Both places, and a button for either."""
    stakeholder = queries.with_history(stakeholder_id)
    now = stakeholder.now
    clash = {
        "person": stakeholder,
        "stored": place_words(now.support, now.importance) if now else "not placed yet",
        "typed": place_words(support, importance),
        "cell": f"{support},{importance}",
    }
    return _page(team, NamesForm(formdata=None), status=409, clash=clash)


@bp.post(f"{BASE}/sharing")
@access.team(May.EDIT_TEAM)
def sharing(team: Team) -> Any:
    """Open the map to the network, or close it."""
    is_open = request.form.get("open") == "1"
    services.share_map(team, is_open=is_open, actor=access.actor())
    db.session.commit()
    flash(
        "The network can now see the map." if is_open else "The map is the team’s alone again.",
        "saved",
    )
    return go_to(_url("show", team, _anchor="sharing"))


@bp.get(f"{BASE}/chart.<ext>")
@access.team(May.SEE_STAKEHOLDERS)
def download(team: Team, ext: str) -> Response:
    """Answer the map as a slide, SVG, PNG or PDF."""
    if ext not in TYPES:
        access.not_found()
    outside = not access.may(May.SEE_TEAM, team)
    content = files.map_file(team, ext, today(), outside=outside)
    if content is None:
        access.not_found()
    return attachment(content, ext, f"{team.slug}-stakeholder-map")


def _url(view: str, team: Team, **more: Any) -> str:
    return url_for(
        f"stakeholders.{view}", network_slug=team.network.slug, team_slug=team.slug, **more
    )
